// A form is sent once: the second click waits. data-autosubmit sends on change.
document.addEventListener("submit", (event) => {
  const form = event.target
  if (form.method !== "post" || form.matches("[hx-post]")) return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = "1"
  event.submitter?.setAttribute("aria-busy", "true")
  setTimeout(() => delete form.dataset.sent, 8000)
})

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-autosubmit]")) event.target.form.requestSubmit()
})

// Coming back by the browser's cache finds forms usable again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent
})
