// What was just sent stands on the thread at once, greyed, until the server's own bubble takes its place.
import { say } from "ui/words"
import { sent } from "ui/drafts"

const thread = () => document.getElementById("thread")

export function linger(of) {
  const text = of.elements.text?.value.trim()
  if (!text || !thread() || of.elements.of) return
  const article = document.createElement("article")
  const kind = of.dataset.kind === "note" ? "note" : "out"
  article.className = `entry entry--${kind} entry--sending`
  article.dataset.sending = of.elements.send_key.value
  const bubble = Object.assign(document.createElement("div"), { className: "bubble" })
  const head = Object.assign(document.createElement("header"), { className: "bubble__head", textContent: say("sendingNow") })
  const words = Object.assign(document.createElement("div"), { className: "message wrap", textContent: text })
  bubble.append(head, words)
  article.append(bubble)
  thread().append(article)
  const scroll = thread().closest("[data-thread-scroll]")
  scroll.scrollTop = scroll.scrollHeight
  const gone = () => article.remove()
  const arrived = new MutationObserver((changes) => {
    const fresh = changes.flatMap((change) => [...change.addedNodes]).some((node) => node.matches?.(`.entry--${kind}:not(.entry--sending)`))
    if (fresh) { arrived.disconnect(); gone() }
  })
  arrived.observe(thread(), { childList: true })
  of.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    if (detail.xhr.status < 300) return sent(of), setTimeout(gone, 4000)
    arrived.disconnect()
    gone()
  }, { once: true })
  for (const kind of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) of.addEventListener(kind, () => { arrived.disconnect(); gone() }, { once: true })
}
