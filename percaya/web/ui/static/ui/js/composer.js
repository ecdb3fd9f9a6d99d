// Writing: two drafts that are never mixed, saved 500 ms after the last key in one serial queue, files by paste, drop or choice.
import { say } from "ui/words"
import { post } from "ui/http"
import { on } from "ui/keys"
import { toast } from "ui/toast"

const box = () => document.getElementById("composer")
const form = () => box()?.querySelector("[data-panel]:not([hidden]) form")
const text = () => form()?.querySelector("textarea")
let queue = Promise.resolve()
const timers = new WeakMap()

function status(of, words) {
  const element = of.querySelector("[data-draft-status]")
  if (element) element.textContent = words
}

function save(of) {
  clearTimeout(timers.get(of))
  const body = new FormData(of)
  // One after the other: a late save cannot wake a draft that a later one, or the sending, has put to rest.
  queue = queue.then(() => send(of, body)).catch(() => {
    status(of, say("draftFailed"))
    timers.set(of, setTimeout(() => of.isConnected && save(of), 4000))
  })
  return queue
}

async function send(of, body) {
  if (!of.isConnected || of.dataset.sending) return
  body.set("revision", of.elements.revision.value)
  const answer = await post(of.dataset.draftUrl, body)
  if (!answer.ok) throw new Error(String(answer.status))
  const { revision, at } = await answer.json()
  of.elements.revision.value = revision
  status(of, say("draftSaved", { t: at })) // the workspace's clock, which may not be this machine's
}

document.addEventListener("input", (event) => {
  const of = event.target.closest("#composer form")
  if (!of || event.target.type === "file") return
  clearTimeout(timers.get(of))
  timers.set(of, setTimeout(() => save(of), 500))
  document.dispatchEvent(new CustomEvent("percaya:typing", { detail: of.dataset.kind }))
})
document.addEventListener("visibilitychange", () => {
  if (document.hidden) for (const of of box()?.querySelectorAll("form") ?? []) if (timers.get(of)) save(of)
})

function show(kind) {
  const root = box()
  if (!root) return false
  for (const each of root.querySelectorAll("[data-panel]")) each.hidden = each.dataset.panel !== kind
  for (const tab of root.querySelectorAll("[data-tab]")) tab.setAttribute("aria-selected", String(tab.dataset.tab === kind))
  root.classList.toggle("composer--note", kind === "note")
  text()?.focus()
  return true
}
on("reply", () => Boolean(box()?.querySelector('[data-kind="reply"]')) && show("reply"))
on("note", () => Boolean(box()?.querySelector('[data-kind="note"]')) && show("note"))
document.addEventListener("click", (event) => {
  const tab = event.target.closest("#composer [data-tab]")
  if (!tab) return
  event.preventDefault()
  show(tab.dataset.tab)
})

function submit(then) {
  const of = form()
  if (!of || !of.contains(document.activeElement)) return false
  const wanted = [...of.querySelectorAll("button[name=then]")].find((button) => button.value === then)
  of.requestSubmit(wanted ?? of.querySelector("button[name=then]"))
  return true
}
on("send", () => submit(""))
on("send-resolve", () => submit("resolve"))

// Sending: the queue stops, and the answer (a fresh composer, or the panel of a collision) takes the composer's place.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.target.matches("#composer form")) return
  event.target.dataset.sending = "1"
  clearTimeout(timers.get(event.target))
})
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.matches?.("#composer form") && event.target.isConnected) delete event.target.dataset.sending
})

// Files
async function upload(file, of) {
  const limit = Number(of.dataset.maxFile)
  if (limit && file.size > limit) return toast(say("tooLarge", { f: file.name, s: of.dataset.maxFileWords }), { error: true })
  status(of, say("uploading", { f: file.name }))
  const body = new FormData()
  body.set("file", file, file.name || "image.png")
  body.set("kind", of.dataset.kind)
  const answer = await post(of.dataset.filesUrl, body).catch(() => null)
  status(of, "")
  if (!answer?.ok) return toast((answer && (await answer.text()).slice(0, 200)) || say("failed"), { error: true })
  of.querySelector(".composer__files").insertAdjacentHTML("beforeend", await answer.text())
}
const uploadAll = async (files, of) => { for (const file of files) await upload(file, of) }

document.addEventListener("paste", (event) => {
  const of = event.target.closest?.("#composer form")
  if (!of || !event.clipboardData.files.length) return
  event.preventDefault()
  uploadAll([...event.clipboardData.files], of)
})
for (const kind of ["dragover", "dragleave", "drop"])
  document.addEventListener(kind, (event) => {
    const root = event.target.closest?.("#composer")
    if (!root || !event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    root.classList.toggle("composer--drop", kind === "dragover")
    if (kind === "drop") uploadAll([...event.dataTransfer.files], form())
  })
document.addEventListener("change", (event) => {
  if (!event.target.matches("#composer input[type=file]")) return
  uploadAll([...event.target.files], event.target.closest("form"))
  event.target.value = ""
})
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-remove-file]")
  if (!button) return
  event.preventDefault()
  const answer = await post(button.dataset.removeFile).catch(() => null)
  if (answer?.ok) button.closest(".attachment").remove()
  else toast(say("failed"), { error: true })
})
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-choose-file]")) form()?.querySelector("input[type=file]")?.click()
})
