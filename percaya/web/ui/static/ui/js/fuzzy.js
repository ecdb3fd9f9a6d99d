// How well an entry fits what was typed: 0 not at all. Starts of words before middles, the label before its synonyms, and
// letters in order ("slsk" finds "Selesaikan") when nothing else fits.
export const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[̀-ͯ…]/g, "")

export function score({ label, words = "", detail = "" }, wanted) {
  const name = plain(label)
  const all = `${name} ${plain(words)} ${plain(detail)}`
  const starts = all.split(/[\s/·&-]+/)
  if (name === wanted) return 100
  if (name.startsWith(wanted)) return 80
  if (starts.some((word) => word === wanted)) return 70
  if (starts.some((word) => word.startsWith(wanted))) return 60
  const parts = wanted.split(/\s+/)
  if (parts.every((part) => starts.some((word) => word.startsWith(part)))) return 50
  if (name.includes(wanted)) return 40
  if (wanted.length > 2 && all.includes(wanted)) return 30
  return wanted.length > 2 ? spread(name, wanted) : 0
}

// Letters in order, the first at the start of a word, few gaps.
function spread(name, wanted) {
  let best = 0
  for (let from = 0; from < name.length; from += 1) {
    if (name[from] !== wanted[0] || (from && name[from - 1] !== " ")) continue
    let at = from, gaps = 0, i = 1
    while (i < wanted.length && ++at < name.length) name[at] === wanted[i] ? (i += 1) : (gaps += 1)
    if (i === wanted.length && gaps <= wanted.length * 2) best = Math.max(best, 20 - gaps)
  }
  return Math.max(0, best)
}
