// Absolute instants in, ticking words out. Nothing here is a live region: timers do not talk.
import { say } from "ui/words"

export function duration(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / 60000)
  if (minutes < 1) return say("now")
  if (minutes < 60) return say("min", { n: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 && hours < 6 ? say("hourMin", { h: hours, m: minutes % 60 }) : say("hour", { n: hours })
  return say("day", { n: Math.floor(hours / 24) })
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text
}

export function tick(root = document) {
  const now = Date.now()
  for (const element of root.querySelectorAll('time[data-clock="since"]')) set(element, duration(now - Date.parse(element.dateTime)))
  for (const chip of root.querySelectorAll("[data-closes]")) import("ui/closing").then((module) => module.move(chip, now))
  for (const chip of root.querySelectorAll("[data-due]")) move(chip, Date.parse(chip.dataset.due) - now)
}

function move(chip, left) {
  if (chip.dataset.dueState === "paused") return
  if (left < 0) {
    chip.dataset.dueState = "late"
    set(chip.querySelector("span"), say(chip.dataset.dueKind === "promise" ? "promiseOverdue" : "overdue", { t: duration(left) }))
  } else if (left < 30 * 60000) chip.dataset.dueState = "near"
}

setInterval(tick, 20000)
document.addEventListener("visibilitychange", () => document.hidden || tick())
tick()
