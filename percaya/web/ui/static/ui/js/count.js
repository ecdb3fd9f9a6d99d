// How long the words are, where the channel has a limit; a caption has a smaller one.
export function count(of) {
  const place = of.querySelector("[data-count]"), [shown, caption] = place.children
  const length = of.elements.text.value.length, most = Number(place.dataset.count)
  shown.textContent = length * 2 > most ? `${length} / ${most}` : ""
  place.toggleAttribute("data-over", length > most)
  caption.hidden = !(length > Number(place.dataset.caption || Infinity) && of.querySelector(".composer__files .attachment"))
}
