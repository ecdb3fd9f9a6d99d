// Writing: tabs that never mix, the menu of ways to send, and the tools, each fetched when it is first used.
import { say } from "ui/words"
import { on, run } from "ui/keys"
import { toast } from "ui/toast"
import { flush, meet } from "ui/drafts"
import { linger } from "ui/outbox"

export const box = () => document.getElementById("composer")
export const form = () => box()?.querySelector("[data-panel]:not([hidden]) form")
export const field = (of = form()) => of?.querySelector("textarea")

export function status(of, words) {
  const element = of.querySelector("[data-draft-status]")
  if (element) element.textContent = words
}

// Writes as typing does, so that Ctrl+Z takes it back.
export function write(area, words, start = area.selectionStart, end = area.selectionEnd) {
  area.focus()
  area.setSelectionRange(start, end)
  if (!document.execCommand("insertText", false, words)) area.setRangeText(words, start, end, "end")
  area.dispatchEvent(new Event("input", { bubbles: true }))
}

async function load(query) {
  await flush()
  const url = new URL(box().dataset.compose, location)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  await htmx.ajax("GET", url.href, { target: "#composer", swap: "outerHTML" })
  field()?.focus()
  field()?.setSelectionRange(0, 0)
  form()?.querySelector("[name=to]")?.focus()
}

function show(kind) {
  const root = box()
  if (!root?.querySelector(`[data-tab="${kind}"]`)) return false
  if (!root.querySelector(`[data-panel="${kind}"]`)) return load({ tab: kind }), true
  for (const each of root.querySelectorAll("[data-panel]")) each.hidden = each.dataset.panel !== kind
  for (const tab of root.querySelectorAll("[data-tab]")) tab.setAttribute("aria-selected", String(tab.dataset.tab === kind))
  for (const each of ["reply", "note", "forward"]) root.classList.toggle(`composer--${each}`, each === kind)
  field()?.focus()
  return true
}
for (const kind of ["reply", "note", "forward"]) on(kind, () => show(kind))

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !box()) return
  const tab = event.target.closest("#composer [data-tab]")
  const link = event.target.closest('#thread a[href*="tab=forward"], [data-do="answer"]')
  if (!tab && !link) return
  event.preventDefault()
  if (tab) show(tab.dataset.tab)
  else if (link.dataset.do) load({ tab: "reply", answer: new URL(link.href).searchParams.get("answer") })
  else load({ tab: "forward", message: new URL(link.href).searchParams.get("message") })
})

// The words of a message, quoted: at the end of the reply.
document.addEventListener("percaya:quote", ({ detail }) => {
  if (!show("reply")) return
  const area = field(), words = String(detail?.text ?? detail).trim().replace(/^/gm, "> ")
  write(area, `${area.value.trim() ? "\n\n" : ""}${words}\n\n`, area.value.length, area.value.length)
})

function submit(then) {
  const of = form()
  if (!of || !of.contains(document.activeElement)) return false
  const wanted = [...of.querySelectorAll("button[name=then]")].find((button) => button.value === then)
  ;(wanted ?? of.querySelector("[data-send]")).click() // clicked, since htmx sends the value of a clicked button only
  return true
}
on("send", () => submit(""))
on("send-resolve", () => submit("resolve"))

document.addEventListener("keydown", (event) => {
  const of = event.target.closest?.("#composer form[data-enter]")
  if (!of || event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || !event.target.matches("textarea")) return
  event.preventDefault()
  of.requestSubmit(of.querySelector("[data-send]"))
})

// While the line is down nothing is sent in silence; what is typed is kept on this device.
const isDown = () => document.getElementById("offline")?.hidden === false
function mind() {
  for (const button of box()?.querySelectorAll("[data-send]") ?? []) {
    button.dataset.label ??= button.innerHTML
    if (isDown() === button.hasAttribute("aria-disabled")) continue
    button.toggleAttribute("aria-disabled", isDown())
    if (isDown()) button.textContent = say("connecting")
    else button.innerHTML = button.dataset.label
  }
}
const bar = document.getElementById("offline")
if (bar) new MutationObserver(mind).observe(bar, { attributes: true, attributeFilter: ["hidden"] })
document.addEventListener("submit", (event) => {
  if (!event.target.matches("#composer form") || !isDown()) return
  event.preventDefault()
  event.stopImmediatePropagation()
  toast(say("connecting"))
}, true)

// A plain form: another address than sending, so the page goes there.
document.addEventListener("click", (event) => {
  const button = event.target.closest("#composer [data-plain]")
  if (button) button.form.removeAttribute("hx-post")
}, true)

document.addEventListener("htmx:configRequest", (event) => {
  const to = event.detail.triggeringEvent?.submitter?.getAttribute("formaction")
  if (to && event.target.closest?.("#composer")) event.detail.path = to
})

// One after the other: what is sent while something else is on its way waits for the answer, which brings a new composer;
// its words come along by this device's copy.
let next = null
document.addEventListener("submit", (event) => {
  const of = event.target
  const ahead = of.matches("#composer form[data-kind]") && box().querySelector("form[data-sending]")
  if (!ahead || ahead === of) return
  event.preventDefault()
  event.stopImmediatePropagation()
  next = { kind: of.dataset.kind, then: event.submitter?.name === "then" ? event.submitter.value : "", ticket: box().dataset.ticket }
}, true)

// An answer brings a whole new composer. Who writes in another tab by then writes on: words, caret and focus go along.
let along = null
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "composer") return
  const of = form(), area = field()
  const sender = event.detail.requestConfig?.elt?.closest?.("form[data-kind]")
  along = of && area && sender && of !== sender
    ? { kind: of.dataset.kind, text: area.value, from: area.selectionStart, to: area.selectionEnd, writes: document.activeElement === area }
    : null
})
document.addEventListener("htmx:afterSwap", () => {
  const kept = along
  along = null
  if (!kept || !box()?.querySelector(`[data-panel="${kept.kind}"] textarea`)) return
  const busy = document.activeElement
  show(kept.kind)
  const area = field()
  if (area.value !== kept.text) {
    area.value = kept.text
    area.dispatchEvent(new Event("input", { bubbles: true })) // saved anew
  }
  area.setSelectionRange(kept.from, kept.to)
  if (!kept.writes) busy?.focus?.()
})
function goOn() {
  const waiting = next
  next = null
  if (waiting?.ticket === box()?.dataset.ticket && show(waiting.kind)) submit(waiting.then)
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const of = event.target
  if (!of.matches?.("#composer form[data-kind]")) return
  of.dataset.sending = "1"
  linger(of)
})
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.target.matches?.("#composer form") || !event.target.isConnected) return
  delete event.target.dataset.sending
  if (next && event.detail.failed) setTimeout(goOn) // no new composer comes: on with this one
})
document.body.addEventListener("percaya:command", (event) => setTimeout(() => run(event.detail.id), 60))

// Tools
const tool = (name) => import(`ui/${name}`)
document.addEventListener("click", (event) => {
  const button = event.target.closest("#composer [data-tool]")
  if (event.target.closest("#composer [data-run-steps]")) tool("slash").then((module) => module.runSteps(form()))
  if (!button) return
  event.preventDefault()
  tool(button.dataset.tool).then((module) => module.open(form(), button))
})
document.addEventListener("input", (event) => {
  const of = event.target.closest?.("#composer form")
  if (!of || !event.target.matches("textarea") || event.isComposing) return
  if (of.dataset.kind === "reply") box().classList.add("composer--typing")
  if (of.querySelector("[data-count]")) tool("count").then((module) => module.count(of))
  const before = event.target.value.slice(0, event.target.selectionStart)
  const typed = event.inputType === "insertText" && /(?:^|\s)([/@])$/.exec(before)?.[1]
  const at = before.length // where it began: one may have typed on by the time the module is here
  if (typed === "/" && of.dataset.kind === "reply") tool("slash").then((module) => module.typed(of, at))
  if (typed === "@" && of.dataset.kind === "note") tool("mention").then((module) => module.typed(of, at))
  if (typed === "@" && of.dataset.kind === "reply") status(of, say("mentionInNotes"))
  if (before.includes("{{") || of.querySelector(".composer__open")) tool("slots").then((module) => module.check(of))
})
document.addEventListener("focusin", (event) => event.target.matches("#composer [data-addresses]") && tool("addresses").then((module) => module.enhance(event.target)))

// Files
const uploads = (files, of) => files.length && tool("uploads").then((module) => module.take([...files], of))
document.addEventListener("paste", (event) => {
  const of = event.target.closest?.("#composer form")
  if (!of || !event.clipboardData.files.length) return
  event.preventDefault()
  uploads([...event.clipboardData.files], of)
})
for (const kind of ["dragover", "dragleave", "drop"])
  document.addEventListener(kind, (event) => {
    const root = event.target.closest?.("#composer")
    if (!root || !event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    root.classList.toggle("composer--drop", kind === "dragover")
    if (kind === "drop") uploads([...event.dataTransfer.files], form())
  })
document.addEventListener("change", (event) => {
  if (!event.target.matches("#composer input[type=file]")) return
  uploads([...event.target.files], event.target.closest("form"))
  event.target.value = ""
})
// "Add a choice" gives way to a field: whoever pressed it writes there at once.
document.addEventListener("click", (event) => {
  const further = event.target.closest("#composer [data-further] > summary")?.parentElement
  if (further) requestAnimationFrame(() => further.open && further.querySelector("input").focus())
})

document.addEventListener("click", (event) => {
  const remove = event.target.closest("#composer [data-remove-file]")
  if (remove) {
    event.preventDefault()
    return tool("uploads").then((module) => module.remove(remove))
  }
  const choose = event.target.closest("[data-choose-file], [data-camera]")
  const input = choose && form()?.querySelector("input[type=file]")
  if (!input) return
  const camera = choose.matches("[data-camera]")
  input.toggleAttribute("capture", camera)
  input.accept = camera ? "image/*" : ""
  input.click()
})

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "ticket" && event.target.id !== "composer") return
  greet()
  if (next) goOn()
  // What did not leave gets the eyes and the keys: the question, or the text.
  if (event.target.id === "composer" && box()?.querySelector(".conflict, .banner--error")) setTimeout(() => (box().querySelector("[autofocus]") ?? field())?.focus(), 80)
})
function greet() {
  mind()
  for (const of of box()?.querySelectorAll("form[data-kind]") ?? []) {
    meet(of)
    if (field(of)?.value.includes("{{")) tool("slots").then((module) => module.check(of))
  }
}
greet()
