// Addresses as chips: typed ones are checked, known ones suggested. The field below stays the one that is sent.
import { say } from "ui/words"

const GOOD = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]{2,}$/
const bare = (text) => (/<([^>]+)>/.exec(text)?.[1] ?? text).trim().toLowerCase()

export function enhance(source) {
  if (source.dataset.chips !== undefined) return
  source.dataset.chips = ""
  const box = Object.assign(document.createElement("div"), { className: "people" })
  const input = Object.assign(document.createElement("input"), { className: "people__input", autocomplete: "off", spellcheck: false, inputMode: "email" })
  const list = Object.assign(document.createElement("ul"), { className: "people__list", id: `${source.id}-known`, hidden: true })
  const had = document.activeElement === source
  input.id = `${source.id}-typed`
  list.setAttribute("role", "listbox")
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value)
  document.querySelector(`label[for="${source.id}"]`)?.setAttribute("for", input.id)
  box.append(input, list)
  source.hidden = true
  source.required = false
  source.after(box)
  const state = { source, box, input, list, at: -1, known: [] }
  const given = source.value.split(/[,;\n]/)
  if (had) input.value = given.pop().trimStart() // being typed while this module came
  for (const value of given) add(state, value)
  input.addEventListener("input", () => typed(state))
  input.addEventListener("keydown", (event) => pressed(state, event))
  input.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text")
    if (!/[,;\n]/.test(text)) return
    event.preventDefault()
    for (const value of text.split(/[,;\n]/)) add(state, value)
    tell(state)
  })
  input.addEventListener("blur", () => setTimeout(() => { close(state); settle(state) }, 120))
  if (had) input.focus()
}

const values = ({ box }) => [...box.querySelectorAll(".people__one")].map((chip) => chip.dataset.value)

function tell(state) {
  state.source.value = values(state).join(", ")
  state.source.dispatchEvent(new Event("input", { bubbles: true }))
}

function add(state, text) {
  const value = bare(text)
  if (!value || values(state).includes(value)) return
  const chip = Object.assign(document.createElement("span"), { className: "chip people__one", textContent: value })
  chip.dataset.value = value
  if (!GOOD.test(value)) { chip.classList.add("chip--mengkudu"); chip.title = say("notAnAddress") }
  const out = Object.assign(document.createElement("button"), { type: "button", textContent: "×" })
  out.setAttribute("aria-label", `${say("remove")} ${value}`)
  out.addEventListener("click", () => { chip.remove(); tell(state); state.input.focus() })
  chip.append(out)
  state.input.before(chip)
}

function settle(state) {
  if (!state.input.value.trim()) return
  add(state, state.input.value)
  state.input.value = ""
  tell(state)
}

let timer
function typed(state) {
  if (/[,;]$/.test(state.input.value)) { state.input.value = state.input.value.slice(0, -1); return settle(state) }
  clearTimeout(timer)
  timer = setTimeout(() => suggest(state), 150)
}

async function suggest(state) {
  const url = new URL(document.getElementById("composer").dataset.addresses, location)
  url.searchParams.set("q", state.input.value)
  const answer = await fetch(url).catch(() => null)
  if (!answer?.ok || document.activeElement !== state.input) return
  state.known = (await answer.json()).addresses.filter(({ value }) => !values(state).includes(value))
  state.list.replaceChildren(...state.known.map(({ value, name }, index) => {
    const option = Object.assign(document.createElement("li"), { id: `${state.list.id}-${index}`, textContent: name && name !== value ? `${name} · ${value}` : value })
    option.setAttribute("role", "option")
    option.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(state, index) })
    return option
  }))
  state.at = -1
  state.list.hidden = !state.known.length
  state.input.setAttribute("aria-expanded", String(!state.list.hidden))
}

function close(state) {
  state.list.hidden = true
  state.known = []
  state.input.setAttribute("aria-expanded", "false")
  state.input.removeAttribute("aria-activedescendant")
}

function choose(state, index) {
  add(state, state.known[index].value)
  state.input.value = ""
  close(state)
  tell(state)
}

function pressed(state, event) {
  if (event.isComposing) return
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step && state.known.length) {
    event.preventDefault()
    state.at = (state.at + step + state.known.length) % state.known.length
    for (const [index, option] of [...state.list.children].entries()) option.setAttribute("aria-selected", String(index === state.at))
    state.input.setAttribute("aria-activedescendant", `${state.list.id}-${state.at}`)
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault()
    state.at >= 0 ? choose(state, state.at) : settle(state)
  } else if (event.key === "Escape" && !state.list.hidden) {
    event.stopPropagation()
    close(state)
  } else if (event.key === "Backspace" && !state.input.value) {
    const last = [...state.box.querySelectorAll(".people__one")].at(-1)
    if (!last) return
    event.preventDefault()
    state.input.value = last.dataset.value
    last.remove()
    tell(state)
  }
}
