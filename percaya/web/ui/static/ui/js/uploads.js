// Files for a draft: what the channel takes is checked first; progress, taking away, trying again.
import { say } from "ui/words"
import { csrf, post } from "ui/http"
import { toast } from "ui/toast"

export function take(files, of) {
  const { maxFile, maxFiles, types, maxFileWords } = of.dataset
  let room = Number(maxFiles || 99) - of.querySelectorAll(".composer__files .attachment").length
  for (const file of files) {
    const fits = !types || types.split(",").some((start) => file.type.startsWith(start))
    if (file.size > Number(maxFile)) toast(say("tooLarge", { f: file.name, s: maxFileWords }), { error: true })
    else if (!fits) toast(say("wrongKind", { f: file.name }), { error: true })
    else if (room-- <= 0) return toast(say("tooMany", { n: maxFiles }), { error: true })
    else start(file, of)
  }
}

function start(file, of) {
  const chip = document.createElement("span"), name = document.createElement("span")
  const bar = document.createElement("progress"), stop = document.createElement("button")
  chip.className = "attachment"
  Object.assign(name, { className: "one-line", textContent: file.name || "image.png" })
  Object.assign(bar, { max: 1, value: 0 })
  bar.setAttribute("aria-label", say("uploading", { f: name.textContent }))
  Object.assign(stop, { type: "button", className: "button button--quiet button--small", textContent: say("remove") })
  chip.append(name, bar, stop)
  of.querySelector(".composer__files").append(chip)
  const request = new XMLHttpRequest(), body = new FormData()
  body.set("file", file, file.name || "image.png")
  body.set("kind", of.dataset.kind)
  request.upload.addEventListener("progress", ({ loaded, total }) => (bar.value = loaded / total))
  request.addEventListener("loadend", () => {
    if (request.status === 200 && chip.isConnected) return (chip.outerHTML = request.responseText)
    if (!chip.isConnected) return
    bar.remove()
    chip.classList.add("attachment--failed")
    name.textContent = `${file.name}: ${request.status === 422 ? request.responseText.slice(0, 160) : say("uploadFailed")}`
    if (request.status !== 422) chip.append(again(file, of, chip))
  })
  stop.addEventListener("click", () => { chip.remove(); request.abort() })
  request.open("POST", of.dataset.filesUrl)
  request.setRequestHeader("X-CSRFToken", csrf())
  request.setRequestHeader("X-Requested-With", "fetch")
  request.send(body)
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
}
