// Writing an article: marks from the toolbar, the draft kept while typing, a preview, pictures by paste, drop or file.
import { post } from "ui/http"

const form = document.getElementById("kb-edit")

if (form) for (const side of form.querySelectorAll("[data-side]")) edit(side)

function edit(side) {
  const language = side.dataset.side
  const body = side.querySelector("[data-body]")
  const kept = side.querySelector("[data-kept]")
  const late = form.querySelector("[data-late]")
  const revision = form.elements[`revision_${language}`]
  let timer, stopped = false, typed = 0, saving = false

  side.querySelector("[data-tools]").hidden = false

  function changed() {
    typed += 1
    clearTimeout(timer)
    timer = setTimeout(keep, 900)
    if (preview.open) shown()
  }

  async function keep() {
    if (stopped) return
    if (saving) { timer = setTimeout(keep, 300); return }
    saving = true
    const at = typed, data = new FormData()
    for (const name of ["title", "summary", "body", "slug", "revision"]) data.set(`${name}_${language}`, form.elements[`${name}_${language}`].value)
    data.set("language", language)
    try {
      const answer = await post(form.dataset.draft, data)
      const said = await answer.json()
      if (answer.ok) { revision.value = said.revision; if (at === typed) kept.textContent = said.said }
      else { stopped = answer.status === 409; late.textContent = said.said; late.hidden = false }
    } catch { kept.textContent = "" }
    saving = false
  }

  side.addEventListener("input", (event) => { if (!event.target.matches("[data-picture]")) changed() })

  const preview = side.querySelector("[data-preview]")
  let drawing
  function shown() {
    clearTimeout(drawing)
    drawing = setTimeout(async () => {
      const answer = await post(form.dataset.preview, { body: body.value })
      if (answer.ok) side.querySelector("[data-shown]").innerHTML = await answer.text()
    }, 250)
  }
  preview.addEventListener("toggle", () => { if (preview.open) shown() })

  const marks = {
    bold: ["**", "**"], italic: ["*", "*"], heading: ["\n## ", ""], list: ["\n- ", ""], steps: ["\n1. ", ""], link: ["[", "](https://)"],
    quote: ["\n> [!TIP] ", ""], table: ["\n| A | B |\n| --- | --- |\n| ", " |  |\n"], code: ["`", "`"],
  }
  side.querySelector("[data-tools]").addEventListener("click", (event) => {
    const mark = marks[event.target.closest("[data-mark]")?.dataset.mark]
    if (!mark) return
    const words = body.value.slice(body.selectionStart, body.selectionEnd)
    put(mark[0] + words + mark[1], mark[0].length + words.length)
  })

  function put(text, caret = text.length) {
    const at = body.selectionStart
    body.focus()
    // insertText keeps the browser's own undo; where it is not there, the value is set.
    if (!document.execCommand("insertText", false, text)) body.setRangeText(text)
    body.setSelectionRange(at + caret, at + caret)
    changed()
  }

  async function picture(file) {
    const data = new FormData()
    data.set("file", file)
    const answer = await post(form.dataset.pictures, data)
    const said = await answer.json()
    if (answer.ok) put(said.markdown)
    else { late.textContent = said.said; late.hidden = false }
  }
  const images = (list) => [...(list ?? [])].filter((file) => file.type.startsWith("image/"))
  side.querySelector("[data-picture]").addEventListener("change", (event) => { images(event.target.files).forEach(picture); event.target.value = "" })
  body.addEventListener("paste", (event) => {
    const found = images(event.clipboardData?.files)
    if (found.length) { event.preventDefault(); found.forEach(picture) }
  })
  const over = (is) => body.parentElement.classList.toggle("is-over", is)
  body.addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) { event.preventDefault(); over(true) } })
  body.addEventListener("dragleave", () => over(false))
  body.addEventListener("drop", (event) => {
    over(false)
    const found = images(event.dataTransfer?.files)
    if (found.length) { event.preventDefault(); found.forEach(picture) }
  })
}
