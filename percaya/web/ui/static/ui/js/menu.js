// Popover menus beside their button, with arrows; dialogs that open and close by attribute.
const items = (menu) => [...menu.querySelectorAll(".menu__item, input, select")].filter((item) => item.offsetParent)

function place(menu, opener) {
  const at = opener.getBoundingClientRect()
  menu.dataset.placed = ""
  const size = menu.getBoundingClientRect()
  const left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8))
  const below = at.bottom + 4
  const top = below + size.height > innerHeight - 8 ? Math.max(8, at.top - size.height - 4) : below
  menu.style.left = `${left}px`
  menu.style.top = `${top}px`
}

document.addEventListener("toggle", (event) => {
  const menu = event.target
  if (!menu.matches?.(".menu[popover]")) return
  const opener = document.querySelector(`[popovertarget="${menu.id}"]`)
  opener?.setAttribute("aria-expanded", String(event.newState === "open"))
  if (event.newState !== "open" || !opener) return
  place(menu, opener)
  items(menu)[0]?.focus()
}, true)

// A menu that is filled when it opens finds its place once more; who was on one of its controls stays there.
document.addEventListener("htmx:afterSettle", (event) => {
  const menu = event.target.closest?.(".menu:popover-open")
  const opener = menu && document.querySelector(`[popovertarget="${menu.id}"]`)
  if (!opener) return
  place(menu, opener)
  if (!menu.contains(document.activeElement)) items(menu)[0]?.focus()
})

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]")
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return
  if (event.target.matches("textarea")) return
  const all = items(menu)
  const now = all.indexOf(document.activeElement)
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key]
  event.preventDefault()
  all.at(next % all.length)?.focus()
})

document.addEventListener("click", (event) => {
  event.target.closest("[data-close]")?.closest("dialog, [popover]")?.[event.target.closest("dialog") ? "close" : "hidePopover"]()
  const opens = event.target.closest("[data-dialog]")
  if (opens) document.getElementById(opens.dataset.dialog)?.showModal()
  if (event.target.matches("dialog")) event.target.close()
})

document.addEventListener("click", (event) => {
  const dismisses = event.target.closest("[data-dismiss]")
  if (!dismisses) return
  const composer = dismisses.closest("#composer")
  dismisses.closest(dismisses.dataset.dismiss)?.remove()
  composer?.querySelector("[data-panel]:not([hidden]) textarea")?.focus()
})

// The pane with the customer: a column on wide screens, a sheet on narrow ones.
document.addEventListener("click", (event) => {
  const panes = event.target.closest("[data-context-toggle]") && document.querySelector(".panes")
  if (!panes) return
  if (matchMedia("(width < 1280px)").matches) panes.dataset.sheet = panes.dataset.sheet === "open" ? "" : "open"
  else panes.dataset.context = panes.dataset.context === "off" ? "on" : "off"
})
