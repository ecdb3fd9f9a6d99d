// The bell: its number, the badge of the installed app, and looking again when the stream says so.
import { fragment } from "ui/http"

const bell = document.getElementById("bell")

const isOpen = () => bell.querySelector(".menu:popover-open")

async function look() {
  if (document.hidden || isOpen()) return
  const html = await fragment(bell.dataset.url)
  if (isOpen()) return // opened while it was asked for: what somebody reads is not taken away
  bell.innerHTML = html
  window.htmx?.process(bell)
  badge()
}

function badge() {
  if (!navigator.setAppBadge) return
  const count = parseInt(bell.querySelector("[data-count]")?.dataset.count, 10) || 0
  ;(count ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {})
}

if (bell) {
  const again = () => look().catch(() => {})
  document.addEventListener("percaya:notices", again)
  document.addEventListener("visibilitychange", again)
  requestIdleCallback?.(again) ?? setTimeout(again, 300)
}
if (bell && "serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {})
