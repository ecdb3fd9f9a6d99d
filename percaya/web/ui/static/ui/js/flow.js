// From ticket to ticket without waiting: the one that is likely next is fetched ahead, and marks nothing as read until it is
// opened. And what colleagues change on the open ticket is said, with the way back.
import { say } from "ui/words"
import { refreshTicket } from "ui/live"
import { toast } from "ui/toast"

const KEEP = 4, LIFE = 30000, HOVER = 80
const kept = new Map() // address → what came, and the version of the row it belongs to
let busy = false, wanted = null, resting

const place = (address) => { const url = new URL(address, location); return url.pathname + url.search }
const version = (address) => document.getElementById(`row-${/\/inbox\/(\d+)\?/.exec(address)?.[1]}`)?.dataset.version
const open = () => document.querySelector('#rows .row__link[aria-current="true"]')

function take(address) {
  const found = kept.get(address)
  kept.delete(address) // once: the composer in it has a key that sends one message
  return found && Date.now() - found.at < LIFE && found.version === version(address) ? found.html : null
}

async function ahead(link) {
  const address = link && place(link.href)
  if (!address || link === open() || navigator.connection?.saveData || document.hidden) return
  const had = kept.get(address)
  if (had && Date.now() - had.at < LIFE / 2 && had.version === version(address)) return
  if (busy) return (wanted = link)
  busy = true
  const at = version(address)
  const headers = { "HX-Request": "true", "HX-Target": "ticket", "X-Prefetch": "1" }
  const answer = await fetch(address, { headers, priority: "low", cache: "no-store" }).catch(() => null)
  if (answer?.ok && !answer.redirected) kept.set(address, { html: await answer.text(), at: Date.now(), version: at })
  while (kept.size > KEEP) kept.delete(kept.keys().next().value)
  busy = false
  const next = wanted
  wanted = null
  if (next?.isConnected) ahead(next)
}

const rest = (event) => {
  const link = event.target.closest?.("#rows .row")?.querySelector(".row__link")
  if (event.pointerType === "touch") return
  clearTimeout(resting)
  if (link) resting = setTimeout(() => ahead(link), HOVER)
}
document.addEventListener("pointerover", rest, { passive: true })
document.addEventListener("focusin", rest)

// An answer comes into the page as it is by then: another ticket may have been asked for since, and only the last one counts;
// the row that asked may have been drawn anew, and htmx looks for both panes from where that row stands.
let last
document.addEventListener("htmx:beforeSend", ({ detail }) => {
  const { xhr, requestConfig: { elt, verb } } = detail
  if (detail.target?.id !== "ticket" || verb !== "get") return
  const { onload } = xhr
  last = xhr
  xhr.onload = () => {
    const row = !elt.isConnected && elt.closest(".row")
    if (row) {
      row.hidden = true
      document.getElementById("rows")?.append(row)
    }
    if (last !== xhr) elt.addEventListener("htmx:beforeOnLoad", (event) => event.preventDefault(), { once: true })
    detail.target = document.getElementById("ticket") ?? detail.target
    onload()
    if (row) row.remove()
  }
})

// htmx asks as always, and has its answer at once.
document.addEventListener("htmx:beforeSend", ({ detail: { xhr, target, requestConfig, pathInfo } }) => {
  if (target?.id !== "ticket" || requestConfig.verb !== "get") return
  const html = take(place(pathInfo.finalRequestPath))
  if (!html) return
  const answer = { status: 200, readyState: 4, response: html, responseText: html, responseURL: new URL(pathInfo.finalRequestPath, location).href }
  for (const [name, value] of Object.entries(answer)) Object.defineProperty(xhr, name, { value })
  xhr.getAllResponseHeaders = () => ""
  xhr.getResponseHeader = () => null
  xhr.send = () => queueMicrotask(() => xhr.onload())
  xhr.ahead = true
})

document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
  if (target.id !== "ticket") return
  if (detail.xhr?.ahead) refreshTicket().catch(() => {}) // now it is read; and what changed since it was fetched is shown
  setTimeout(() => {
    const links = [...document.querySelectorAll("#rows .row__link")]
    ahead(links[links.indexOf(open()) + 1])
  }, 150)
})

const said = new Set()
document.addEventListener("percaya:fresh", ({ detail }) => {
  for (const one of detail.querySelectorAll("#news > li")) {
    if (said.has(one.dataset.news)) continue
    said.add(one.dataset.news)
    toast(one.textContent, { undo: one.dataset.undo, label: say("putBack"), seconds: 10 })
  }
})
document.addEventListener("percaya:undone", ({ detail }) => detail?.said && toast(detail.said, { seconds: 4 }))
