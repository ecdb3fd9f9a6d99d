// Files that another app shared wait in a cache of this browser (worker.js): shown where one chooses, put into the form of a new
// ticket, or sent to the draft of one. What was used is gone, and so is what nobody wanted within the hour.
import { post } from "ui/http"
import { toast } from "ui/toast"

const SHARED = "shared-1"
const HOUR = 3_600_000
const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"] // what cannot do harm to a page

async function waiting() {
  const cache = await caches.open(SHARED), found = []
  for (const request of await cache.keys()) {
    const url = new URL(request.url), at = Number(url.pathname.split("/")[2])
    if (Date.now() - at > HOUR) { await cache.delete(request); continue }
    const kept = await cache.match(request)
    found.push(new File([await kept.blob()], url.searchParams.get("name") || "file", { type: kept.headers.get("Content-Type") ?? "" }))
  }
  return found
}

function show(list, files) {
  for (const file of files) {
    const line = Object.assign(document.createElement("span"), { className: "attachment" })
    if (PICTURES.includes(file.type)) line.append(Object.assign(new Image(), { loading: "lazy", height: 72, alt: "", src: URL.createObjectURL(file) }))
    line.append(Object.assign(document.createElement("span"), { className: "one-line", textContent: file.name }))
    list.append(line)
  }
  document.querySelector("[data-shared-none]").hidden = files.length > 0
}

async function toDraft(button, files) {
  button.disabled = true
  for (const file of files) {
    const body = new FormData()
    body.set("file", file)
    body.set("kind", "reply")
    const answer = await post(button.dataset.shareTo, body).catch(() => null)
    if (!answer?.ok) {
      button.disabled = false
      return toast(answer?.status === 422 ? `${file.name}: ${await answer.text()}` : button.dataset.failed, { error: true })
    }
  }
  await caches.delete(SHARED)
  location.assign(button.dataset.then)
}

const list = document.querySelector("[data-shared-files]"), input = document.querySelector("input[data-shared-into]")
const files = "caches" in window && (list || input) ? await waiting() : []
if (list) {
  show(list, files)
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-share-to]")
    if (button) toDraft(button, files)
  })
}
if (input && files.length) {
  const held = new DataTransfer()
  for (const file of files) held.items.add(file)
  input.files = held.files
}
