// A button with data-copy="id" copies that element's text and says so in its own words.
import { say } from "ui/words"

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]")
  if (!button) return
  const text = document.getElementById(button.dataset.copy).textContent
  try {
    await navigator.clipboard.writeText(text)
    button.lastChild.textContent = say("copied")
  } catch {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy))
  }
})
