// How long one may still answer freely: the words tick, are said once near the end, and at the end the composer is asked for anew.
import { duration } from "ui/clocks"

export function move(chip, now) {
  const left = Date.parse(chip.dataset.closes) - now, [words, status] = chip.querySelectorAll("span")
  if (left <= 0) return htmx.trigger(chip, "closed")
  words.textContent = chip.dataset.words.replace("%t", duration(left))
  if (left < 600_000 && !status.textContent) status.textContent = chip.dataset.soon
}
