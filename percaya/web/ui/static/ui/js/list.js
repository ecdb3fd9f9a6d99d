// The list of tickets: j/k move a roving focus, x selects, the order stays frozen while it is in use, and changes wait in
// a pill until "." applies them.
import { say } from "ui/words"
import { on } from "ui/keys"
import { fragment } from "ui/http"
import { merge } from "ui/merge"

const rows = () => document.getElementById("rows")
const links = () => [...(rows()?.querySelectorAll(".row__link") ?? [])]
const current = () => rows()?.querySelector('.row__link[aria-current="true"]')
const pill = () => document.getElementById("pill")
const changed = new Set()

// One stop for the Tab key in the whole list: the row that had the focus last, else the open one, else the first. What else
// a row holds is reached by keys (x) and its menu.
function rove() {
  const all = links()
  const here = all.find((link) => link === document.activeElement) ?? all.find((link) => link.hasAttribute("data-stop")) ?? current() ?? all[0]
  for (const link of all) {
    link.tabIndex = link === here ? 0 : -1
    link.toggleAttribute("data-stop", link === here)
  }
  for (const box of rows()?.querySelectorAll("[name=tickets]") ?? []) box.tabIndex = -1
}
document.addEventListener("focusin", (event) => event.target.matches?.("#rows .row__link") && rove())
document.addEventListener("htmx:afterSettle", (event) => event.target.closest?.("#rows, #ticket, .panes") && rove())

function go(step) {
  const all = links()
  if (!all.length) return false
  const at = all.indexOf(all.includes(document.activeElement) ? document.activeElement : current())
  const next = all[Math.max(0, Math.min(all.length - 1, at + step))]
  next.focus()
  next.closest(".row").scrollIntoView({ block: "nearest" })
  return true
}

function neighbour(step) {
  const all = links()
  const next = all[all.indexOf(current()) + step]
  if (!next || !current()) return false
  next.click()
  return true
}

on("next", () => go(1))
on("previous", () => go(-1))
on("newer", () => neighbour(-1))
on("older", () => neighbour(1))
on("select", () => {
  const row = document.activeElement.closest?.(".row") ?? current()?.closest(".row")
  row?.querySelector("[name=tickets]")?.click()
  return Boolean(row)
})
on("apply", () => apply())

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(".row__link") || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); go(event.key === "ArrowDown" ? 1 : -1) }
})

// Marking the open row is the page's job when the ticket arrives as a fragment.
export function markOpen(number) {
  for (const link of links()) link.removeAttribute("aria-current")
  const row = document.getElementById(`row-${number}`)
  row?.querySelector(".row__link").setAttribute("aria-current", "true")
  row?.removeAttribute("data-unread")
  row?.querySelector(".count")?.remove()
}

document.addEventListener("change", (event) => {
  if (event.target.name !== "tickets") return
  const count = rows().querySelectorAll("[name=tickets]:checked").length
  rows().toggleAttribute("data-selecting", count > 0)
  const bar = document.getElementById("bulk")
  if (!bar) return
  bar.hidden = count === 0
  bar.querySelector("[data-selected]").textContent = count
})

export const inUse = () =>
  Boolean(rows()) &&
  (rows().matches(":hover") || rows().contains(document.activeElement) || rows().parentElement.scrollTop > 0 || Boolean(rows().querySelector(":checked")))

// A row on show is brought up to date where it stands; any other change is counted.
export function noteChange(number) {
  const list = rows()
  if (!list) return
  changed.add(number)
  const count = [...changed].length
  const element = pill()
  if (!element) return
  element.hidden = false
  element.textContent = count === 1 ? say("oneChange") : say("changes", { n: count })
}

export async function refreshRows(numbers) {
  const list = rows()
  const known = numbers.filter((number) => document.getElementById(`row-${number}`))
  if (!list || !known.length) return
  const url = new URL(list.dataset.rowsUrl, location)
  url.searchParams.set("numbers", known.join(","))
  merge(list, await fragment(url), { append: false })
  mark()
  rove()
}

// Who looks and who types is part of a row, too: about once a second, and again when what is said must have run out.
const peeked = new Set()
let peeking
export function peek(number) {
  if (!document.getElementById(`row-${number}`) || document.hidden) return
  peeked.add(number)
  peeking ??= setTimeout(() => {
    peeking = undefined
    const numbers = [...peeked]
    peeked.clear()
    refreshRows(numbers).catch(() => {})
  }, peeked.size > 3 ? 3000 : 1000)
}
setInterval(() => {
  for (const preview of rows()?.querySelectorAll(".row__preview--typing") ?? []) peek(preview.closest(".row").id.replace("row-", ""))
}, 9000)

export async function apply() {
  const list = rows()
  if (!list) return false
  const html = await fragment(list.dataset.listUrl)
  const focused = document.activeElement.closest?.(".row")?.id // now: it may have come while the list was on its way
  changed.clear()
  const open = openNumber()
  list.innerHTML = html
  htmx.process(list)
  if (pill()) pill().hidden = true
  if (open) markOpen(open)
  if (focused) (document.getElementById(focused)?.querySelector(".row__link") ?? current() ?? links()[0])?.focus({ preventScroll: true })
  rove()
  return true
}

export const openNumber = () => document.querySelector("[data-ticket-number]")?.dataset.ticketNumber
const mark = () => openNumber() && document.getElementById(`row-${openNumber()}`)?.querySelector(".row__link").setAttribute("aria-current", "true")

document.addEventListener("click", (event) => {
  if (event.target.closest("#pill")) apply()
})
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "ticket") return
  markOpen(openNumber())
  document.querySelector(".panes")?.setAttribute("data-pane", "ticket")
  if (document.activeElement === document.body) current()?.focus({ preventScroll: true })
})

document.addEventListener("percaya:changed", ({ detail }) => { refreshRows([detail.number]).catch(() => {}); noteChange(detail.number) })
document.addEventListener("percaya:gone", (event) => noteChange(String(event.detail.number)))
document.addEventListener("percaya:undone", (event) => event.detail.ticket && location.assign(event.detail.ticket))
rove()
