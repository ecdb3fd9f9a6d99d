// The board stays true: it looks again when the stream says that something happened, and every few seconds besides, since time
// alone makes tickets overdue. Without an answer for 30 s it greys out: a frozen board must look frozen.
import { fragment } from "ui/http"

const board = document.getElementById("board-now")
const age = document.getElementById("board-age")
const EVERY = 1000 * (board.dataset.every || 10)
const OLD = 30000
let good = Date.now(), looking = false, asked = 0, soon, stream, tries = 0

// What somebody opened stays open, and the focus stays where it was.
const name = (element) => element?.getAttribute?.("href") ?? element?.getAttribute?.("aria-label") ?? element?.textContent.trim()
const places = () => [...board.querySelectorAll("a, button, summary")]

function put(html) {
  const open = [...board.querySelectorAll("details[open] > summary")].map(name)
  const held = board.contains(document.activeElement) ? name(document.activeElement) : null
  board.innerHTML = html
  for (const summary of board.querySelectorAll("summary")) if (open.includes(name(summary))) summary.parentElement.open = true
  if (held) places().find((one) => name(one) === held)?.focus({ preventScroll: true })
}

async function look() {
  if (looking || document.hidden) return
  looking = true
  asked = Date.now()
  try {
    put(await fragment(board.dataset.url))
    good = Date.now()
  } catch { /* the age says it */ }
  looking = false
  tell()
}

function lookSoon() {
  soon ??= setTimeout(() => { soon = undefined; look() }, Math.max(300, asked + 2000 - Date.now()))
}

function tell() {
  const passed = Date.now() - good
  const stale = passed > OLD
  board.classList.toggle("is-stale", stale)
  age.classList.toggle("board__age--stale", stale)
  age.textContent = (stale ? age.dataset.stale : age.dataset.fresh).replace("%n", Math.round(passed / 1000))
}

async function listen() {
  try {
    const answer = await fetch(board.dataset.stream, { cache: "no-store" })
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status))
    const { stream: address, at } = await answer.json()
    stream = new EventSource(at ? `${address}&last=${at}` : address)
    stream.addEventListener("open", () => { if (tries || !at) lookSoon(); tries = 0 })
    stream.addEventListener("change", lookSoon)
    stream.addEventListener("reset", lookSoon)
    stream.addEventListener("error", again)
  } catch { again() }
}

function again() {
  stream?.close()
  tries += 1
  setTimeout(listen, Math.min(15000, 500 * 2 ** tries))
}

setInterval(look, EVERY)
setInterval(tell, 1000)
document.addEventListener("visibilitychange", look)
addEventListener("pagehide", () => stream?.close())
if (board.dataset.stream) listen()
tell()
