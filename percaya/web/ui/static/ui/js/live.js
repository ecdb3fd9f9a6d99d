// One stream a tab says WHAT changed; the page re-gets its own fragments through its own permissions, the oftener the quicker the
// server answers.
import { say } from "ui/words"
import { fragment } from "ui/http"
import { merge, replace } from "ui/merge"
import { apply, inUse, noteChange, openNumber, peek, refreshRows } from "ui/list"
import { refreshPresence } from "ui/presence"
import { tick } from "ui/clocks"
import { stick, watch } from "ui/frames"
import { take as takeEntries } from "ui/timeline"

const main = document.querySelector("[data-live]")
const bar = document.getElementById("offline")
const LONG = 60000 // a tab hidden for longer is brought up to date whole
const waiting = new Map() // ticket number → kinds
let stream, last = "", opened = "", tries = 0, turn = 0, timer, notice, lost = false

async function connect() {
  const mine = (turn += 1) // a later call makes this one pointless
  clearTimeout(timer)
  opened = openNumber() ?? ""
  try {
    const url = new URL(main.dataset.live, location)
    if (opened) url.searchParams.set("ticket", opened)
    if (!last) url.searchParams.set("since", main.dataset.made)
    const answer = await fetch(url, { cache: "no-store" })
    if (mine !== turn) return
    if (answer.redirected) return signedOut()
    if (!answer.ok) throw new Error(String(answer.status))
    const { stream: address, at, missed } = await answer.json()
    if (missed) lost = true // something came between the drawing of this page and now
    last ||= String(at)
    listen(`${address}&last=${encodeURIComponent(last)}`)
  } catch {
    if (mine === turn) again()
  }
}

function listen(address) {
  stream?.close()
  const own = (stream = new EventSource(address))
  const only = (run) => (event) => own === stream && run(event)
  own.addEventListener("open", only(connected))
  own.addEventListener("error", only(again))
  own.addEventListener("change", only(take))
  own.addEventListener("presence", only((event) => { // of any ticket of the workspace: two hundred pages must not all ask for it
    const number = String(JSON.parse(event.data).ticket)
    if (number === openNumber()) refreshPresence()
    peek(number)
  }))
  own.addEventListener("reset", only((event) => { last = event.lastEventId || last; everything() }))
}

// What was missed is on the page before the composer may send: the bar, which stops it, goes last.
async function connected() {
  const gap = tries > 0 || lost
  tries = 0
  lost = false
  clearTimeout(notice)
  if (gap) await everything()
  if (stream?.readyState === 1) bar.hidden = true
}

// A fresh token each time, since tokens live a minute; 0.5 s, then doubling to 15 s, with jitter.
function again() {
  turn += 1
  stream?.close()
  stream = null
  clearTimeout(timer)
  timer = setTimeout(connect, Math.min(15000, 500 * 2 ** tries) * (0.7 + Math.random() * 0.6))
  tries += 1
  if (tries === 1) notice = setTimeout(offline, 1500)
}

function offline(words) {
  bar.textContent = typeof words === "string" ? words : say("offline")
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

// The first news shows at once, what follows from it (a receipt, a label) soon after: a look rests six times as long as the server
// took for the one before, a third of a second at least and a second at most. On a storm it rests for three seconds, or a room full
// of agents who look at one list would ask the server for little else.
let flushing, flushedAt = 0, pause = 350
const flushSoon = () => (flushing ??= setTimeout(flush, Math.max(80, flushedAt + pause - Date.now()) + Math.random() * 170))

async function flush() {
  flushing = undefined
  if (document.hidden) return // the numbers wait; visibilitychange comes back for them
  const numbers = [...waiting.keys()]
  waiting.clear()
  if (!numbers.length) return
  const busy = numbers.length > 3
  const shown = numbers.filter((number) => number === openNumber() || document.getElementById(`row-${number}`)).length
  if (shown) { // what others work on does not make one's own news wait
    flushedAt = Date.now()
    pause = shown > 3 ? 3000 : 1000
  }
  for (const number of numbers) if (!document.getElementById(`row-${number}`) || busy) noteChange(number)
  const looked = Promise.allSettled([refreshRows(numbers), numbers.includes(openNumber()) ? refreshTicket() : null])
  const counted = Promise.allSettled([refreshCounts()]) // slower than rows, and no reason to look the rarer at them
  if (shown && shown <= 3) looked.then(() => (pause = Math.min(1000, Math.max(350, 6 * (Date.now() - flushedAt)))))
  const done = (await Promise.all([looked, counted])).flat()
  if (done.some((each) => each.status === "rejected")) { // a request got lost on the way: the news did not
    for (const number of numbers) if (!waiting.has(number)) waiting.set(number, [])
    pause = 3000
    flushSoon()
  }
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

// Counts are the dearest thing to ask for and the least urgent: the slower the answer, the rarer the question.
let countsAt = Date.now(), rest = 3000 + Math.random() * 3000 // the page has just brought them; not all pages ask in one moment
async function refreshCounts() {
  const views = document.getElementById("views")
  if (!views || Date.now() - countsAt < rest) return
  countsAt = Date.now()
  rest = 30000
  const html = await fragment(views.dataset.url)
  if (!html) return void (rest = 6000 + Math.random() * 6000) // another page's are being counted
  rest = Math.min(30000, Math.max(3000, 30 * (Date.now() - countsAt)))
  merge(views, html, { append: false })
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
  for (const id of ["ticket-head", "ticket-facts"]) {
    const [old, now] = [document.getElementById(id), fresh.content.getElementById(id)]
    if (old && now && !now.closest("#ticket-around")) replace(old, now) // the tab beside the ticket renews itself: fields.js
  }
  document.dispatchEvent(new CustomEvent("percaya:fresh", { detail: fresh.content }))
  const seen = fresh.content.querySelector("[data-seen-up-to]")
  const added = takeEntries(fresh.content, near)
  if (seen) thread.dataset.lastSeq = seen.dataset.lastSeq
  watch(thread)
  if (mine || (added && near)) stick(scroll) // one's own words, even when the stream was first to bring them
  if (seen && near && !document.hidden) for (const field of document.querySelectorAll("#composer [name=seen_up_to]")) field.value = seen.dataset.seenUpTo
}

function everything() {
  waiting.clear()
  countsAt = 0
  const shown = [...document.querySelectorAll("#rows .row")].map((row) => row.id.replace("row-", ""))
  if (inUse()) noteChange("*")
  return Promise.allSettled([refreshTicket(), refreshCounts(), refreshPresence(), inUse() ? refreshRows(shown) : apply()])
}

document.addEventListener("percaya:sent", () => refreshTicket({ mine: true }).catch(() => {}))
document.addEventListener("percaya:undone", () => refreshTicket().catch(() => {}))

let hiddenAt = 0
function seen() {
  if (document.hidden) return (hiddenAt = Date.now())
  if (hiddenAt && Date.now() - hiddenAt > LONG) everything()
  else flushSoon()
  hiddenAt = 0
}

if (main) {
  connect()
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "ticket" && openNumber() !== opened) connect()
  })
  document.addEventListener("visibilitychange", seen)
  addEventListener("pagehide", () => { turn += 1; clearTimeout(timer); stream?.close(); stream = null })
  addEventListener("pageshow", (event) => event.persisted && (tries = 1) && connect())
  addEventListener("online", () => { if (!stream) { clearTimeout(timer); connect() } })
  addEventListener("offline", () => { if (stream) again() })
}
