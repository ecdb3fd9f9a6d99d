// The keyboard, out of the one table of commands. Modules may take a command over with on(id, run); otherwise the element
// that carries data-command="id" is clicked, opened or focused. Single keys are off while typing and can be switched off.
import { words, say } from "ui/words"
import { toast } from "ui/toast"

const handlers = new Map()
const own = JSON.parse(localStorage.getItem("percaya.keys") ?? "{}")
let first = ""
let learning = null

export const on = (id, run) => handlers.set(id, run)
export const keyOf = (command) => own[command.id] ?? command.key
export const isOff = () => (localStorage.getItem("percaya.keys.off") ?? document.documentElement.dataset.keysOff) === "1"

// An item of a closed menu counts too: its key works without opening the menu.
const target = (id) => {
  const all = [...document.querySelectorAll(`[data-command="${id}"]`)]
  return all.find((element) => element.checkVisibility()) ?? all.find((element) => element.closest("[popover]"))
}
export const available = (id) => handlers.has(id) || Boolean(target(id))

export function run(id) {
  if (handlers.has(id) && handlers.get(id)() !== false) return true
  const element = target(id)
  if (!element) return false
  if (element.matches("input:not([type=checkbox]), textarea, select")) element.focus()
  else element.click()
  return true
}

const typing = (element) => element.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")

function pressed(event) {
  const mod = event.ctrlKey || event.metaKey
  if (event.altKey) return ""
  if (!mod) return event.key
  return `mod+${event.shiftKey && event.key.length > 1 ? "Shift+" : ""}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return
  const key = pressed(event)
  if (learning) return learn(event, key)
  if (event.key === "Escape") return escape(event)
  const single = !key.startsWith("mod+")
  if (single && (isOff() || typing(event.target) || document.querySelector("dialog[open], .menu:popover-open"))) return
  const wanted = single && first ? `${first} ${key}` : key
  const command = words.commands.find((each) => keyOf(each) === wanted)
  first = !first && words.commands.some((each) => keyOf(each).startsWith(`${key} `)) ? key : ""
  if (first) setTimeout(() => (first = ""), 1200)
  if (command && command.id !== "open" && run(command.id)) event.preventDefault()
})

function escape(event) {
  const field = typing(event.target)
  if (!field || field.closest("dialog, [popover]")) return
  field.blur()
  document.querySelector('.row__link[aria-current="true"]')?.focus({ preventScroll: true })
}

// The help sheet
const dialog = document.getElementById("keys-dialog")
const list = document.getElementById("keys-list")
const switcher = document.getElementById("keys-switch")

const printed = (key) => key.replace("mod", "Ctrl").replace("Enter", "↵").replace(/^[A-Z]$/, "Shift+$&")

function draw() {
  const groups = Map.groupBy ? Map.groupBy(words.commands, (each) => each.group) : new Map([["", words.commands]])
  list.replaceChildren(...[...groups].map(([name, commands]) => section(name, commands)))
}

function section(name, commands) {
  const box = document.createElement("section")
  box.append(Object.assign(document.createElement("h3"), { textContent: name }))
  const lines = document.createElement("dl")
  for (const command of commands) {
    const key = Object.assign(document.createElement("button"), { type: "button", className: "key", textContent: printed(keyOf(command)) })
    key.setAttribute("aria-label", `${command.label}: ${printed(keyOf(command))}`)
    key.addEventListener("click", () => { learning = command; key.textContent = "…" })
    lines.append(Object.assign(document.createElement("dt"), { textContent: command.label }), wrap("dd", key))
  }
  box.append(lines)
  return box
}

function wrap(tag, child) {
  const element = document.createElement(tag)
  element.append(child)
  return element
}

function learn(event, key) {
  if (["Shift", "Control", "Meta", "Alt"].includes(event.key)) return
  event.preventDefault()
  if (event.key !== "Escape" && key) own[learning.id] = key
  if (own[learning.id] === words.commands.find((each) => each.id === learning.id).key) delete own[learning.id]
  localStorage.setItem("percaya.keys", JSON.stringify(own))
  learning = null
  draw()
}

if (dialog) {
  on("help", () => { draw(); switcher.checked = !isOff(); document.querySelector(".menu:popover-open")?.hidePopover(); dialog.showModal() })
  document.addEventListener("click", (event) => event.target.closest('button[data-command="help"]') && run("help"))
  switcher.addEventListener("change", () => {
    localStorage.setItem("percaya.keys.off", switcher.checked ? "0" : "1")
    toast(say(switcher.checked ? "keysOn" : "keysOff"))
  })
}

on("copy", () => {
  const link = document.querySelector("[data-ticket-link]")?.dataset.ticketLink
  if (!link) return false
  navigator.clipboard.writeText(link).then(() => toast(say("copied")))
})
