// The keyboard, out of the one table of commands. Modules may take a command over with on(id, run); otherwise the element
// that carries data-command="id" is clicked, opened or focused. Single keys are off while one types and can be switched off.
import { words, say } from "ui/words"
import { toast } from "ui/toast"
import { mean, rest, subject, withTicket, onRow } from "ui/subject"

const handlers = new Map()
const html = document.documentElement.dataset
const own = JSON.parse(html.keys ?? "{}") // the member's, on every device
const REPEATS = new Set(["next", "previous", "extend-next", "extend-previous"])
const mac = /Mac|iP(hone|ad)/.test(navigator.platform)
let first = "", forget, listening = null

export const on = (id, run) => handlers.set(id, run)
export const keyOf = (command) => own[command.id] ?? command.key ?? ""
export const isOff = () => html.keysOff === "1"
export const byId = (id) => words.commands.find((each) => each.id === id)
export const listen = (take) => (listening = take) // the next key goes to it alone: the help sheet learns one
export function setOwn(id, key) { own[id] = key }

export function printed(key) {
  if (!key.startsWith("mod+")) return key.replace("Enter", "↵").replace(/^[A-Z]$/, "Shift+$&")
  const bare = key.slice(4).replace("Enter", "↵").replace(/[a-z]$/, (letter) => letter.toUpperCase())
  return mac ? `⌘${bare.replace("Shift+", "⇧")}` : `Ctrl+${bare}`
}

// An item of a closed menu or a link on another tab counts too: its key works without opening it. With a selection only the bar of the
// selection is meant; of several toasts the newest.
function target(id, within = document) {
  const all = [...within.querySelectorAll(`[data-command="${id}"]`)].filter((each) => within !== document || !each.closest("#bulk, [data-row-menu]"))
  if (id === "undo") return all.at(-1)
  return all.find((element) => element.checkVisibility()) ?? all.find((element) => element.matches("a[href]") || element.closest("[popover]"))
}

function use(element) {
  if (!element) return false
  if (element.matches("input:not([type=checkbox]), textarea, select")) element.focus()
  else element.click()
  return true
}

const away = (command) => {
  const desk = document.querySelector(".desk")?.dataset ?? {}
  return command.view ? desk.home && `${desk.home}?view=${command.view}` : { search: desk.search, new: desk.new }[command.id]
}

// What a command of tickets acts on is settled first, with its number: the selection, the focused row, the open ticket.
export function run(id) {
  const command = byId(id)
  if (!command) return false
  const at = command.acts ? subject() : null
  if (at?.kind === "many" && command.acts === "many") return use(target(id, document.getElementById("bulk"))) || Boolean(toast(say("notForMany")))
  if (at?.kind === "row" && !handlers.get(id)?.anywhere) return command.verb ? onRow(at, command) : withTicket(at, () => here(id, command))
  return here(id, command)
}

function here(id, command) {
  if (handlers.has(id) && handlers.get(id)() !== false) return settle()
  if (use(target(id))) return settle()
  const address = away(command)
  if (address) location.assign(address)
  return Boolean(address)
}

const settle = () => { setTimeout(rest, 60); return true }

export function available(id) {
  const command = byId(id), at = command.acts ? subject() : null
  if (at?.kind === "many" && command.acts === "many") return Boolean(target(id, document.getElementById("bulk")))
  if (at?.kind === "row") return true
  return handlers.get(id)?.ready?.() ?? (handlers.has(id) || Boolean(target(id)))
}

export const typing = (element) => element.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")

export function pressed(event) {
  if (event.altKey || ["Shift", "Control", "Meta", "Alt", "Dead", "Process"].includes(event.key)) return ""
  if (!event.ctrlKey && !event.metaKey) return event.key
  return `mod+${event.shiftKey && event.key.length > 1 ? "Shift+" : ""}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`
}

function find(key) {
  const commands = words.commands
  return commands.find((each) => keyOf(each) === key) ?? commands.find((each) => each.also?.includes(key))
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return
  const key = pressed(event)
  if (!key) return
  if (listening) { const take = listening; listening = null; event.preventDefault(); return take(key) }
  if (key === "Escape" && typing(event.target)) return leave(event)
  const single = !key.startsWith("mod+")
  const busy = document.querySelector("dialog[open]") || event.target.closest?.("[popover]")
  if (single && (isOff() || typing(event.target) || busy || document.querySelector(".menu:popover-open"))) return
  if (single && key.startsWith("Arrow") && !event.target.closest?.("#rows")) return
  const command = find(single && first ? `${first} ${key}` : key)
  clearTimeout(forget)
  first = single && !first && words.commands.some((each) => keyOf(each).startsWith(`${key} `)) ? key : ""
  if (first) forget = setTimeout(() => (first = ""), 1200)
  if (!command || (command.id === "open" && key === "Enter")) return // a focused link opens by itself
  if (key === "Escape" && event.target.closest?.("#rows") && subject()?.kind !== "many") return // back already
  if (command.id === "select-all" && !event.target.closest?.("#rows, .tick-all, #bulk")) return
  if (event.repeat && !REPEATS.has(command.id)) return event.preventDefault()
  if (busy && command.id !== "palette") return
  if (run(command.id)) event.preventDefault()
  sessionStorage.setItem("percaya.keyed", Date.now())
})

// Who came to this page by a key goes on by keys: something has the focus. Others start at the top, as on any page.
document.addEventListener("keydown", (event) => event.key === "Enter" && sessionStorage.setItem("percaya.keyed", Date.now()), true)
if (Date.now() - Number(sessionStorage.getItem("percaya.keyed") ?? 0) < 10000) setTimeout(rest)

// Leaving a field keeps its text and gives the keys back.
function leave(event) {
  if (event.target.closest("dialog, [popover]")) return
  event.target.blur()
  rest()
}

on("palette", () => {
  const dialog = document.getElementById("palette-dialog")
  if (dialog.open) return true
  document.querySelector(".menu:popover-open")?.hidePopover()
  mean(subject())
  dialog.showModal() // at once: what is typed next belongs to it, loaded or not
  import("ui/palette").then((palette) => palette.show())
  return true
})
on("help", () => { import("ui/help").then((help) => help.show()); return true })
document.addEventListener("click", (event) => event.target.closest('button[data-command="help"]') && run("help"))

const copy = () => {
  const at = subject()
  const link = at?.kind === "row" ? new URL(at.link.href).origin + new URL(at.link.href).pathname : document.querySelector("[data-ticket-link]")?.dataset.ticketLink
  if (!link) return false
  navigator.clipboard.writeText(link).then(() => toast(say("copied")))
  return true
}
copy.anywhere = true
copy.ready = () => Boolean(subject())
on("copy", copy)

if (document.getElementById("palette-dialog")) setTimeout(() => import("ui/palette")) // before it is asked for
