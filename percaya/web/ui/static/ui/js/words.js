// The page's own words, in the reader's language: say("draftSaved", {t: "14.03"}).
const element = document.getElementById("words")
export const words = element ? JSON.parse(element.textContent) : { commands: [] }

export function say(key, values = {}) {
  return (words[key] ?? key).replace(/%([a-z])/g, (whole, name) => values[name] ?? whole)
}
