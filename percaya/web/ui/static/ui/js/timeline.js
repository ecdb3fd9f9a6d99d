// The thread: windows that load by scrolling to them, what comes in, a message that is jumped to, and its menu.
import { say } from "ui/words"
import { fragment } from "ui/http"
import { merge } from "ui/merge"
import { stick, unstick, watch } from "ui/frames"
import { toast } from "ui/toast"
import { on } from "ui/keys"

const scroller = () => document.querySelector("[data-thread-scroll]")
const thread = () => document.getElementById("thread")
const latest = () => document.getElementById("to-latest")
const parse = (html) => Object.assign(document.createElement("template"), { innerHTML: html }).content
let loading = false

// What stands at the top of the view stays there, whatever grows above it.
function holding(change) {
  const scroll = scroller()
  const edge = scroll.getBoundingClientRect().top
  const anchor = [...thread().children].find((each) => each.getBoundingClientRect().bottom > edge && !each.matches("#earlier, .day-mark"))
  const before = anchor?.getBoundingClientRect().top
  change()
  if (anchor?.isConnected) scroll.scrollTop += anchor.getBoundingClientRect().top - before
}

async function load(link) {
  if (loading) return
  loading = true
  link.setAttribute("aria-busy", "true")
  try {
    const fresh = parse(await fragment(link.href))
    const place = link.closest("#earlier, #later")
    if (!place) return
    holding(() => {
      place.replaceWith(fresh)
      const known = new Set()
      for (const mark of thread().querySelectorAll(":scope > .day-mark[id]")) known.has(mark.id) ? mark.remove() : known.add(mark.id)
    })
    watch(thread())
  } finally {
    loading = false
    link.removeAttribute("aria-busy")
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-window]")
  if (!link || event.ctrlKey || event.metaKey || !thread()?.contains(link)) return
  event.preventDefault()
  load(link).catch(() => location.assign(link.href))
})

let waits = false
document.addEventListener("scroll", ({ target }) => {
  if (waits || !target.matches?.("[data-thread-scroll]")) return
  waits = true
  requestAnimationFrame(() => {
    waits = false
    const below = target.scrollHeight - target.scrollTop - target.clientHeight
    const link = target.scrollTop < 500 ? target.querySelector("#earlier a") : below < 500 ? target.querySelector("#later a") : null
    if (link) load(link).catch(() => {})
    if (below > 1200 && latest()?.hidden) offerLatest(0)
    else if (below <= 40 && !target.querySelector("#later")) offerLatest(-1)
  })
}, { capture: true, passive: true })

// New messages that came while one read further up: counted on the button, marked by a line on the thread.
let unseen = 0
function offerLatest(count) {
  const button = latest()
  if (!button) return
  unseen = count < 0 ? 0 : unseen + count
  button.hidden = count < 0
  const words = unseen ? (unseen === 1 ? button.dataset.one : button.dataset.many.replace("%n", unseen)) : button.dataset.none
  button.querySelector("span").textContent = words
}

// The fresh part of the page, as live.js got it. Gives how many entries it added.
export function take(content, near) {
  const entries = content.querySelector("#entries")
  const of = thread()
  if (!entries || !of) return 0
  merge(of, content.querySelector("#marked")?.innerHTML ?? "", { append: false })
  if ("whole" in entries.dataset) {
    holding(() => of.replaceChildren(...entries.childNodes))
    return 1
  }
  if (of.querySelector("#later")) { // the end is not loaded: nothing can stand below it
    merge(of, entries.innerHTML, { append: false })
    offerLatest([...entries.querySelectorAll(".entry--in")].filter((each) => !document.getElementById(each.id)).length)
    return 0
  }
  const come = [...entries.querySelectorAll(".entry--in")].filter((each) => !document.getElementById(each.id))
  if (come.length && !near && !of.querySelector(".day-mark--new[data-live]")) come[0].before(line())
  const added = merge(of, entries.innerHTML)
  if (!near && added) offerLatest(come.length)
  const mark = of.querySelector(".day-mark--new[data-live] span")
  if (mark && unseen) mark.textContent = latest().querySelector("span").textContent
  return added
}

function line() {
  const mark = Object.assign(document.createElement("p"), { className: "day-mark day-mark--new", id: `new-live-${Date.now()}` })
  mark.dataset.live = ""
  mark.append(document.createElement("span"))
  return mark
}

// To a message, loading the window around it when it is not on the page.
export async function show(id) {
  const of = thread()
  if (!document.getElementById(`m-${id}`)) {
    const address = new URL(of.dataset.url, location)
    address.searchParams.set("at", id)
    const entries = parse(await fragment(address)).querySelector("#entries")
    of.replaceChildren(...entries.childNodes)
    of.dataset.lastSeq = entries.dataset.lastSeq
    watch(of)
    latest().hidden = !of.querySelector("#later")
  }
  const message = document.getElementById(`m-${id}`)
  if (!message) return
  unstick()
  for (const other of of.querySelectorAll(".entry--found")) other.classList.remove("entry--found")
  message.classList.add("entry--found")
  message.scrollIntoView({ block: "center" })
  requestAnimationFrame(() => message.scrollIntoView({ block: "center" })) // what stood above had a guessed height
}

// A message that another one answers.
document.addEventListener("click", (event) => {
  const to = event.target.closest("a[data-jump]")
  if (!to || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  show(to.dataset.jump).catch(() => location.assign(to.href))
})

async function toLatest() {
  const of = thread()
  if (of.querySelector("#later")) {
    const address = new URL(of.dataset.url, location)
    address.searchParams.set("whole", "1")
    const entries = parse(await fragment(address)).querySelector("#entries")
    of.replaceChildren(...entries.childNodes)
    of.dataset.lastSeq = entries.dataset.lastSeq
    watch(of)
  }
  offerLatest(-1)
  stick(scroller())
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("#to-latest")) return
  event.preventDefault()
  toLatest().catch(() => location.assign(latest().href))
})

// One menu for every message: it is opened beside the dots of one, and its links are made to point at that one.
const menu = () => document.getElementById("message-menu")
document.addEventListener("click", (event) => {
  const opener = event.target.closest("a[data-message]")
  if (!opener || event.ctrlKey || event.metaKey || !menu()) return
  event.preventDefault()
  document.querySelector("a[popovertarget=message-menu]")?.removeAttribute("popovertarget")
  opener.setAttribute("popovertarget", "message-menu")
  aim(menu(), opener.dataset.message)
  menu().querySelector('[data-do="raw"]').hidden = !("raw" in opener.dataset)
  for (const item of menu().querySelectorAll('[data-do="react"]')) item.hidden = !opener.closest(".entry--in")
  menu().showPopover()
})

function aim(of, id) {
  for (const link of of.querySelectorAll("a")) {
    link.dataset.pattern ??= link.getAttribute("href")
    link.href = link.dataset.pattern.replace(/([?&](?:at|quote|answer|message)=)0/, `$1${id}`).replace("#m-0", `#m-${id}`).replace("/messages/0/", `/messages/${id}/`)
  }
  of.dataset.message = id
}

document.addEventListener("click", (event) => {
  const item = event.target.closest("#message-menu [data-do]")
  if (!item) return
  const id = menu().dataset.message
  if (item.dataset.do === "copy") {
    event.preventDefault()
    navigator.clipboard?.writeText(item.href).then(() => toast(say("copied")))
  } else if (item.dataset.do === "quote") {
    event.preventDefault()
    quote(document.getElementById(`m-${id}`), id)
  }
  menu().hidePopover()
})

// What is selected in the message, or all of it.
function quote(message, id) {
  const selected = getSelection()
  const body = message.querySelector(".message--frame")?.contentDocument?.body ?? message.querySelector(".message")
  const part = !selected.isCollapsed && message.contains(selected.anchorNode) ? selected.toString() : ""
  const text = (part || body?.innerText || "").trim()
  document.dispatchEvent(new CustomEvent("percaya:quote", { detail: { text, author: message.dataset.said, message: id } }))
}

// Finding in the ticket is fetched when it is first asked for.
const finding = async () => (await import("ui/find")).open()
on("find", () => { if (!document.getElementById("find")) return false; finding() })
document.addEventListener("click", (event) => {
  if (!event.target.closest('a[data-command="find"]') || !document.getElementById("find")) return
  event.preventDefault()
  finding()
})

function arrive() {
  unseen = 0
  const at = thread()?.dataset.at
  if (at) show(at).catch(() => {})
}
document.addEventListener("htmx:afterSettle", (event) => event.target.id === "ticket" && arrive())
arrive()
