// "@" in a note: colleagues and teams; who was chosen goes along by id, so that two of one name are told apart.
import { say } from "ui/words"
import { pick } from "ui/caret"
import { box, field, write } from "ui/composer"

let people
const known = () => (people ??= fetch(box().dataset.people).then((answer) => answer.json()).then((told) => told.people))
const plain = (text) => text.toLowerCase()

async function find(query) {
  const wanted = plain(query)
  return (await known()).filter(({ name }) => plain(name).startsWith(wanted) || plain(name).includes(` ${wanted}`)).slice(0, 12)
}

function draw({ name, kind }) {
  const line = document.createDocumentFragment()
  line.append(Object.assign(document.createElement("b"), { textContent: name }))
  if (kind === "team") line.append(Object.assign(document.createElement("span"), { className: "chip", textContent: say("team") }))
  return line
}

function start(of, from) {
  const area = field(of)
  pick(area, {
    start: from, label: say("colleagues"), none: say("nothingFound"), find, draw,
    choose: (person, begin, end) => {
      write(area, `@${person.name} `, begin - 1, end)
      const ids = new Set(of.elements.mentions.value.split(",").filter(Boolean))
      of.elements.mentions.value = [...ids.add(person.id)].join(",")
    },
  })
}

export const typed = start
export function open(of) {
  const area = field(of), before = area.value.slice(0, area.selectionStart)
  write(area, `${before && !/\s$/.test(before) ? " " : ""}@`)
  start(of, area.selectionStart)
}
