// Files for a draft: what the channel takes is checked first; progress, taking away, trying again; large pictures are offered smaller.
import { say } from "ui/words"
import { csrf, post } from "ui/http"
import { toast } from "ui/toast"

const LARGE = 1_500_000 // bytes
const isPicture = (file) => ["image/jpeg", "image/png", "image/webp"].includes(file.type)
export const carries = (of, type) => !of.dataset.types || of.dataset.types.split(",").some((start) => type.startsWith(start))
// Kinds of file may have limits of their own: "image/:5242880,video/:16777216".
function most(of, type) {
  const own = (of.dataset.sizes ?? "").split(",").find((pair) => pair && type.startsWith(pair.slice(0, pair.lastIndexOf(":"))))
  return Math.min(Number(of.dataset.maxFile), own ? Number(own.slice(own.lastIndexOf(":") + 1)) : Infinity)
}
const shrinking = () => import("ui/shrink").catch(() => null) // without it files go as they are

export function take(files, of) {
  const { maxFiles } = of.dataset
  let room = Number(maxFiles || 99) - of.querySelectorAll(".composer__files .attachment").length
  for (const file of files) {
    const tooLarge = file.size > most(of, file.type)
    if (tooLarge && !isPicture(file)) refuse(file, of)
    else if (!carries(of, file.type)) toast(say("wrongKind", { f: file.name }), { error: true })
    else if (room-- <= 0) return toast(say("tooMany", { n: maxFiles }), { error: true })
    else if (tooLarge) shrinking().then((module) => (module ? module.instead(file, of) : refuse(file, of)))
    else begin(file, of)
  }
}

export const refuse = (file, of) => toast(say("tooLarge", { f: file.name, s: of.dataset.maxFileWords }), { error: true })

function begin(file, of) {
  const chip = start(file, of)
  if (isPicture(file) && file.size > LARGE) shrinking().then((module) => module?.offer(file, of, chip))
}

export function chipOf(file, of, words) {
  const chip = document.createElement("span"), name = document.createElement("span")
  const bar = document.createElement("progress"), stop = document.createElement("button")
  chip.className = "attachment"
  Object.assign(name, { className: "one-line", textContent: file.name || "image.png" })
  bar.setAttribute("aria-label", say(words, { f: name.textContent }))
  Object.assign(stop, { type: "button", className: "button button--quiet button--small", textContent: say("remove") })
  stop.dataset.stop = ""
  chip.append(name, bar, stop)
  of.querySelector(".composer__files").append(chip)
  return { chip, name, bar, stop }
}

export function start(file, of) {
  const { chip, name, bar, stop } = chipOf(file, of, "uploading")
  const request = new XMLHttpRequest(), body = new FormData()
  let unwanted = false
  Object.assign(bar, { max: 1, value: 0 })
  body.set("file", file, file.name || "image.png")
  body.set("kind", of.dataset.kind)
  request.upload.addEventListener("progress", ({ loaded, total }) => (bar.value = loaded / total))
  request.addEventListener("loadend", () => {
    const kept = request.status === 200 && drawn(request)
    if (kept && unwanted) return post(kept.querySelector("[data-remove-file]").dataset.removeFile)
    if (!chip.isConnected) return
    if (kept) return settle(chip, kept)
    bar.remove()
    chip.classList.add("attachment--failed")
    name.textContent = `${file.name}: ${request.status === 422 ? request.responseText.slice(0, 160) : say("uploadFailed")}`
    if (request.status !== 422) chip.append(again(file, of, chip))
  })
  stop.addEventListener("click", () => {
    unwanted = true
    chip.remove()
    if (bar.value < 1) request.abort() // else it may be there already: its answer says which one to take off
  })
  request.open("POST", of.dataset.filesUrl)
  request.setRequestHeader("X-CSRFToken", csrf())
  request.setRequestHeader("X-Requested-With", "fetch")
  request.send(body)
  return chip
}

const drawn = (request) => new DOMParser().parseFromString(request.responseText, "text/html").querySelector(".attachment")

// The chip stays the same element, so that what is offered beside it, and the focus in it, outlive the upload.
function settle(chip, kept) {
  const offer = chip.querySelector("[data-swap]"), focused = chip.contains(document.activeElement) && document.activeElement
  chip.replaceChildren(...kept.childNodes, ...(offer ? [offer] : []))
  if (focused) (focused === offer ? offer : chip.querySelector("button")).focus()
}

function again(file, of, chip) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: say("tryAgain") })
  button.addEventListener("click", () => { chip.remove(); start(file, of) })
  return button
}

export async function remove(button) {
  const answer = await post(button.dataset.removeFile).catch(() => null)
  if (answer?.ok) button.closest(".attachment").remove()
  else toast(say("failed"), { error: true })
  return Boolean(answer?.ok)
}
