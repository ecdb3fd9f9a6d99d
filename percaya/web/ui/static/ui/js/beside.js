// The tabs beside the ticket: the customer, and what stands around the ticket. What a tab shows is fetched when it is first
// opened; which one was open is kept in a cookie, so that the next ticket comes with the right one.
import { say } from "ui/words"
import { fragment } from "ui/http"
import { toast } from "ui/toast"
import { edit, renew } from "ui/fields"

const tabs = () => [...document.querySelectorAll("[data-beside]")]

async function open(tab, focus = false) {
  const panel = document.getElementById(tab.getAttribute("aria-controls"))
  const was = panel.hidden
  for (const each of tabs()) {
    const chosen = each === tab
    each.setAttribute("aria-selected", String(chosen))
    each.tabIndex = chosen ? 0 : -1
    document.getElementById(each.getAttribute("aria-controls")).hidden = !chosen
  }
  document.cookie = `percaya_beside=${tab.dataset.beside}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`
  if (focus) tab.focus()
  if (!panel.dataset.url || !(was || !panel.childElementCount)) return
  try {
    const template = document.createElement("template")
    template.innerHTML = await fragment(new URL(panel.dataset.url, location))
    const [old, fresh] = [panel.firstElementChild, template.content.firstElementChild]
    if (old) renew(old, fresh) // while it was hidden nobody kept it up to date
    else {
      panel.append(fresh)
      htmx.process(fresh)
    }
  } catch {
    toast(say("failed"))
  }
}

function show(tab) {
  const panes = document.querySelector(".panes")
  const narrow = matchMedia("(width < 1280px)").matches
  if (panes && !tab.offsetParent) narrow ? (panes.dataset.sheet = "open") : (panes.dataset.context = "on") // asked for by its command
  return open(tab)
}

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-beside]")
  if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  show(tab)
})

// Led to one thing around the ticket: a chip of the head, or what a refusal names.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-beside-go]")
  const tab = link && document.getElementById("beside-ticket-tab")
  if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  await show(tab)
  const place = document.getElementById(link.dataset.besideGo)
  if (edit(link.dataset.besideGo.replace(/^field-/, ""))) return
  place?.scrollIntoView({ block: "nearest" })
  place?.querySelector("button, input:not([type=hidden])")?.focus({ preventScroll: true })
})

document.addEventListener("keydown", (event) => {
  const all = tabs()
  const now = all.indexOf(event.target)
  const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: all.length - 1 }[event.key]
  if (now < 0 || next === undefined) return
  event.preventDefault()
  open(all.at(next % all.length), true)
})
