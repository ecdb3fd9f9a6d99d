// Drafts: saved 500 ms after the last key in one serial queue; a copy on this device until the server has it; newer words of
// another device or a helper are taken over where nothing was typed here, and shown beside where something was.
import { say } from "ui/words"
import { post } from "ui/http"

let queue = Promise.resolve()
const timers = new WeakMap()
const dirty = new WeakSet()
const looked = new WeakMap()
const NAMES = ["text", "to", "cc", "bcc"]
const SAVED = [...NAMES, "of", "do", "deeds", "macro", "quotes", "offer_kind", "offer_button", "choice"]

const forms = () => document.querySelectorAll("#composer form[data-kind]")
const key = (of) => `percaya.draft.${of.closest("#composer").dataset.me}.${of.closest("#composer").dataset.ticket}.${of.dataset.kind}`
const held = (of) => ({ ...Object.fromEntries(NAMES.map((name) => [name, of.elements[name]?.value ?? ""])), steps: steps(of) })
const isSame = (one, other) => NAMES.every((name) => (one[name] ?? "").trim() === (other[name] ?? "").trim()) && deeds(one) === deeds(other)
const deeds = ({ steps }) => String((steps ?? []).map((step) => step.do))

// What goes with the reply when it is sent: chips; one that is unticked stays behind.
const steps = (of) => [...of.querySelectorAll("[name=do]:checked")].map((box) => ({ do: box.value, words: box.parentNode.textContent }))
export function chip(of, step) {
  const made = Object.assign(document.createElement("label"), { className: "chip chip--step" })
  made.append(Object.assign(document.createElement("input"), { type: "checkbox", name: "do", value: step.do, checked: true }), step.words)
  of.querySelector("[data-run-steps]")?.before(made)
}
// Whose words and steps these are, so that its use is counted when they are sent.
export const used = (of, macro) => of.querySelector("[data-steps]")?.prepend(Object.assign(document.createElement("input"), { type: "hidden", name: "macro", value: macro }))
function put(of, found) {
  for (const name of NAMES) if (of.elements[name] && found[name] !== undefined) of.elements[name].value = found[name]
  for (const old of of.querySelectorAll(".chip--step")) old.remove()
  for (const step of found.steps ?? []) chip(of, step)
  if (found.macros) for (const old of of.querySelectorAll("[name=macro]")) old.remove()
  for (const macro of found.macros ?? []) used(of, macro)
}

function status(of, words) {
  const element = of.querySelector("[data-draft-status]")
  if (element) element.textContent = words
}

function keepCopy(of) {
  if (of.elements.of) return // a colleague's draft is not this device's
  try { localStorage.setItem(key(of), JSON.stringify({ ...held(of), revision: Number(of.elements.revision.value) })) } catch { /* full or forbidden: the server has it soon */ }
}
const dropCopy = (of) => of.isConnected && localStorage.removeItem(key(of))

export function save(of) {
  clearTimeout(timers.get(of))
  timers.delete(of)
  const body = new FormData(of)
  for (const name of [...body.keys()]) if (!SAVED.includes(name)) body.delete(name)
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
  dirty.delete(of)
  const answer = await post(of.dataset.draftUrl, body).catch((error) => { dirty.add(of); throw error })
  if (!answer.ok) { dirty.add(of); throw new Error(String(answer.status)) }
  const told = await answer.json()
  if (!of.isConnected || of.dataset.sending) return
  if (!told.kept) { dirty.add(of); return differ(of, told) }
  of.elements.revision.value = told.revision
  if (!dirty.has(of)) dropCopy(of)
  status(of, say("draftSaved", { t: told.at })) // the workspace's clock, which may not be this machine's
}

// Somebody (or oneself on another device) has saved since.
function differ(of, told) {
  const mine = held(of)
  if (isSame(mine, told)) { of.elements.revision.value = told.revision; dirty.delete(of); return }
  if (!dirty.has(of)) return take(of, told)
  offer(of, told.by ? say("draftBy", { p: told.by, t: told.at }) : say("draftElsewhere", { t: told.at }), told.text, [
    [say("draftTheirs"), () => take(of, told)],
    [say("draftMine"), () => { of.elements.revision.value = told.revision; save(of) }],
  ])
}

function take(of, told) {
  put(of, told)
  of.elements.revision.value = told.revision
  dirty.delete(of)
  dropCopy(of)
  status(of, told.by ? say("draftBy", { p: told.by, t: told.at }) : say("draftSaved", { t: told.at }))
}

function offer(of, sentence, other, choices) {
  of.querySelector(".composer__clash")?.remove()
  const strip = document.createElement("div")
  strip.className = "composer__clash"
  strip.setAttribute("role", "status")
  const words = Object.assign(document.createElement("p"), { textContent: sentence })
  const text = Object.assign(document.createElement("blockquote"), { textContent: other })
  const buttons = choices.map(([label, act]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: label })
    button.addEventListener("click", () => { strip.remove(); act(); of.querySelector("textarea").focus() })
    return button
  })
  strip.append(words, text, ...buttons)
  of.querySelector("textarea").before(strip)
}

// A composer comes onto the page: was something typed on this device that never reached the server?
export function meet(of) {
  const found = localStorage.getItem(key(of))
  if (!found || of.elements.of || !of.elements.text) return
  const copy = JSON.parse(found), server = Number(of.elements.revision.value)
  if (isSame(copy, held(of)) || !copy.text.trim()) return dropCopy(of)
  if (copy.revision >= server) {
    put(of, copy)
    status(of, say("draftRestored"))
    return save(of)
  }
  offer(of, say("draftFound"), copy.text, [
    [say("draftRestore"), () => { of.elements.text.value = copy.text; save(of) }],
    [say("draftDrop"), () => dropCopy(of)],
  ])
}

export async function flush() {
  for (const of of forms()) if (timers.has(of)) save(of)
  await queue
}

// Sent: nothing of it is left on this device.
export const sent = (of) => { clearTimeout(timers.get(of)); timers.delete(of); dirty.delete(of); localStorage.removeItem(key(of)) }

async function look(of) {
  if (!of?.elements.text || of.dataset.sending || timers.has(of) || Date.now() - (looked.get(of) ?? 0) < 4000) return
  looked.set(of, Date.now())
  const url = new URL(of.dataset.draftUrl, location)
  if (of.elements.of) url.searchParams.set("of", of.elements.of.value)
  const answer = await fetch(url, { cache: "no-store" }).catch(() => null)
  if (!answer?.ok || answer.redirected || !of.isConnected || of.dataset.sending || timers.has(of)) return
  const told = await answer.json()
  if (told.revision > Number(of.elements.revision.value)) differ(of, told)
}

document.addEventListener("input", (event) => {
  const of = event.target.closest?.("#composer form[data-kind]")
  if (!of || !SAVED.includes(event.target.name)) return
  dirty.add(of)
  keepCopy(of)
  clearTimeout(timers.get(of))
  timers.set(of, setTimeout(() => save(of), 500))
  document.dispatchEvent(new CustomEvent("percaya:typing", { detail: of.dataset.kind }))
})
document.addEventListener("visibilitychange", () => {
  for (const of of forms()) document.hidden ? timers.has(of) && save(of) : look(of)
})
// What was taken back is in the draft again.
document.addEventListener("percaya:undone", () => {
  for (const of of forms()) { looked.delete(of); look(of) }
})
document.addEventListener("focusin", (event) => event.target.matches?.("#composer textarea") && look(event.target.form))
