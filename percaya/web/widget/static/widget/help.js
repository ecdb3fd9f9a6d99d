// The help centre in the panel: looked through while one types, read in place of the talk. Fetched when somebody reaches for it.
export function help({ base, spoken, at, toTop }) {
  const found = at("found"), field = at("find").elements.q, room = at("read")
  let turn = 0, wait = 0, from = null, last = ""

  async function look(question, asked) {
    const mine = ++turn
    last = question
    if (question.trim().length < 3) return found.replaceChildren()
    const answer = await fetch(`${base}/help?${new URLSearchParams(asked ? { q: question, asked: 1 } : { q: question })}`, { headers: spoken }).catch(() => null)
    if (!answer?.ok || mine !== turn) return
    found.innerHTML = await answer.text()
    if (!asked) found.querySelector("[data-nothing]")?.remove()
  }
  function soon(question) {
    clearTimeout(wait)
    if (question !== last) wait = setTimeout(() => look(question, false), 300)
  }
  async function read(button) {
    const answer = await fetch(`${base}/help/${button.dataset.article}`, { headers: spoken }).catch(() => null)
    if (!answer?.ok) return
    from = button
    room.lastElementChild.innerHTML = await answer.text()
    for (const link of room.querySelectorAll("a")) { link.target = "_blank"; link.rel = "noopener" }
    show(true)
    room.querySelector("h2").focus()
  }
  function show(reading) {
    room.hidden = !reading
    at("talk").hidden = at("help").hidden = reading
    at("before")?.classList.toggle("away", reading)
    if (reading) toTop()
  }
  field.addEventListener("input", () => soon(field.value))
  at("find").addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(wait); look(field.value, true) })
  found.addEventListener("click", (event) => {
    const button = event.target.closest("[data-article]")
    if (button) read(button)
  })
  return { soon, leave: () => { show(false); (from?.isConnected ? from : field).focus() }, clear: () => { turn++; clearTimeout(wait); found.replaceChildren(); field.value = last = "" } }
}
