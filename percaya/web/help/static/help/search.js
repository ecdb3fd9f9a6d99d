// Suggests articles while somebody types. Arrows go through them, Escape closes; without this script the form just searches.
const field = document.querySelector("[data-suggest]")

if (field) {
  const box = document.getElementById("ask-found")
  const said = document.getElementById("ask-said")
  let timer, asked = ""

  const links = () => [...box.querySelectorAll("a")]
  const close = () => { box.hidden = true }

  async function suggest() {
    const words = field.value.trim()
    if (words === asked) return
    asked = words
    if (words.length < 3) return close()
    try {
      const answer = await fetch(`${field.dataset.suggest}&q=${encodeURIComponent(words)}`)
      if (!answer.ok || words !== field.value.trim()) return
      box.innerHTML = await answer.text()
      box.hidden = !box.textContent.trim()
      said.textContent = box.querySelector("[data-said]")?.dataset.said ?? ""
    } catch { close() }
  }

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(suggest, 180) })
  field.form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); field.focus() }
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || box.hidden) return
    const all = [field, ...links()]
    const next = all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)
    all[(next + all.length) % all.length]?.focus()
    event.preventDefault()
  })
  field.form.addEventListener("focusout", (event) => { if (!field.form.contains(event.relatedTarget)) close() })
}
