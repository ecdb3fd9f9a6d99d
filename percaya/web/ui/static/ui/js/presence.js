// Who else is here: a heartbeat while the ticket is on screen, and word that we type. Nothing of it is kept.
import { post, fragment } from "ui/http"

const place = () => document.getElementById("presence")
let typedAt = 0

const beat = (kind) => place() && !document.hidden && post(place().dataset.url, { kind }).catch(() => {})

export async function refreshPresence() {
  const element = place()
  if (!element) return
  const html = await fragment(element.dataset.url).catch(() => null)
  if (html !== null && element.isConnected && element.innerHTML !== html) element.innerHTML = html
}

document.addEventListener("percaya:typing", () => {
  if (Date.now() - typedAt < 4000) return
  typedAt = Date.now()
  beat("typing")
})
setInterval(() => beat("viewing"), 30000)
setInterval(() => place()?.firstElementChild && refreshPresence(), 9000) // what nobody renews runs out
document.addEventListener("visibilitychange", () => setTimeout(() => beat("viewing"), 5000))
document.addEventListener("htmx:afterSettle", (event) => event.target.id === "ticket" && beat("viewing"))
beat("viewing")
