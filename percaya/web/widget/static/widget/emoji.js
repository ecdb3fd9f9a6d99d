// Signs of feeling for keyboards that have none: chosen with the pointer or the arrows, put in where one writes. Fetched when somebody
// reaches for it.
const SIGNS = "🙏 😊 😄 😂 🥰 😍 😉 😅 🤔 😢 😭 😞 😡 😴 👍 👎 👌 👏 🙌 🤝 💪 👋 ❤️ 🔥 🎉 ✨ ⭐ ✅ ❌ ❓ ❗ 📦 🚚 🛍️ 💳 💰 📷 📞 ⏰ 📍"
const COLUMNS = 8

export function emoji({ box, button, field }) {
  const signs = SIGNS.split(" ").map((sign, place) => {
    const made = document.createElement("button")
    made.type = "button"
    made.textContent = sign
    made.tabIndex = place ? -1 : 0
    made.onclick = () => put(sign)
    return made
  })
  box.replaceChildren(...signs)
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); return show(false) }
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key]
    const next = step && signs[signs.indexOf(document.activeElement) + step]
    if (!step) return
    event.preventDefault()
    next?.focus()
  })
  function put(sign) {
    field.setRangeText(sign, field.selectionStart, field.selectionEnd, "end")
    field.dispatchEvent(new Event("input", { bubbles: true }))
    show(false)
  }
  function show(open) {
    box.hidden = !open
    button.setAttribute("aria-expanded", String(open))
    ;(open ? signs[0] : field).focus()
  }
  return () => show(box.hidden)
}
