// The text as it will be sent, in the place of the text.
import { post } from "ui/http"
import { field } from "ui/composer"

export async function open(of, button) {
  const area = field(of), shown = of.querySelector(".composer__preview")
  if (shown) {
    shown.remove()
    area.hidden = false
    area.focus()
    return button.setAttribute("aria-pressed", "false")
  }
  const answer = await post(of.closest("#composer").dataset.preview, new FormData(of))
  if (!answer.ok || !of.isConnected) return
  area.insertAdjacentHTML("afterend", await answer.text())
  area.hidden = true
  of.querySelector(".composer__preview").focus()
  button.setAttribute("aria-pressed", "true")
}
