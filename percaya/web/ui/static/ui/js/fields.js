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

// What is typed around a ticket and not saved yet outlives a refresh by a push and the answer to another of its forms.
const changed = (input) =>
  input.matches("select")
    ? [...input.options].some((option) => option.selected !== option.defaultSelected) && input.selectedIndex > 0
    : input.matches("[type=checkbox]") ? input.checked !== input.defaultChecked : input.value !== input.defaultValue
const unsaved = (element) => [...element.querySelectorAll("input:not([type=hidden]), select, textarea")].filter(changed)

export function renew(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.id : null
  if (focused === "" || old.querySelector(":popover-open") || unsaved(old).length) return
  const open = old.querySelector(".around__edit")?.open
  old.replaceWith(fresh)
  if (open && fresh.querySelector(".around__edit")) fresh.querySelector(".around__edit").open = true
  htmx.process(fresh)
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
}

document.addEventListener("percaya:fresh", ({ detail }) => {
  const [old, fresh] = [document.getElementById("ticket-around"), detail.getElementById("ticket-around")]
  if (old && fresh) renew(old, fresh)
})

let kept = []
document.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
  if (target.id !== "ticket-around") return
  const own = detail.requestConfig?.elt
  const box = target.querySelector(".around__edit")
  kept = unsaved(target).filter((input) => input.id && input.form !== own && !box?.contains(input)).map(({ id, value }) => ({ id, value }))
  if (box?.open && !box.contains(own)) kept.push(unsaved(box).length ? { box } : { open: true })
})
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id !== "ticket-around") return
  const now = document.querySelector("#ticket-around .around__edit")
  for (const { id, value, box, open } of kept.splice(0)) {
    if (box) now?.replaceWith(box)
    else if (open) now?.setAttribute("open", "")
    else if (document.getElementById(id)) document.getElementById(id).value = value
  }
})
