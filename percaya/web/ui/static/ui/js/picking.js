// Ticking rows by keys, and the way back to the list: first to the row, then to the list without a ticket.
import { on } from "ui/keys"

const rows = () => document.getElementById("rows")
const current = () => rows()?.querySelector('.row__link[aria-current="true"]')
const box = (row) => row?.querySelector("[name=tickets]")

function tick(row, checked = true) {
  const input = box(row)
  if (!input || input.checked === checked) return
  input.checked = checked
  input.dispatchEvent(new Event("change", { bubbles: true }))
}

function extend(step) {
  const row = document.activeElement.closest?.("#rows .row") ?? current()?.closest(".row")
  if (!row) return false
  const next = step > 0 ? row.nextElementSibling : row.previousElementSibling
  tick(row)
  if (!next?.matches(".row")) return true
  tick(next)
  next.querySelector(".row__link").focus()
  next.scrollIntoView({ block: "nearest" })
  return true
}
on("extend-next", () => extend(1))
on("extend-previous", () => extend(-1))

const boxes = () => [...(rows()?.querySelectorAll("[name=tickets]") ?? [])]
const tickAll = (checked) => boxes().forEach((input) => tick(input.closest(".row"), checked))
// First what is on the page, then (pressed again) the whole view where it holds more, then nothing.
on("select-all", () => {
  const more = document.querySelector("#bulk:not([hidden]) [data-select-view]:not([hidden])")
  const every = boxes().every((input) => input.checked)
  if (every && more) more.click()
  else tickAll(!every)
  return boxes().length > 0
})
document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-tick-all]")) return tickAll(target.checked)
  const head = target.name === "tickets" && document.querySelector("[data-tick-all]")
  if (!head) return
  const ticked = boxes().filter((input) => input.checked).length
  head.checked = ticked > 0 && ticked === boxes().length
  head.indeterminate = ticked > 0 && !head.checked
})
on("open", () => {
  const link = document.activeElement.closest?.("#rows .row")?.querySelector(".row__link")
  link?.click()
  return Boolean(link)
})
on("list", () => {
  const ticked = rows()?.querySelectorAll("[name=tickets]:checked") ?? []
  for (const input of ticked) tick(input.closest(".row"), false)
  if (ticked.length) return true
  const link = current()
  if (!link?.checkVisibility() || document.activeElement === link) return false // the link back to the list is next
  link.focus()
  return true
})
