// One stream a tab says WHAT changed; the page re-gets its own fragments through its own permissions, about once a second.
import { say } from "ui/words"
import { fragment } from "ui/http"
import { merge, replace } from "ui/merge"
import { apply, inUse, noteChange, openNumber, refreshRows } from "ui/list"
import { refreshPresence } from "ui/presence"
import { tick } from "ui/clocks"
import { stick, watch } from "ui/frames"
import { take as takeEntries } from "ui/timeline"

const main = document.querySelector("[data-live]")
const waiting = new Map() // ticket number → kinds
let stream, last = "", opened = "", tries = 0, timer, notice

async function connect() {
  opened = openNumber() ?? ""
  try {
    const url = new URL(main.dataset.live, location)
    if (opened) url.searchParams.set("ticket", opened)
    const answer = await fetch(url, { cache: "no-store" })
    if (answer.redirected) return signedOut()
    if (!answer.ok) throw new Error(String(answer.status))
    const { stream: address } = await answer.json()
    listen(`${address}${last ? `&last=${encodeURIComponent(last)}` : ""}`)
  } catch {
    again()
  }
}

function listen(address) {
  stream?.close()
  stream = new EventSource(address)
  stream.addEventListener("open", connected)
  stream.addEventListener("error", again)
  stream.addEventListener("change", (event) => take(event))
  stream.addEventListener("presence", () => refreshPresence())
  stream.addEventListener("reset", (event) => { last = event.lastEventId || last; everything() })
}

function connected() {
  if (tries > 0) everything()
  tries = 0
  clearTimeout(notice)
  document.getElementById("offline").hidden = true
}

// A fresh token each time, since tokens live a minute; 0.5 s, then doubling to 15 s, with jitter.
function again() {
  stream?.close()
  stream = null
  clearTimeout(timer)
  timer = setTimeout(connect, Math.min(15000, 500 * 2 ** tries) * (0.7 + Math.random() * 0.6))
  tries += 1
  if (tries === 1) notice = setTimeout(() => offline(), 1500)
}

function offline(words = say("offline")) {
  const bar = document.getElementById("offline")
  bar.textContent = words
  bar.hidden = false
}

// The login page answered. Nothing is reloaded: what is being typed would be gone. Signing in elsewhere heals this page.
function signedOut() {
  offline(say("signedOut"))
  timer = setTimeout(connect, 10000)
}

function take(event) {
  if (event.lastEventId) last = event.lastEventId
  const { ticket, kind } = JSON.parse(event.data)
  if (kind === "notices") document.dispatchEvent(new CustomEvent("percaya:notices"))
  if (!ticket) return
  const number = String(ticket)
  waiting.set(number, [...(waiting.get(number) ?? []), kind])
  flushSoon()
}

// The first news shows at once, the rest about once a second; on a storm every few seconds, or a room full of agents who
// look at one list would ask the server for little else.
let flushing, flushedAt = 0, pause = 1000
const flushSoon = () => (flushing ??= setTimeout(flush, Math.max(120, flushedAt + pause - Date.now()) + Math.random() * 250))

async function flush() {
  flushing = undefined
  if (document.hidden) return // the numbers wait; visibilitychange comes back for them
  const numbers = [...waiting.keys()]
  waiting.clear()
  if (!numbers.length) return
  const busy = numbers.length > 3
  flushedAt = Date.now()
  pause = busy ? 3000 : 1000
  for (const number of numbers) if (!document.getElementById(`row-${number}`) || busy) noteChange(number)
  await Promise.allSettled([
    refreshRows(numbers),
    numbers.includes(openNumber()) ? refreshTicket() : null,
    refreshCounts(),
  ])
  settle(numbers)
  tick()
}

// A calm list that nobody is using takes arrivals by itself; a busy one, or one in use, leaves them in the pill.
let settling
function settle(numbers) {
  clearTimeout(settling)
  if (numbers.length > 3) return
  settling = setTimeout(() => !inUse() && !document.getElementById("pill")?.hidden && apply().catch(() => {}), 1500)
}

let countsAt = 0
async function refreshCounts() {
  const views = document.getElementById("views")
  if (!views || Date.now() - countsAt < 2000) return
  countsAt = Date.now()
  merge(views, await fragment(views.dataset.url), { append: false })
}

export async function refreshTicket({ mine = false } = {}) {
  const thread = document.getElementById("thread")
  if (!thread) return
  const scroll = thread.closest("[data-thread-scroll]")
  const atEnd = !thread.querySelector("#later") && scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight <= 100
  const near = atEnd || mine
  const address = new URL(thread.dataset.url, location)
  address.searchParams.set("after", thread.dataset.lastSeq)
  if (near && !document.hidden) address.searchParams.set("seen", "1")
  const html = await fragment(address)
  const fresh = document.createElement("template")
  fresh.innerHTML = html
  for (const id of ["ticket-head", "ticket-facts", "ticket-around"]) {
    const [old, now] = [document.getElementById(id), fresh.content.getElementById(id)]
    if (old && now) replace(old, now)
  }
  const seen = fresh.content.querySelector("[data-seen-up-to]")
  const added = takeEntries(fresh.content, near)
  if (seen) thread.dataset.lastSeq = seen.dataset.lastSeq
  watch(thread)
  document.dispatchEvent(new CustomEvent("percaya:fresh", { detail: fresh.content }))
  if (mine || (added && near)) stick(scroll) // one's own words, even when the stream was first to bring them
  if (seen && near && !document.hidden) for (const field of document.querySelectorAll("#composer [name=seen_up_to]")) field.value = seen.dataset.seenUpTo
}

function everything() {
  waiting.clear()
  refreshTicket().catch(() => {})
  refreshCounts().catch(() => {})
  if (inUse()) noteChange("*")
  else apply().catch(() => {})
}

document.addEventListener("percaya:sent", () => refreshTicket({ mine: true }).catch(() => {}))
document.addEventListener("percaya:undone", () => refreshTicket().catch(() => {}))

if (main) {
  connect()
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "ticket" && openNumber() !== opened) { tries = 0; connect() }
  })
  document.addEventListener("visibilitychange", () => document.hidden || flushSoon())
  addEventListener("pagehide", () => { stream?.close(); stream = null })
  addEventListener("pageshow", (event) => event.persisted && (tries = 1) && connect())
  addEventListener("online", () => stream || connect())
}
