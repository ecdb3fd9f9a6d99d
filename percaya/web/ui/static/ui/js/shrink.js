// A smaller copy of a large picture, made in the browser and offered beside its chip. Whoever presses while it still uploads sends
// the small one only; the original stays to be chosen as long as the page is open.
import { say, words } from "ui/words"
import { carries, chipOf, refuse, remove, start } from "ui/uploads"

const TRIES = [[2048, 0.8], [1600, 0.75], [1280, 0.65]] // longest side in pixels, quality of the JPEG
const WORTH = 0.7 // of the original's bytes: with more than that left, it is not worth a question
const voice = document.createElement("span")
voice.className = "visually-hidden"
voice.setAttribute("role", "status")
document.body.append(voice)

export async function offer(file, of, chip) {
  const small = await smaller(file, of)
  if (!small || !chip.isConnected) return
  const button = put(chip, of, file, small)
  voice.textContent = button.getAttribute("aria-label")
}

// For what the channel would not take: nothing is uploaded before somebody has chosen.
export async function instead(file, of) {
  const { chip, name, bar, stop } = chipOf(file, of, "shrinking")
  stop.addEventListener("click", () => chip.remove())
  const small = await smaller(file, of)
  if (!chip.isConnected) return
  if (!small) return chip.remove(), refuse(file, of)
  bar.remove()
  chip.classList.add("attachment--failed")
  name.textContent = say("tooLarge", { f: file.name, s: of.dataset.maxFileWords })
  voice.textContent = `${name.textContent} ${put(chip, of, file, small).textContent}`
}

// Null where the picture cannot be read, or little would be won.
async function smaller(file, of) {
  if (!carries(of, "image/jpeg")) return null
  const most = Math.min(Number(of.dataset.maxFile), file.size * WORTH)
  const picture = await createImageBitmap(file).catch(() => null) // upright: the camera's EXIF is heeded unless told otherwise
  if (!picture) return null
  for (const [side, quality] of TRIES) {
    const blob = await drawn(picture, side, quality)
    if (blob?.size <= most) return picture.close(), new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: blob.type })
  }
  return picture.close(), null
}

function drawn(picture, side, quality) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale) || 1, height: Math.round(picture.height * scale) || 1 })
  const brush = canvas.getContext("2d")
  brush.fillStyle = "#fff" // what is see-through would be black in a JPEG
  brush.fillRect(0, 0, canvas.width, canvas.height)
  brush.imageSmoothingQuality = "high"
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality))
}

function put(chip, of, file, other) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small" })
  button.dataset.swap = ""
  button.textContent = say(other.size < file.size ? "makeSmaller" : "useOriginal", { s: size(other) })
  button.setAttribute("aria-label", `${button.textContent}: ${file.name}`)
  let busy = false
  button.addEventListener("click", async () => {
    if (busy) return
    busy = true
    await exchange(chip, of, file, other)
    busy = false
  })
  chip.classList.add("attachment--offer")
  chip.append(button)
  return button
}

async function exchange(chip, of, file, other) {
  const kept = chip.querySelector("[data-remove-file]"), focused = chip.contains(document.activeElement)
  if (kept && !(await remove(kept))) return
  chip.querySelector("[data-stop]")?.click()
  const next = start(other, of)
  const back = file.size <= Number(of.dataset.maxFile) && put(next, of, other, file)
  if (focused) (back || next.querySelector("button")).focus()
}

function size(file) {
  const shape = { style: "unit", unit: "megabyte", minimumFractionDigits: 1, maximumFractionDigits: 1 }
  return new Intl.NumberFormat(words.language, shape).format(Math.max(0.1, file.size / 1e6))
}
