// Ctrl/⌘K: a combobox over what this page can do now, and the links of the rail. Both languages find the same command.
import { words, say } from "ui/words"
import { on, run, available, keyOf } from "ui/keys"

const dialog = document.getElementById("palette-dialog")
const input = document.getElementById("palette-input")
const list = document.getElementById("palette-list")
let shown = []
let chosen = 0

function entries() {
  const commands = words.commands
    .filter((each) => each.id !== "palette" && available(each.id))
    .map((each) => ({ label: each.label, words: `${each.label} ${each.words}`, key: keyOf(each), group: each.group, run: () => run(each.id) }))
  const known = new Set(commands.map((each) => each.label))
  const links = [...document.querySelectorAll(".rail .nav-item[href]")].map((link) => {
    const label = link.querySelector(".nav-item__text").textContent.trim()
    return { label, words: label, key: "", group: say("goTo"), run: () => link.click() }
  })
  return [...commands, ...links.filter((each) => !known.has(each.label))]
}

const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[̀-ͯ…]/g, "")

function score(entry, wanted) {
  const text = plain(entry.words)
  if (!wanted) return 1
  if (plain(entry.label).startsWith(wanted)) return 4
  if (text.split(/\s+/).some((word) => word.startsWith(wanted))) return 3
  if (text.includes(wanted)) return 2
  return wanted.split(/\s+/).every((part) => text.includes(part)) ? 1 : 0
}

function draw() {
  const wanted = plain(input.value.trim())
  shown = entries().map((entry) => [score(entry, wanted), entry]).filter(([points]) => points)
    .sort((a, b) => b[0] - a[0]).map(([, entry]) => entry)
  chosen = 0
  list.replaceChildren(...shown.map(option))
  if (!shown.length) list.append(Object.assign(document.createElement("div"), { className: "palette__none", textContent: say("nothingFound") }))
  mark()
}

function option(entry, index) {
  const element = Object.assign(document.createElement("div"), { className: "palette__option", id: `palette-${index}` })
  element.setAttribute("role", "option")
  element.append(entry.label, " ", Object.assign(document.createElement("small"), { textContent: entry.group }))
  if (entry.key) element.append(Object.assign(document.createElement("span"), { className: "key", textContent: entry.key.replace("mod", "Ctrl").replace("Enter", "↵").replace(/^[A-Z]$/, "Shift+$&") }))
  element.addEventListener("click", () => choose(index))
  return element
}

function mark() {
  ;[...list.children].forEach((element, index) => element.setAttribute("aria-selected", String(index === chosen)))
  list.children[chosen]?.scrollIntoView({ block: "nearest" })
  input.setAttribute("aria-activedescendant", shown.length ? `palette-${chosen}` : "")
}

function choose(index) {
  const entry = shown[index]
  dialog.close()
  if (entry) requestAnimationFrame(() => entry.run())
}

if (dialog) {
  on("palette", () => { input.value = ""; draw(); dialog.showModal(); input.focus() })
  input.addEventListener("input", draw)
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && shown.length) { chosen = (chosen + step + shown.length) % shown.length; mark(); event.preventDefault() }
    if (event.key === "Enter") { event.preventDefault(); choose(chosen) }
  })
}
