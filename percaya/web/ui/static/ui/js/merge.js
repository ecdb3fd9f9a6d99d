// Put fresh HTML into the page by element id without touching what a person is using: focus, selection, open menus.
const inUse = (element) =>
  element.contains(document.activeElement) ||
  element.querySelector(":popover-open, dialog[open]") ||
  (!getSelection().isCollapsed && element.contains(getSelection().anchorNode))

function parse(html) {
  const template = document.createElement("template")
  template.innerHTML = html
  return [...template.content.children]
}

export function replace(old, fresh) {
  if (old.isEqualNode(fresh)) return old
  const focused = old.contains(document.activeElement) ? document.activeElement : null
  if (focused && focused.matches(".row__link")) {
    old.replaceWith(fresh)
    fresh.querySelector(".row__link")?.focus({ preventScroll: true })
  } else if (inUse(old)) {
    // Waits until the person lets go of it; the newest version wins.
    old.addEventListener("focusout", () => setTimeout(() => old.isConnected && !inUse(old) && old.replaceWith(fresh)), { once: true })
    return old
  } else old.replaceWith(fresh)
  htmx.process(fresh)
  return fresh
}

// Children known by id are replaced in place, the others are appended; returns how many were appended.
export function merge(container, html, { append = true } = {}) {
  let added = 0
  for (const fresh of parse(html)) {
    const old = fresh.id && document.getElementById(fresh.id)
    if (old) replace(old, fresh)
    else if (append) {
      container.append(fresh)
      htmx.process(fresh)
      added += 1
    }
  }
  return added
}
