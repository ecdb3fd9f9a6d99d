// Custom fields that hang on others: shown while the deciding one has one of the named values. Without scripts they appear once that one is saved.
const value = (form, key) =>
  [...form.querySelectorAll(`[name="field-${key}"]`)].flatMap((input) =>
    input.type === "checkbox" ? (input.checked ? [input.value] : []) : [input.value])

function settle(form) {
  for (const field of form.querySelectorAll("[data-decided-by]")) {
    const above = form.querySelector(`[data-field="${field.dataset.decidedBy}"]`)
    const among = field.dataset.among.split("\n")
    field.hidden = Boolean(above?.hidden) || !value(form, field.dataset.decidedBy).some((one) => among.includes(one))
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.name?.startsWith("field-") && event.target.form
  if (form) settle(form)
})

// A field that a refusal or a chip names: its form opens, and the field is ready to be typed into.
export function edit(key) {
  const field = document.querySelector(`#ticket-around [data-field="${key}"]`)
  if (!field) return false
  field.closest("details").open = true
  field.querySelector("input:not([type=hidden]), select")?.focus()
  return true
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-edit-field]")
  if (link && edit(link.dataset.editField)) event.preventDefault()
})
