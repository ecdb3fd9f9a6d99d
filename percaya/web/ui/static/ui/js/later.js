// What a page needs only when somebody uses it is fetched at the first sign of them. A press that is quicker than the script
// waits for it; without the script it is a link or a form like any other.
const PRESSED = "a[data-sheet], .row__more, #bulk button, [data-beside], a[data-beside-go]"
const SIGNS = ["pointermove", "pointerdown", "focusin", "keydown", "scroll"]
let all = null, here = false

function fetchAll() {
  if (all) return
  for (const sign of SIGNS) removeEventListener(sign, fetchAll, true)
  all = Promise.all([import("ui/bulk"), import("ui/rowmenu"), import("ui/sheet"), import("ui/beside")]).catch(() => {})
  all.then(() => {
    here = true
    if (document.getElementById("palette-dialog")) import("ui/palette")
  })
}

function hold(event) {
  const of = event.target.closest?.(event.type === "click" ? PRESSED : "#rows .row")
  if (here || !of || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  event.stopImmediatePropagation()
  fetchAll()
  all.then(() => {
    here = true // or it could not be fetched: then the page does it alone
    if (event.type === "click") of.click()
    else event.target.dispatchEvent(new MouseEvent("contextmenu", event))
  })
}

for (const sign of SIGNS) addEventListener(sign, fetchAll, { capture: true, passive: true })
addEventListener("click", hold, true)
addEventListener("contextmenu", hold, true)
// The switch of who is there works without its script; the page comes first.
if (document.getElementById("availability")) setTimeout(() => import("ui/availability"), 300)
if (document.querySelector("[data-work]")) setTimeout(() => import("ui/work"), 300)

// What stands around an open ticket is kept up to date, whether somebody touches it or not.
const around = () => document.querySelector("[data-ticket-number]") && import("ui/beside")
document.addEventListener("htmx:afterSettle", around)
around()

// A run goes on from page to page; and a finger's first sign may be a swipe.
if (sessionStorage.getItem("percaya.run") || document.querySelector("[data-run-page]") || matchMedia("(pointer: coarse)").matches) fetchAll()
