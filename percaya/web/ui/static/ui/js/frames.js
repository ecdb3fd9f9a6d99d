// HTML mail lives in a sandboxed frame without scripts; its height is read from outside, which the sandbox's same-origin
// flag allows us and it does not allow the mail to do anything.
let stuck = null // the scrolled pane that is to stay at its end

function fit(frame) {
  const page = frame.contentDocument
  if (!page?.body) return
  frame.style.blockSize = "0" // or its own height would be measured
  frame.style.blockSize = `${Math.max(40, Math.min(page.documentElement.scrollHeight, 4000) + 2)}px`
  if (stuck?.contains(frame)) stuck.scrollTop = stuck.scrollHeight
  for (const link of page.links) link.rel = "noopener noreferrer"
}

export function watch(root = document) {
  for (const frame of root.querySelectorAll("iframe.message--frame:not([data-fit])")) {
    frame.dataset.fit = ""
    frame.addEventListener("load", () => fit(frame))
    if (frame.contentDocument?.readyState === "complete") fit(frame)
  }
}

// A new ticket starts at its first unread message, else at the end, and stays there while frames grow and entries that were
// only guessed at get their true height, until one scrolls.
for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) document.addEventListener(kind, () => (stuck = null), { passive: true })
const grown = new ResizeObserver(() => stuck && (stuck.scrollTop = stuck.scrollHeight))

export function stick(scroll) {
  stuck = scroll
  scroll.scrollTop = scroll.scrollHeight
  grown.disconnect()
  grown.observe(scroll.querySelector("#thread"))
  grown.observe(scroll)
  document.getElementById("to-latest")?.setAttribute("hidden", "")
}

export const unstick = () => (stuck = null)

export function toEnd(root = document) {
  const scroll = root.querySelector?.("[data-thread-scroll]") ?? document.querySelector("[data-thread-scroll]")
  if (!scroll || location.hash || scroll.querySelector("[data-at]")) return unstick()
  const mark = scroll.querySelector(".day-mark--new")
  if (!mark) return stick(scroll)
  stuck = null
  mark.scrollIntoView({ block: "start" })
  requestAnimationFrame(() => mark.scrollIntoView({ block: "start" })) // what stood above had a guessed height
}

document.addEventListener("htmx:afterSettle", (event) => {
  watch()
  if (event.target.id === "ticket") toEnd()
})
watch()
toEnd()

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-images]")
  const frame = link?.closest(".bubble").querySelector("iframe")
  if (!frame) return
  event.preventDefault()
  frame.src = link.href
  link.parentElement.remove()
})
