// Who else is here: a heartbeat while the ticket is on screen, word that we type (never what), and that we left. Nothing of
// it is kept; what nobody renews runs out by itself.
import { csrf, post, fragment } from "ui/http"

const place = () => document.getElementById("presence")
let at = "", typedAt = 0, gone = false, leaving

// Who came from the board to see how it goes observes.
const looking = () => place()?.dataset.kind || "viewing"

function beat(kind) {
  if (!place() || document.hidden) return
  at = place().dataset.url
  gone = false
  post(at, { kind }).catch(() => {})
}

// By beacon: a page that is being closed sends nothing else.
function leave(url = at) {
  if (!url) return
  const body = new FormData()
  body.set("kind", "left")
  body.set("csrfmiddlewaretoken", csrf())
  navigator.sendBeacon(url, body)
}

export async function refreshPresence() {
  const url = place()?.dataset.url
  if (!url) return
  const html = await fragment(url).catch(() => null)
  if (html === null || place()?.dataset.url !== url) return
  const fresh = Object.assign(document.createElement("template"), { innerHTML: html }).content
  for (const part of fresh.querySelectorAll("[data-place]")) {
    const old = document.getElementById(part.dataset.place)
    if (old && old.innerHTML.trim() !== part.innerHTML.trim()) old.replaceChildren(...part.childNodes)
  }
}

document.addEventListener("percaya:typing", () => {
  if (Date.now() - typedAt < 2500) return // eight seconds is how long it is believed
  typedAt = Date.now()
  beat("typing")
})
document.addEventListener("percaya:sent", () => { typedAt = 0; beat("stopped") })
setInterval(() => beat(looking()), 30000)
setInterval(() => document.getElementById("here")?.firstElementChild && refreshPresence(), 9000)

// A glance at another tab is not leaving; five seconds are.
document.addEventListener("visibilitychange", () => {
  clearTimeout(leaving)
  if (!document.hidden) return gone && beat(looking())
  leaving = setTimeout(() => { gone = true; leave() }, 5000)
})
addEventListener("pagehide", () => { gone = true; leave() })
addEventListener("pageshow", (event) => event.persisted && beat(looking()))
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "ticket" || place()?.dataset.url === at) return
  leave()
  beat(looking())
})
beat(looking())
