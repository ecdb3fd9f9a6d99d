// Finding words in the open ticket, also in messages that are not loaded: the newest hit first, Enter goes further back.
import { fragment } from "ui/http"
import { show } from "ui/timeline"

const bar = () => document.getElementById("find")
const hits = () => [...bar().querySelectorAll("[data-hit]")]
let at = -1, timer, asked = 0

export function open() {
  bar().hidden = false
  const field = bar().elements.q
  field.focus()
  field.select()
}

function close() {
  bar().hidden = true
  document.querySelector("[data-thread-scroll]")?.focus({ preventScroll: true })
}

async function search(q) {
  const mine = ++asked
  const list = bar().querySelector("#find-hits")
  const html = q.trim() ? await fragment(`${bar().dataset.find}?q=${encodeURIComponent(q)}`) : ""
  if (mine !== asked) return // a newer question is on its way
  list.innerHTML = html
  list.hidden = !html.trim()
  at = hits().length
  if (at) step(-1, true)
  else count()
}

function count() {
  const all = hits()
  bar().querySelector(".find__count").textContent = bar().elements.q.value.trim() ? `${all.length ? at + 1 : 0}/${all.length}` : ""
  all.forEach((each, index) => each.setAttribute("aria-current", String(index === at)))
}

function step(by, typed = false) {
  const all = hits()
  if (!all.length) return
  at = (at + by + all.length) % all.length
  count()
  all[at].scrollIntoView({ block: "nearest" })
  if (!typed) bar().querySelector("#find-hits").hidden = true // it would cover what was found
  show(all[at].dataset.hit).catch(() => {})
}

document.addEventListener("input", (event) => {
  if (event.target.form !== bar() || !bar()) return
  clearTimeout(timer)
  timer = setTimeout(() => search(event.target.value).catch(() => {}), 180)
})

document.addEventListener("submit", (event) => event.target === bar() && event.preventDefault())

document.addEventListener("keydown", (event) => {
  if (!bar()?.contains(event.target)) return
  if (event.key === "Escape") { event.stopPropagation(); event.preventDefault(); close() }
  if (event.key === "Enter" && event.target.name === "q") { event.preventDefault(); step(event.shiftKey ? 1 : -1) }
}, true)

document.addEventListener("click", (event) => {
  if (!bar()?.contains(event.target)) return
  const hit = event.target.closest("[data-hit]")
  if (hit && !event.ctrlKey && !event.metaKey) { event.preventDefault(); at = hits().indexOf(hit); step(0) }
  const stepping = event.target.closest("[data-find-step]")
  if (stepping) step(Number(stepping.dataset.findStep))
  if (event.target.closest("[data-find-close]")) close()
})
