// Many tickets at once: the bar over the list sends what was ticked, or the whole view as it stood; the machine does it, and
// a panel in the corner of every page says how far it is, until it can no longer be taken back.
import { say } from "ui/words"
import { post, fragment } from "ui/http"
import { toast } from "ui/toast"

const RUN = "percaya.run" // of this tab: the panel comes along to its other pages
const bar = () => document.getElementById("bulk")
const panel = () => document.getElementById("run-panel")
let timer, clock, sized

document.addEventListener("change", ({ target }) => {
  if (target.name !== "tickets" || !bar()) return
  bar().elements.run.value = "" // the whole view is not meant any more
  if (!bar().hidden) offer()
})

// How many the view holds is asked when a selection begins; where all of them are ticked there is nothing to offer.
async function offer() {
  const button = bar().querySelector("[data-select-view]")
  if (!sized || Date.now() - sized.at > 20000) sized = { at: Date.now(), answer: size() }
  const told = await sized.answer
  if (told) button.textContent = told.said
  button.hidden = Boolean(bar().elements.run.value) || document.querySelectorAll("#rows [name=tickets]:checked").length >= (told?.count ?? Infinity)
}

const size = () => fetch(bar().dataset.size, { headers: { "X-Requested-With": "fetch" } }).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null)

// In the capturing phase: sending the same form twice is meant here.
document.addEventListener("submit", (event) => {
  const form = event.target
  if (form !== bar() && !form.matches("[data-run-do]")) return
  event.preventDefault()
  event.stopPropagation()
  send(form, event.submitter)
}, true)

async function send(form, by) {
  const menu = by?.closest("[popover]")
  by?.setAttribute("aria-busy", "true")
  const answer = await post(by?.getAttribute("formaction") || form.action, new FormData(form, by)).catch(() => null)
  by?.removeAttribute("aria-busy")
  menu?.hidePopover()
  if (!answer?.ok) return toast((answer?.status === 409 && (await answer.text())) || say("failed"), { error: true })
  const told = await answer.json()
  if (told.go) return location.assign(told.go)
  if (told.run) return choose(told)
  if (form === bar()) deselect()
  if (told.panel) show(told.panel)
}

function choose({ run, count, said }) {
  for (const input of document.querySelectorAll("#rows [name=tickets]:not(:checked)")) input.checked = true
  bar().elements.run.value = run
  bar().querySelector("[data-selected]").textContent = count
  bar().querySelector("[data-select-view]").hidden = true
  toast(said)
  const head = document.querySelector("[data-tick-all]")
  if (head) Object.assign(head, { checked: true, indeterminate: false })
}

// Rows of a chosen view that come as one scrolls are among the chosen.
const list = document.getElementById("rows")
if (list) new MutationObserver(() => {
  if (!bar()?.elements.run.value) return
  for (const input of list.querySelectorAll("[name=tickets]:not(:checked)")) input.checked = true
}).observe(list, { childList: true })

function deselect() {
  const all = [...document.querySelectorAll("#rows [name=tickets]:checked")]
  for (const input of all) input.checked = false
  all[0]?.dispatchEvent(new Event("change", { bubbles: true }))
  const row = document.querySelector('#rows .row__link[aria-current="true"]') ?? document.querySelector("#rows .row__link")
  row?.focus({ preventScroll: true })
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-deselect]")) deselect()
  if (target.closest("[data-close-run]")) close()
})

document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  const line = step && event.target.closest?.("#bulk [role=toolbar]")
  if (!line || event.target.closest(".menu")) return
  const all = [...line.querySelectorAll("button")].filter((one) => !one.closest(".menu") && one.offsetParent)
  all.at((all.indexOf(event.target) + step) % all.length)?.focus()
  event.preventDefault()
})

function show(address) {
  sessionStorage.setItem(RUN, address)
  look()
}

async function look() {
  clearTimeout(timer)
  const address = sessionStorage.getItem(RUN)
  if (!address) return
  const html = await fragment(address).catch((error) => (error.message === "404" ? close() : null))
  if (html) place(html)
  else if (sessionStorage.getItem(RUN)) timer = setTimeout(look, 3000)
}

function place(html) {
  const box = document.createElement("template")
  box.innerHTML = html
  const fresh = box.content.querySelector("#run-panel")
  if (!fresh) return
  const held = panel()?.contains(document.activeElement) && document.activeElement.dataset.command
  if (panel()) panel().replaceWith(fresh)
  else document.getElementById("toasts").append(fresh)
  if (held) fresh.querySelector(`[data-command="${held}"]`)?.focus()
  clearInterval(clock)
  if (fresh.dataset.atWork) timer = setTimeout(look, 700)
  else count(Number(fresh.dataset.seconds))
  if (fresh.dataset.state === "waiting") tick(fresh, Number(fresh.dataset.seconds))
}

// The seconds in which it can be taken back. What went wrong stays to be read.
function count(seconds) {
  const element = panel()
  tick(element, seconds, () => {
    element.querySelector("[data-run-do]")?.remove()
    sessionStorage.removeItem(RUN)
    if (!element.dataset.wrong) close()
  })
}

function tick(element, seconds, over = () => {}) {
  const end = Date.now() + (seconds || 4) * 1000
  clock = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000))
    const shown = element.querySelector(".run-panel__clock")
    if (shown) shown.textContent = left
    if (!left) { clearInterval(clock); over() }
  }, 500)
}

function close() {
  clearInterval(clock)
  clearTimeout(timer)
  sessionStorage.removeItem(RUN)
  panel()?.remove()
}

// The page of a run keeps itself up to date while the run is at work.
async function follow() {
  const stand = document.querySelector("[data-run-page]")
  if (!stand) return
  const html = await fragment(location.href).catch(() => null)
  const fresh = html && new DOMParser().parseFromString(html, "text/html").getElementById("run-stand")
  if (fresh) stand.replaceWith(fresh)
  setTimeout(follow, 1000)
}

look()
setTimeout(follow, 700)
if (bar()?.checkVisibility()) offer() // ticked before this script was here
