// Templates and macros at the caret: "/" and words of their title or text; filled words are marked, open slots stand out.
import { say } from "ui/words"
import { pick } from "ui/caret"
import { box, field, form, write } from "ui/composer"
import { chip, save, used } from "ui/drafts"
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
  if (macro.id) used(of, macro.id) // an article has none: nothing is counted of it
  for (const step of macro.steps) chip(of, step)
  write(field(of), macro.text, start, end) // after its steps: what is typed saves both
  check(of, true)
}

// The steps alone, now, without a reply.
export async function runSteps(of) {
  const values = { csrfmiddlewaretoken: of.elements.csrfmiddlewaretoken.value, macro: of.querySelector("[name=macro]")?.value ?? "" }
  values.do = [...of.querySelectorAll("[name=do]:checked")].map((input) => input.value)
  if (!values.do.length) return
  await htmx.ajax("POST", box().dataset.run, { target: "#ticket-head", swap: "outerHTML", values })
  for (const done of of.querySelectorAll(".chip--step, [name=macro]")) done.remove()
  save(of)
}

function start(of, from) {
  const area = field(of)
  pick(area, {
    start: from, label: say("templates"), none: say("nothingFound"), find: find(box().dataset.macros), draw, aside,
    choose: (macro, begin, end) => use(of, macro, area.value[begin - 1] === "/" ? begin - 1 : begin, end),
  })
}

// A template by its id, at the caret of the reply, as soon as there is one.
export async function put(id, title) {
  for (let tries = 0; form()?.dataset.kind !== "reply" && tries < 80; tries += 1) await new Promise((done) => setTimeout(done, 50))
  const of = form()
  if (of?.dataset.kind !== "reply") return
  const macro = (await find(box().dataset.macros)(title)).find((one) => one.id === id)
  const at = field(of).selectionStart
  if (macro) use(of, macro, at, at)
}

export const typed = start
export function open(of) {
  field(of).focus()
  start(of, field(of).selectionStart)
}
