// Ctrl/⌘K: what can be done now with what is in front of one, then where one can go, then what the server finds. A combobox
// over a listbox. Both languages find the same command, whatever the page speaks; dangers are asked for twice.
import { words, say } from "ui/words"
import { run, available, keyOf, printed } from "ui/keys"
import { mean, subject, withTicket } from "ui/subject"
import { fragment } from "ui/http"
import { plain, score } from "ui/fuzzy"
import { opened } from "ui/recent"

const dialog = document.getElementById("palette-dialog")
const input = document.getElementById("palette-input")
const list = document.getElementById("palette-list")
const trail = document.getElementById("palette-trail")
const status = document.getElementById("palette-status")
const NESTED = { assign: "assign", team: "team", state: "state", priority: "priority", label: "label", snooze: "snooze" }
let base = [], places = null, level = null, found = [], shown = [], chosen = 0, armed = null, own = 0, asking = null, timer

const kept = () => JSON.parse(localStorage.getItem("percaya.palette") ?? "[]")
const keep = (id) => localStorage.setItem("percaya.palette", JSON.stringify([id, ...kept().filter((each) => each !== id)].slice(0, 6)))

function commands() {
  const at = subject()
  const own = at?.kind === "many" ? say("selected") : at ? say("ticketNumber", { n: at.number }) : ""
  const recent = kept()
  return words.commands.filter((each) => each.id !== "palette" && available(each.id)).map((each) => ({
    id: each.id, label: each.label, words: each.words, key: printed(keyOf(each)), danger: each.danger,
    group: each.acts && own ? own : each.group, rank: (each.acts ? 2 : 0) + (recent.includes(each.id) ? 9 - recent.indexOf(each.id) : 0),
    nested: at?.kind !== "row" && menuOf(each.id, at), run: () => run(each.id),
  })).sort((a, b) => b.rank - a.rank)
}

function menuOf(id, at) {
  const within = at?.kind === "many" ? document.getElementById("bulk") : document.getElementById("ticket-head")
  const opener = NESTED[id] && within?.querySelector(`[popovertarget][data-command="${id}"]`)
  return opener && document.getElementById(opener.getAttribute("popovertarget"))
}

// A menu of the page becomes a page of the palette: its buttons and the choices of its select, each as it stands there.
function inside(menu) {
  const buttons = [...menu.querySelectorAll("button.menu__item, a.menu__item[href]")].map((item) => ({
    label: (item.querySelector(".one-line") ?? item).textContent.trim(), key: item.querySelector(".key")?.textContent ?? "",
    on: item.getAttribute("aria-pressed") === "true", danger: item.matches("[data-danger]"), run: () => item.click(),
  }))
  const choices = [...menu.querySelectorAll("select option")].map((option) => ({
    label: option.textContent.trim(), run: () => { option.parentElement.value = option.value; option.form.requestSubmit() },
  }))
  return [...buttons, ...choices].map((each) => ({ words: "", group: "", ...each }))
}

async function enter(entry) {
  level = { title: entry.label, entries: inside(entry.nested) }
  input.value = ""
  draw()
  const later = entry.nested.querySelector("[hx-get]")
  if (!later || level.entries.length > 1) return
  await htmx.ajax("GET", later.getAttribute("hx-get"), { target: later, swap: "innerHTML" }).catch(() => {})
  if (!level) return
  level.entries = inside(entry.nested)
  draw()
}

const leave = () => { level = null; input.value = ""; draw() }

function ranked(entries, wanted) {
  if (!wanted) return entries
  return entries.map((entry) => [score(entry, wanted), entry]).filter(([points]) => points)
    .sort((a, b) => b[0] - a[0]).slice(0, 40).map(([, entry]) => entry).reduce(together, [])
}

// Each group once, where its best entry stands.
function together(list, entry) {
  const last = list.findLastIndex((each) => each.group === entry.group)
  list.splice(last < 0 ? list.length : last + 1, 0, entry)
  return list
}

function draw() {
  const wanted = plain(input.value.trim())
  armed = null
  trail.hidden = !level
  trail.textContent = level?.title ?? ""
  const entries = level ? level.entries : [...base, ...(places ?? [])]
  const fit = ranked(entries, wanted)
  const recent = level || wanted ? [] : opened().map((one) => ({ ...one, group: say("recent"), strip: true, run: () => location.assign(one.href) }))
  shown = [...recent, ...(wanted || level ? fit.slice(0, 40) : fit.filter((each) => !each.quiet))]
  own = shown.length
  if (wanted && !level) shown.push(...found)
  chosen = recent.length && recent.length < shown.length ? recent.length : 0
  paint()
}

function paint() {
  const parts = []
  let box = null, name = null
  shown.forEach((entry, index) => {
    if (!box || (entry.group && entry.group !== name)) {
      name = entry.group
      box = document.createElement("div")
      box.setAttribute("role", "group")
      box.className = entry.strip ? "palette__strip" : "palette__group"
      if (name) box.setAttribute("aria-label", name), box.append(part("div", "palette__heading", name))
      parts.push(box)
    }
    box.append(option(entry, index))
  })
  list.replaceChildren(...parts)
  if (!shown.length) list.append(part("div", "palette__none", asking ? say("searching") : say("nothingFound")))
  status.textContent = shown.length ? "" : say("nothingFound")
  mark()
}

function part(tag, name, text) {
  const element = Object.assign(document.createElement(tag), { className: name, textContent: text })
  if (name === "palette__heading") element.setAttribute("aria-hidden", "true")
  return element
}

function option(entry, index) {
  const element = Object.assign(document.createElement("div"), { className: "palette__option", id: `palette-${index}` })
  element.setAttribute("role", "option")
  element.append(part("span", "one-line", entry.on ? `✓ ${entry.label}` : entry.label))
  if (entry.detail) element.append(part("small", "one-line", entry.detail))
  if (entry.key) element.append(part("span", "key", entry.key))
  else if (entry.nested) element.append(part("span", "palette__more", "›"))
  element.addEventListener("click", () => choose(index))
  return element
}

function mark() {
  const options = list.querySelectorAll("[role=option]")
  options.forEach((element, index) => element.setAttribute("aria-selected", String(index === chosen)))
  options[chosen]?.scrollIntoView({ block: "nearest" })
  if (shown.length) input.setAttribute("aria-activedescendant", `palette-${chosen}`)
  else input.removeAttribute("aria-activedescendant")
}

function choose(index) {
  const entry = shown[index]
  if (!entry) return
  if (entry.nested) return enter(entry)
  if (entry.danger && armed !== entry) {
    armed = entry
    const element = list.querySelectorAll("[role=option]")[index]
    element.classList.add("palette__option--danger")
    status.textContent = element.querySelector(".one-line").textContent = say("sure", { p: entry.label })
    chosen = index
    return mark()
  }
  if (entry.id) keep(entry.id)
  dialog.close()
  mean(undefined)
  requestAnimationFrame(() => (entry.run ? entry.run() : location.assign(entry.href)))
}

// What the server finds comes below what is there already, and moves nothing that is chosen.
function ask() {
  asking?.abort()
  asking = null
  clearTimeout(timer)
  found = []
  const text = input.value.trim()
  if (text.length < 2 || level) return
  asking = new AbortController()
  timer = setTimeout(async () => {
    const mine = asking
    const answer = await fragment(`${dialog.dataset.url}?q=${encodeURIComponent(text)}`, { signal: mine.signal }).catch(() => null)
    if (mine !== asking || level) return
    asking = null
    const keeps = chosen
    found = answer ? JSON.parse(answer).map((one) => (one.macro ? { ...one, run: template(one) } : one)) : []
    shown = [...shown.slice(0, own), ...found]
    paint()
    chosen = Math.min(keeps, Math.max(0, shown.length - 1))
    mark()
  }, 140)
}

// A template goes where a reply can be written; elsewhere its own page opens.
function template({ macro, label, href }) {
  const at = subject()
  const put = () => { run("reply"); import("ui/slash").then((slash) => slash.put(macro, label)) }
  if (at?.kind === "row") return () => withTicket(at, put)
  return at?.kind === "open" && document.querySelector('#composer [data-tab="reply"]') ? put : () => location.assign(href)
}

async function learnPlaces() {
  if (places) return
  places = []
  const answer = await fragment(dialog.dataset.url).catch(() => null)
  places = answer ? JSON.parse(answer) : null
  if (!dialog.open || level || !places) return
  const [at, keeps] = [shown[chosen], chosen]
  draw()
  const now = shown.indexOf(at) // it may stand lower now, but it is the one
  chosen = now < 0 ? Math.max(0, Math.min(keeps, shown.length - 1)) : now
  mark()
}

export function show() {
  base = commands()
  level = null
  found = []
  draw()
  ask() // something may have been typed while this was on its way
  learnPlaces()
}

dialog.addEventListener("close", () => { mean(undefined); input.value = "" })
input.addEventListener("input", () => { ask(); draw() })
input.addEventListener("keydown", (event) => {
  if (event.isComposing) return
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
  if (step && shown.length) {
    chosen = Math.abs(step) === 1 ? (chosen + step + shown.length) % shown.length : Math.max(0, Math.min(shown.length - 1, chosen + step))
    mark()
    event.preventDefault()
  }
  if (event.key === "Enter") { event.preventDefault(); choose(chosen) }
  if (level && ((event.key === "Backspace" && !input.value) || event.key === "Escape")) { event.preventDefault(); leave() }
})
