// Theme and density at once, without a reload; the choice is kept by the same form the buttons belong to.
import { post } from "ui/http"

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-look]")
  if (!button) return
  event.preventDefault()
  document.documentElement.dataset[button.dataset.look] = button.value
  for (const other of document.querySelectorAll(`button[data-look="${button.dataset.look}"]`))
    other.setAttribute("aria-pressed", String(other === button))
  post(button.form.action, { [button.name]: button.value })
})
