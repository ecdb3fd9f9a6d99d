// Templates and macros at the caret: "/" and words of their title or text; filled words are marked, open slots stand out.
import { say } from "ui/words"
import { pick } from "ui/caret"
import { box, field, write } from "ui/composer"
import { check } from "ui/slots"

let asked = 0
const find = (url) => async (query) => {
  const mine = (asked += 1)
  await new Promise((done) => setTimeout(done, query ? 120 : 0))
  if (mine !== asked) throw new Error("overtaken")
  const address = new URL(url, location)
  address.searchParams.set("q", query)
  const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } })
  return (await answer.json()).macros
}

const part = (tag, className, textContent) => Object.assign(document.createElement(tag), { className, textContent })

function draw(macro) {
  const line = document.createDocumentFragment()
  line.append(part("b", "one-line", macro.title), part("span", "chip", macro.scopeWord), part("span", "picker__words one-line", macro.text || macro.steps.map((step) => step.words).join(" · ")))
  return line
}

function aside(macro) {
  const text = part("div", "message wrap", "")
  let at = 0
  for (const [start, end] of macro.values) {
    text.append(macro.text.slice(at, start), part("mark", "filled", macro.text.slice(start, end)))
    at = end
  }
  text.append(macro.text.slice(at))
  const open = macro.missing.length ? [part("p", "chip chip--mengkudu", `${say("openSlots")} ${macro.missing.join(", ")}`)] : []
  return [text, ...open, ...macro.steps.map((step) => part("span", "chip chip--outline", step.words))]
}

function use(of, macro, start, end) {
  const area = field(of)
  write(area, macro.text, start, end)
  const steps = of.querySelector("[data-steps]")
  steps.insertAdjacentElement("afterbegin", Object.assign(document.createElement("input"), { type: "hidden", name: "macro", value: macro.id }))
  for (const step of macro.steps) {
    const chip = part("label", "chip chip--step", "")
    chip.append(Object.assign(document.createElement("input"), { type: "checkbox", name: "do", value: step.do, checked: true }), step.words)
    steps.append(chip)
  }
  if (macro.steps.length && !steps.querySelector("[data-run-steps]")) steps.append(runner(of))
  check(of, true)
}

// Its steps alone, now, without a reply.
function runner(of) {
  const button = Object.assign(part("button", "button button--small button--quiet", say("runSteps")), { type: "button" })
  button.dataset.runSteps = ""
  button.addEventListener("click", async () => {
    const values = { csrfmiddlewaretoken: of.elements.csrfmiddlewaretoken.value, macro: of.querySelector("[name=macro]").value }
    values.do = [...of.querySelectorAll("[name=do]:checked")].map((input) => input.value)
    await htmx.ajax("POST", box().dataset.run, { target: "#ticket-head", swap: "outerHTML", values })
    of.querySelector("[data-steps]").replaceChildren()
  })
  return button
}

function start(of, from) {
  const area = field(of)
  pick(area, {
    start: from, label: say("templates"), none: say("nothingFound"), find: find(box().dataset.macros), draw, aside,
    choose: (macro, begin, end) => use(of, macro, area.value[begin - 1] === "/" ? begin - 1 : begin, end),
  })
}

export const typed = start
export function open(of) {
  field(of).focus()
  start(of, field(of).selectionStart)
}
