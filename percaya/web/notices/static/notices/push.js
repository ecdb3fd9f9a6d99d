// The page of wishes: turning pushes to this browser on and off. Asked only when somebody turns them on.
import { csrf } from "ui/http"
import { say } from "ui/words"
import { toast } from "ui/toast"

const box = document.getElementById("push")
const button = document.getElementById("push-switch")
const state = document.getElementById("push-state")

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0))

async function current() {
  const worker = await navigator.serviceWorker.ready
  return worker.pushManager.getSubscription()
}

function draw(on) {
  button.setAttribute("aria-pressed", String(on))
  button.textContent = say(on ? "pushStop" : "pushStart")
  state.textContent = say(Notification.permission === "denied" ? "pushDenied" : on ? "pushOn" : "pushOff")
}

async function start() {
  if ((await Notification.requestPermission()) !== "granted") return draw(false)
  const worker = await navigator.serviceWorker.ready
  const found = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) })
  const name = navigator.userAgentData ? `${navigator.userAgentData.brands.at(-1)?.brand}, ${navigator.userAgentData.platform}` : navigator.platform
  const answer = await fetch(box.dataset.url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
    body: JSON.stringify({ ...found.toJSON(), name }),
  })
  if (!answer.ok) {
    await found.unsubscribe()
    return toast(await answer.text(), { error: true })
  }
  draw(true)
}

async function stop() {
  const found = await current()
  if (!found) return draw(false)
  await fetch(box.dataset.forget, { method: "POST", headers: { "X-CSRFToken": csrf() }, body: new URLSearchParams({ endpoint: found.endpoint }) })
  await found.unsubscribe()
  draw(false)
}

if (box && "serviceWorker" in navigator && "PushManager" in window) {
  box.hidden = false
  current().then((found) => draw(Boolean(found)))
  button.addEventListener("click", () => {
    const run = button.getAttribute("aria-pressed") === "true" ? stop : start
    run().catch(() => toast(say("pushFailed"), { error: true }))
  })
} else document.getElementById("push-none")?.removeAttribute("hidden")
