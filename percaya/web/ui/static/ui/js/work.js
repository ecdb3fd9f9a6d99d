// Focus time: where this page is being worked at, for as long as it has the focus and somebody moved in the last minute. Told
// every two minutes and when the page goes; what and how is written is nobody's business. What a page tells while it goes may
// be lost on the way, so the next one tells it again: the same minute counts once.
import { csrf, post } from "ui/http"

const desk = document.querySelector("[data-work]")
const IDLE = 60000, EACH = 120000, OLDEST = 840000, KEPT = `percaya.work.${desk.dataset.worker}`
const done = [] // [place, ticket number, start, end] in milliseconds of the epoch
let now = null, moved = 0

function place() {
  const at = document.activeElement, ticket = document.querySelector("[data-ticket-number]")?.dataset.ticketNumber || 0
  const path = location.pathname
  if (document.querySelector("dialog[open]#palette-dialog") || path.startsWith(desk.dataset.search)) return ["search", 0]
  if (!path.startsWith(desk.dataset.home)) return ["admin", 0]
  if (!ticket) return ["list", 0]
  if (at?.closest("#composer")) return ["compose", ticket]
  return [at?.closest("#context, #ticket-head") ? "fields" : "ticket", ticket]
}

function close(end) {
  if (now && end - now[2] >= 1000) done.push([...now, end])
  now = null
}

// One span goes on while the place is the same; a minute without a sign ends it.
function look() {
  const at = Date.now(), [where, ticket] = place()
  const here = !document.hidden && document.hasFocus() && at - moved < IDLE
  if (now && (!here || now[0] !== where || now[1] !== ticket)) close(Math.min(at, moved + IDLE))
  if (here && !now) now = [where, ticket, at]
}

function told(at) {
  const spans = done.filter((one) => at - one[2] < OLDEST)
  done.length = 0
  const text = spans.map(([where, ticket, from, to]) => [where, ticket, ((at - from) / 1000).toFixed(1), ((at - to) / 1000).toFixed(1)].join(":"))
  return [spans, text.join(";")]
}

function tell() {
  look()
  const at = Date.now()
  if (now) { close(at); look() }
  const [spans, text] = told(at)
  if (text) post(desk.dataset.work, { spans: text }).then((answer) => answer.ok || answer.status < 500 || done.unshift(...spans), () => done.unshift(...spans))
}

function moving() {
  const at = Date.now()
  if (at - moved < 1000) return
  moved = at
  look()
}

for (const sign of ["pointermove", "pointerdown", "keydown", "scroll", "focusin"]) addEventListener(sign, moving, { capture: true, passive: true })
addEventListener("blur", look)
document.addEventListener("visibilitychange", look)
document.addEventListener("htmx:afterSettle", look)
setInterval(look, 5000)
setInterval(tell, EACH)
addEventListener("pagehide", () => {
  look()
  close(Date.now())
  if (!done.length) return
  const [spans, text] = told(Date.now()), headers = { "X-CSRFToken": csrf() }
  sessionStorage.setItem(KEPT, JSON.stringify(spans))
  fetch(desk.dataset.work, { method: "POST", body: new URLSearchParams({ spans: text }), headers, keepalive: true }).catch(() => {})
})
done.push(...JSON.parse(sessionStorage.getItem(KEPT) || "[]"))
sessionStorage.removeItem(KEPT)
if (done.length) tell()
