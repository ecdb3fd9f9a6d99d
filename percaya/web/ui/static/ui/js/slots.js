// Slots that nothing has filled: named below the text, a click goes to them. The server refuses them too.
import { say } from "ui/words"

const SLOT = /\{\{\s*(?:contact|ticket|agent|workspace|brand|field|now|today|due)\b[^{}\n]{0,80}\}\}/g

export function check(of, go = false) {
  const area = of.querySelector("textarea")
  const found = [...area.value.matchAll(SLOT)]
  let strip = of.querySelector(".composer__open")
  if (!found.length) return strip?.remove()
  if (!strip) {
    strip = Object.assign(document.createElement("p"), { className: "composer__open" })
    strip.setAttribute("role", "status")
    area.after(strip)
  }
  strip.replaceChildren(`${say("openSlots")} `, ...found.map((slot) => chip(area, slot)))
  if (go) select(area, found[0])
}

function chip(area, slot) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "chip chip--mengkudu", textContent: slot[0] })
  button.addEventListener("click", () => select(area, slot))
  return button
}

function select(area, slot) {
  area.focus()
  area.setSelectionRange(slot.index, slot.index + slot[0].length)
}
