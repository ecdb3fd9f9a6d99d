// The tickets opened last in this tab, for the strip in the palette; kept no longer than the tab.
const place = "percaya.opened"
const list = () => JSON.parse(sessionStorage.getItem(place) ?? "[]")

export const opened = () => list().filter((one) => one.href !== location.pathname).slice(0, 6)

export function note() {
  const pane = document.querySelector("[data-ticket-number]")
  const title = pane?.querySelector("#ticket-head h1")?.textContent.trim().replace(/\s+/g, " ")
  if (!title) return
  const href = new URL(pane.dataset.ticketLink).pathname
  const one = { href, label: title.slice(0, 60) }
  sessionStorage.setItem(place, JSON.stringify([one, ...list().filter((each) => each.href !== href)].slice(0, 8)))
}
note()
document.addEventListener("htmx:afterSettle", (event) => event.target.id === "ticket" && note())
