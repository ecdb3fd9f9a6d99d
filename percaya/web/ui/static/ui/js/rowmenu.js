// What can be done to a row where it stands: right click, long press, the menu key or "⋯" open one menu beside it; on a phone
// a swipe to the right resolves, to the left reminds later. They are the commands of the keyboard and the palette.
import { say } from "ui/words"
import { byId, run } from "ui/keys"
import { onRow, withTicket } from "ui/subject"
import { fragment, post } from "ui/http"
import { toast } from "ui/toast"

const menu = () => document.getElementById("row-menu")
let row = null

const link = () => row.querySelector(".row__link")
const subject = () => ({ kind: "row", number: row.id.replace("row-", ""), row, link: link() })

// Filled when the first sign of a hand is seen (later.js fetches this module then), or by who is quicker.
async function filled() {
  const element = menu()
  if (element && !element.firstElementChild) element.innerHTML = await fragment(element.dataset.url)
  return element
}
filled().catch(() => {})

async function open(of, x, y, only = "") {
  row = of
  const element = await filled().catch(() => null)
  if (!element) return toast(say("failed"), { error: true })
  for (const each of element.children) each.hidden = Boolean(only) && each.dataset.row !== only && each.dataset.rowHeading !== only
  element.dataset.placed = ""
  element.showPopover()
  const size = element.getBoundingClientRect()
  element.style.left = `${Math.max(8, Math.min(x, innerWidth - size.width - 8))}px`
  element.style.top = `${Math.max(8, Math.min(y, innerHeight - size.height - 8))}px`
  element.querySelector(".menu__item:not([hidden])")?.focus()
}

function beside(of, only = "") {
  const at = (of.querySelector(".row__more") ?? of).getBoundingClientRect()
  open(of, at.left, at.bottom + 2, only)
}

document.addEventListener("contextmenu", (event) => {
  const of = event.target.closest?.("#rows .row")
  if (!of || !menu() || event.shiftKey) return
  event.preventDefault()
  if (event.button === 2) open(of, event.clientX, event.clientY)
  else beside(of) // the menu key
})
document.addEventListener("click", (event) => {
  const more = event.target.closest(".row__more")
  if (more) beside(more.closest(".row"))
  const item = event.target.closest("#row-menu [data-row]")
  if (item) act(item.dataset)
})

function act({ row: id, until }) {
  menu().hidePopover()
  link()?.focus({ preventScroll: true })
  const command = byId(id)
  if (until) return later(until)
  if (id === "open") return link().click()
  if (id === "select") return row.querySelector("[name=tickets]").click()
  if (id === "tab") return apart()
  if (id === "copy") return navigator.clipboard.writeText(link().href.split("?")[0]).then(() => toast(say("copied")))
  return command?.verb ? onRow(subject(), command) : withTicket(subject(), () => run(id))
}

const apart = () => window.open(link().href, "_blank", "noopener")

async function later(until) {
  const { number } = subject()
  const address = new URL(link().href)
  address.pathname += "/change/snooze"
  const answer = await post(address, { until }).catch(() => null)
  if (!answer?.ok) return toast((answer && (await answer.text()).slice(0, 200)) || say("failed"), { error: true })
  const { said, undo } = await answer.json()
  if (said) toast(said, { undo })
  document.dispatchEvent(new CustomEvent("percaya:changed", { detail: { number } }))
}

// A finger that goes sideways. Up and down stay the list's own.
let swipe = null
document.addEventListener("pointerdown", (event) => {
  const of = event.pointerType === "touch" && event.target.closest?.("#rows li.row")
  swipe = of ? { of, x: event.clientX, y: event.clientY, by: 0 } : null
})
document.addEventListener("pointermove", (event) => {
  if (!swipe) return
  const by = event.clientX - swipe.x
  if (!swipe.by && (Math.abs(event.clientY - swipe.y) > 12 || Math.abs(by) < 12)) return
  swipe.by = Math.max(-120, Math.min(120, by)) || 1
  swipe.of.style.transform = `translateX(${swipe.by}px)`
  swipe.of.parentElement.dataset.swipe = swipe.by > 0 ? "resolve" : "snooze"
})
for (const kind of ["pointerup", "pointercancel"])
  document.addEventListener(kind, () => {
    if (!swipe?.by) return (swipe = null)
    const { of, by } = swipe
    swipe = null
    of.style.transform = ""
    delete of.parentElement.dataset.swipe
    const still = (event) => event.preventDefault() // the finger's end is no press
    of.addEventListener("click", still, { capture: true, once: true })
    setTimeout(() => of.removeEventListener("click", still, { capture: true }), 400)
    if (kind === "pointercancel" || Math.abs(by) < 84) return
    row = of
    if (by > 0) onRow(subject(), byId("resolve"))
    else beside(of, "snooze")
  })
