// What a command is about: the selection, else the focused row, else the open ticket; always by its number. And where the
// focus rests when what had it is gone, so that the next key works.
import { say } from "ui/words"
import { post } from "ui/http"
import { toast } from "ui/toast"

const openNumber = () => document.querySelector("[data-ticket-number]")?.dataset.ticketNumber
const rowOf = (element) => element?.closest?.("#rows .row")

let meant // while a dialog has the focus, what was meant before it opened
export const mean = (what) => (meant = what)

export function subject() {
  if (meant !== undefined) return meant
  if (document.querySelector("#rows [name=tickets]:checked")) return { kind: "many" }
  const row = rowOf(document.activeElement)
  const number = row?.id.replace("row-", "")
  if (row && number !== openNumber()) return { kind: "row", number, row, link: row.querySelector(".row__link") }
  return openNumber() ? { kind: "open", number: openNumber() } : null
}

// The ticket of a row is opened first; what was asked for follows when that very ticket is there. Looked for rather than
// listened for: the row may be drawn anew meanwhile, and events of what is gone reach nobody.
export function withTicket({ number, link }, then) {
  const until = Date.now() + 8000
  const look = () => {
    if (openNumber() === number && !document.querySelector("#ticket.htmx-swapping, #ticket.htmx-settling")) setTimeout(then, 20)
    else if (Date.now() < until) setTimeout(look, 30)
  }
  link.click()
  setTimeout(look, 30)
  return true
}

// A change that needs no menu is made where the row stands; the next row has the focus then.
export function onRow({ number, row, link }, { verb }) {
  const address = new URL(link.href)
  address.pathname += `/change/${verb}`
  const next = row.nextElementSibling?.querySelector(".row__link") ?? row.previousElementSibling?.querySelector(".row__link")
  post(address).then(async (answer) => {
    if (!answer.ok) return toast((await answer.text()).slice(0, 200) || say("failed"), { error: true })
    const { said, undo } = await answer.json()
    if (said) toast(said, { undo })
    document.dispatchEvent(new CustomEvent("percaya:changed", { detail: { number } }))
  }).catch(() => toast(say("failed"), { error: true }))
  if (verb !== "take") next?.focus()
  return true
}

// Nobody works from the middle of nowhere: when nothing has the focus, the open row has it, or the ticket, or the page.
export function rest() {
  if (document.activeElement !== document.body || document.querySelector("dialog[open]")) return
  const row = document.querySelector('#rows .row__link[aria-current="true"]')
  const pane = document.querySelector("#ticket [data-thread-scroll]")
  const place = row?.checkVisibility() ? row : pane ?? document.querySelector("#rows .row__link") ?? document.getElementById("main")
  place?.focus({ preventScroll: true })
}

// A part that is drawn anew gives the focus back to the same control, or to the button of the menu it stood in.
let held = null
document.addEventListener("htmx:beforeSwap", (event) => {
  const element = document.activeElement
  if (!event.detail.target?.contains?.(element)) return
  const menu = element.closest("[popover]")
  const opener = menu && document.querySelector(`[popovertarget="${menu.id}"]`)
  held = [element.id && `#${CSS.escape(element.id)}`, opener?.id && `#${opener.id}`, menu && `[popovertarget="${menu.id}"]`,
    element.dataset.command && `[data-command="${element.dataset.command}"]`].filter(Boolean)
})
// The next ticket came by itself: who stood on the row of the one before stands on its row now, so that keys mean what is
// on the screen.
let stood = false
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "ticket") stood = rowOf(document.activeElement)?.id === `row-${openNumber()}`
})
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "ticket" || !stood) return
  stood = false
  const row = document.getElementById(`row-${openNumber()}`)
  const place = row?.querySelector(".row__link") ?? document.querySelector("#ticket [data-thread-scroll]")
  place?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: "nearest" })
})
document.addEventListener("htmx:afterSettle", () => {
  const places = held ?? []
  held = null
  if (document.activeElement === document.body) {
    const same = places.map((one) => document.querySelector(one)).find((one) => one?.checkVisibility())
    same?.focus({ preventScroll: true })
  }
  setTimeout(rest, 30)
})
document.addEventListener("close", () => setTimeout(rest), true)
document.addEventListener("percaya:undone", () => setTimeout(rest, 300))
