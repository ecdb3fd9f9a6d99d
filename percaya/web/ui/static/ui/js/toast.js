// Short notices with an optional undo. Errors stay until closed.
import { say } from "ui/words"
import { post } from "ui/http"

const tray = document.getElementById("toasts")

function leaveLater(element, seconds) {
  if (!element.classList.contains("toast--error")) setTimeout(() => element.remove(), seconds * 1000)
}

export function toast(text, { error = false, undo = "", seconds = 6, label = "", href = "", go = "" } = {}) {
  const element = document.createElement("div")
  element.className = error ? "toast toast--error" : "toast"
  element.append(text)
  if (undo) element.append(button(label || say("undo"), () => runUndo(undo, element), "undo"))
  if (href) {
    const link = Object.assign(document.createElement("a"), { href, textContent: label, className: "button button--small" })
    link.dataset.besideGo = go
    link.addEventListener("click", () => element.remove())
    element.append(link)
  }
  if (error) element.append(button(say("close"), () => element.remove()))
  tray.append(element)
  leaveLater(element, seconds)
  return element
}

function button(text, run, command = "") {
  const element = document.createElement("button")
  element.type = "button"
  element.className = "button button--small"
  element.textContent = text
  if (command) element.dataset.command = command
  element.addEventListener("click", run)
  return element
}

async function runUndo(url, element) {
  const answer = await post(url).catch(() => null)
  element.remove()
  if (!answer?.ok) return toast((answer && (await answer.text()).slice(0, 200)) || say("failed"), { error: true })
  document.dispatchEvent(new CustomEvent("percaya:undone", { detail: await answer.json() }))
}

for (const element of tray.querySelectorAll("[data-toast]")) leaveLater(element, 8)
document.body.addEventListener("percaya:toast", (event) => toast(event.detail.text, event.detail))
document.body.addEventListener("htmx:responseError", (event) => {
  toast(event.detail.xhr.status === 403 ? say("forbidden") : say("failed"), { error: true })
})
document.body.addEventListener("htmx:sendError", () => toast(say("failed"), { error: true }))
