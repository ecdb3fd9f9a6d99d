// Pages that open as a dialog over the ticket: links with data-sheet. Forms in them are sent from there; what goes wrong is
// said in the dialog, what goes well leads to the ticket it speaks of.
import { say } from "ui/words"
import { fragment, post } from "ui/http"
import { toast } from "ui/toast"

let opener = null

function dialog() {
  const known = document.getElementById("sheet")
  if (known) return known
  const made = Object.assign(document.createElement("dialog"), { id: "sheet", className: "dialog dialog--wide" })
  made.innerHTML = '<header class="dialog__head"><h2 id="sheet-title"></h2></header><div class="dialog__body"></div>'
  made.setAttribute("aria-labelledby", "sheet-title")
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button button--quiet button--small", textContent: say("close") })
  close.addEventListener("click", () => made.close())
  made.querySelector("header").append(close)
  made.addEventListener("close", () => opener?.isConnected && opener.checkVisibility() && opener.focus({ preventScroll: true }))
  document.body.append(made)
  return made
}

async function open(address) {
  const box = dialog()
  box.querySelector(".dialog__body").innerHTML = await fragment(address)
  const inside = box.querySelector(".sheet")
  box.querySelector("#sheet-title").textContent = inside?.dataset.title ?? ""
  if (!box.open) box.showModal()
  box.querySelector("[autofocus], .dialog__body a, .dialog__body input:not([type=hidden]), .dialog__body button")?.focus()
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-sheet]")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  if (!link.closest("#sheet")) opener = link.closest("[popover]") ? null : document.activeElement
  link.closest("[popover]")?.hidePopover()
  open(link.href).catch(() => location.assign(link.href))
})

document.addEventListener("submit", (event) => {
  const form = event.target
  if (!form.closest("#sheet")) return
  event.preventDefault()
  if (form.method === "get") return open(`${form.action}?${new URLSearchParams(new FormData(form))}`).catch(() => toast(say("failed"), { error: true }))
  send(form)
}, true)

async function send(form) {
  if (form.dataset.sent) return
  form.dataset.sent = "1"
  const answer = await post(form.action, new FormData(form)).catch(() => null)
  delete form.dataset.sent
  if (!answer?.ok) return toast((answer?.status === 409 && (await answer.text())) || say("failed"), { error: true })
  const { ticket, text, undo } = await answer.json()
  dialog().close()
  if (document.getElementById("ticket")) {
    history.pushState({}, "", ticket)
    await htmx.ajax("GET", ticket, { target: "#ticket", swap: "outerHTML" })
  } else return location.assign(ticket)
  toast(text, { undo, seconds: 10 })
}
