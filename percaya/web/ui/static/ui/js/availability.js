// One's availability in the rail: the switch, word that somebody is here, and half a minute's warning before a break comes by
// itself. What counts as being here is a hand on the keyboard or the pointer, at most one word of it a minute.
import { fragment, post } from "ui/http"
import { toast } from "ui/toast"
import { say } from "ui/words"

const place = document.getElementById("availability")
const MINUTE = 60000
let activeAt = Date.now(), warned = null

const switched = () => place.querySelector("[data-status]")
const idleAfter = () => Number(switched()?.dataset.idle || 0) * MINUTE

async function look() {
  if (place.querySelector(":popover-open")) return
  draw(await fragment(place.dataset.url))
}

function draw(html) {
  place.innerHTML = html
  const said = place.querySelector("[data-said]")?.textContent
  if (said) toast(said)
}

// Every tab knows of the others: the one in use speaks for all.
const shared = {
  read: () => { try { return Number(localStorage.getItem("percaya.active")) || 0 } catch { return 0 } },
  write: (at) => { try { localStorage.setItem("percaya.active", String(at)) } catch { /* a private window */ } },
}

async function active() {
  activeAt = Date.now()
  warned?.remove()
  warned = null
  const rests = () => switched()?.dataset.auto && ["break", "offline"].includes(switched().dataset.status)
  if (activeAt - shared.read() < MINUTE && !rests()) return
  shared.write(activeAt)
  const answer = await post(place.dataset.here).catch(() => null)
  if (answer?.ok && rests()) look().catch(() => {})
}

function watch() {
  const after = idleAfter()
  if (!after) return
  const quiet = Date.now() - Math.max(activeAt, shared.read())
  if (quiet >= after - 30000 && quiet < after && !warned) warned = toast(say("idleSoon"), { seconds: 30 })
  if (quiet >= after + MINUTE && quiet < after + 3 * MINUTE) look().catch(() => {})
}

if (place) {
  for (const name of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    addEventListener(name, () => active(), { passive: true, capture: true })
  }
  place.addEventListener("submit", async (event) => {
    event.preventDefault()
    const body = new FormData(event.target, event.submitter)
    place.querySelector(".menu")?.hidePopover()
    const answer = await post(place.dataset.url, body).catch(() => null)
    if (!answer?.ok || answer.redirected) return toast(say("failed"), { error: true })
    draw(await answer.text())
    switched()?.focus()
  })
  const first = () => active().then(look).catch(() => {})
  requestIdleCallback?.(first) ?? setTimeout(first, 400)
  document.addEventListener("visibilitychange", () => document.hidden || look().catch(() => {}))
  setInterval(watch, 10000)
}
