// The help sheet: every command with its key, out of the same table. A click on a key chooses another one, kept for the
// member on every device; loaded when it is first asked for.
import { words, say } from "ui/words"
import { isOff, keyOf, listen, printed, setOwn } from "ui/keys"
import { post } from "ui/http"
import { toast } from "ui/toast"

const dialog = document.getElementById("keys-dialog")
const list = document.getElementById("keys-list")
const switcher = document.getElementById("keys-switch")

const make = (tag, values = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), values)
  element.append(...children)
  return element
}

function draw() {
  const groups = new Map()
  for (const command of words.commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command])
  list.replaceChildren(...[...groups].map(([name, commands]) =>
    make("section", {}, make("h3", { textContent: name }), make("dl", {}, ...commands.flatMap(line)))))
}

function line(command) {
  const shown = printed(keyOf(command)) || "—"
  const key = make("button", { type: "button", className: "key", textContent: shown })
  key.setAttribute("aria-label", `${command.label}: ${shown}`)
  key.addEventListener("click", () => learn(command, key))
  return [make("dt", { textContent: command.label }), make("dd", {}, key)]
}

// Two strokes within a moment are a sequence, as in "g i".
function learn(command, key) {
  key.textContent = "…"
  listen((one) => {
    if (one === "Escape") return draw()
    if (one.length > 1) return keep(command, one)
    const waiting = setTimeout(() => { listen(null); keep(command, one) }, 700)
    key.textContent = `${one} …`
    listen((two) => { clearTimeout(waiting); keep(command, two.length === 1 ? `${one} ${two}` : one) })
  })
}

async function keep(command, key) {
  const answer = await post(dialog.dataset.url, { command: command.id, key }).catch(() => null)
  if (answer?.ok) setOwn(command.id, key)
  else toast((answer && (await answer.text()).slice(0, 300)) || say("failed"), { error: true })
  draw()
  list.querySelector(`[aria-label^="${CSS.escape(command.label)}:"]`)?.focus()
}

switcher.addEventListener("change", async () => {
  const off = switcher.checked ? "0" : "1"
  const answer = await post(dialog.dataset.url, { off }).catch(() => null)
  if (!answer?.ok) return toast(say("failed"), { error: true })
  document.documentElement.dataset.keysOff = off
  toast(say(switcher.checked ? "keysOn" : "keysOff"))
})
dialog.addEventListener("close", () => listen(null))

export function show() {
  draw()
  switcher.checked = !isOff()
  document.querySelector(".menu:popover-open")?.hidePopover()
  if (!dialog.open) dialog.showModal()
}
