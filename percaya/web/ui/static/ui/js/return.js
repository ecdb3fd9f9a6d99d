// Back, forward and reload find the page as it was left: how far list and thread were scrolled, and which row had the focus.
// Back to a list without a ticket, the row of the ticket just left has it.
const list = () => document.getElementById("rows")?.parentElement
const thread = () => document.querySelector("[data-thread-scroll]")
const key = () => `percaya.place:${location.pathname}${location.search}`

function keep() {
  const row = document.activeElement.closest?.("#rows .row") ?? document.querySelector('#rows .row:has([aria-current="true"])')
  const place = { list: list()?.scrollTop ?? 0, thread: thread()?.scrollTop ?? 0, row: row?.id ?? "" }
  sessionStorage.setItem(key(), JSON.stringify(place))
  if (row) sessionStorage.setItem("percaya.left", row.id)
}

function restore() {
  const kind = performance.getEntriesByType("navigation")[0]?.type
  const place = kind === "navigate" ? {} : JSON.parse(sessionStorage.getItem(key()) ?? "{}")
  if (place.list && list()) list().scrollTop = place.list
  const id = place.row || (document.querySelector("[data-ticket-number]") ? "" : sessionStorage.getItem("percaya.left"))
  const link = id && document.getElementById(id)?.querySelector(".row__link")
  if (link && document.activeElement === document.body) {
    link.focus({ preventScroll: Boolean(place.list) })
  }
  if (place.thread && thread()) requestAnimationFrame(() => (thread().scrollTop = place.thread))
}

addEventListener("pagehide", keep)
document.addEventListener("htmx:beforeHistorySave", keep) // the address changes next
if (list()) restore()
