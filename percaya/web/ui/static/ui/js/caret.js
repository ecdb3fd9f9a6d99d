// A list at the caret of a textarea: opened at what was typed, filtered as one types on, chosen with Enter or Tab.
let shown = null

function caret(area, at) {
  const mirror = document.createElement("div"), style = getComputedStyle(area)
  for (const name of ["fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "padding", "borderWidth", "boxSizing", "tabSize"]) mirror.style[name] = style[name]
  Object.assign(mirror.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", width: `${area.clientWidth}px` })
  mirror.textContent = area.value.slice(0, at)
  const mark = document.createElement("span")
  mark.textContent = "\u200b"
  mirror.append(mark)
  document.body.append(mirror)
  const box = area.getBoundingClientRect()
  const place = { left: box.left + mark.offsetLeft, top: box.top + mark.offsetTop - area.scrollTop, height: parseFloat(style.lineHeight) || 20 }
  mirror.remove()
  return place
}

// find(query) gives entries, draw(entry) a node, choose(entry, start, end) does it; aside(entry) may give a preview.
export function pick(area, { start, label, none, find, draw, choose, aside }) {
  close()
  const list = Object.assign(document.createElement("div"), { className: "picker", id: "picker" })
  const options = document.createElement("ul"), side = Object.assign(document.createElement("div"), { className: "picker__aside" })
  options.setAttribute("role", "listbox")
  options.setAttribute("aria-label", label)
  options.id = "picker-list"
  list.append(options, side)
  document.body.append(list)
  shown = { area, list, options, side, start, none, find, draw, choose, aside, entries: [], at: 0 }
  area.setAttribute("aria-controls", "picker-list")
  area.setAttribute("aria-autocomplete", "list")
  refresh()
}

export function close() {
  if (!shown) return
  shown.list.remove()
  for (const name of ["aria-controls", "aria-autocomplete", "aria-activedescendant"]) shown.area.removeAttribute(name)
  shown = null
}

async function refresh() {
  const mine = shown, { area, start } = mine
  const query = area.value.slice(start, area.selectionStart)
  if (area.selectionStart < start || query.includes("\n") || query.length > 40) return close()
  const entries = await mine.find(query.trim()).catch(() => null)
  if (shown !== mine || !entries) return // closed, overtaken by a later key, or the line is down
  mine.entries = entries
  mine.at = 0
  render()
}

function render() {
  const { area, options, entries, draw, none, start } = shown
  options.replaceChildren(...entries.map((entry, index) => {
    const option = document.createElement("li")
    option.id = `pick-${index}`
    option.setAttribute("role", "option")
    option.append(draw(entry))
    option.addEventListener("pointerdown", (event) => { event.preventDefault(); shown.at = index; take() })
    option.addEventListener("pointermove", () => shown.at !== index && move(index))
    return option
  }))
  if (!entries.length) options.replaceChildren(Object.assign(document.createElement("li"), { className: "picker__none", textContent: none }))
  shown.caret = caret(area, start)
  move(0)
  place()
}

// Below the line that is written, else above it: never over it.
function place() {
  const { list, caret: { left, top, height } } = shown
  const size = list.getBoundingClientRect()
  list.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`
  list.style.top = `${top + height + 4 + size.height > innerHeight - 8 ? Math.max(8, top - size.height - 6) : top + height + 4}px`
}

function move(to) {
  const { options, entries, area, side, aside } = shown
  if (!entries.length) return
  shown.at = (to + entries.length) % entries.length
  for (const option of options.children) option.setAttribute("aria-selected", String(option.id === `pick-${shown.at}`))
  options.children[shown.at].scrollIntoView({ block: "nearest" })
  area.setAttribute("aria-activedescendant", `pick-${shown.at}`)
  if (aside) side.replaceChildren(...aside(entries[shown.at]))
  if (shown.caret) place()
}

function take() {
  const { area, start, choose, entries, at } = shown
  const entry = entries[at], end = area.selectionStart
  close()
  if (entry) choose(entry, start, end)
}

document.addEventListener("keydown", (event) => {
  if (!shown || event.target !== shown.area || event.isComposing) return
  const act = { ArrowDown: () => move(shown.at + 1), ArrowUp: () => move(shown.at - 1), Enter: take, Tab: take, Escape: close }[event.key]
  if (!act || ((event.key === "Enter" || event.key === "Tab") && !shown.entries.length)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  act()
}, true)
document.addEventListener("input", (event) => shown && event.target === shown.area && refresh())
document.addEventListener("focusout", (event) => shown && event.target === shown.area && close())
document.addEventListener("htmx:beforeSwap", () => close())
