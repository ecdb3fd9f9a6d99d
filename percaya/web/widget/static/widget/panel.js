// The panel: asks for a pass when there is a reason to, sends what is written (once, however often it has to try), and gets
// the talk again whenever it is told that there is news. Nothing is stored before the first message.
const config = JSON.parse(document.getElementById("config").textContent)
const at = (name) => document.getElementById(name)
const words = config.words
const base = location.pathname
const spoken = { "Percaya-Language": document.documentElement.lang }
const form = at("write")
const storeName = `percaya-chat:${config.id}`
const asked = new URLSearchParams(location.search).get("host")
const host = parent !== window && config.origins.concat(location.origin).includes(asked) ? asked : ""

let pass = "", identity = null, known = false, stream = null, streamAddress = "", open = parent === window
let page = "", topic = "", heardTo = [0, 0], tries = 0, typedAt = 0, sending = false, wanted = null, asking = null
let alive = 0, gotAt = 0, shown = {}
let past = "", shownPast = "", state = "", helper = null, recorder = null, signs = null
let kept = restore()
const unsent = kept.unsent.map((each) => ({ ...each, files: [] }))

function restore() {
  try { return { keeper: "", unsent: [], ...JSON.parse(localStorage.getItem(storeName) ?? "{}") } } catch { return { keeper: "", unsent: [] } }
}
function store() {
  kept.unsent = unsent.map(({ id, text, about }) => ({ id, text, about }))
  try { localStorage.setItem(storeName, JSON.stringify(kept)) } catch { /* no storage here: the talk lives as long as the page */ }
}
const post = (what) => { if (host) parent.postMessage({ percaya: what }, host) }
function news(text) { at("news").textContent = text; at("news").hidden = !text }

// A line that swallows everything answers never: who waits for it too long tries anew. Files are given the time they need.
async function call(path, options = {}, again = true, seconds = 30) {
  if (!pass) await session()
  const signal = AbortSignal.timeout(1000 * seconds)
  const answer = await fetch(base + path, { ...options, signal, headers: { ...spoken, Authorization: `Bearer ${pass}` } })
  if (answer.status === 401 && again) { pass = ""; return call(path, options, false, seconds) }
  return answer
}
async function said(answer) { try { return (await answer.json()).error ?? "" } catch { return "" } }

// One at a time: two answers at once would be two strangers.
function session() { return asking ??= begin().finally(() => { asking = null }) }
async function begin() {
  const body = identity === null ? (kept.keeper ? { keeper: kept.keeper } : {}) : { identity }
  const answer = await fetch(`${base}/session`, { method: "POST", body: JSON.stringify(body), headers: spoken, signal: AbortSignal.timeout(30000) })
  if (!answer.ok) {
    const why = await said(answer)
    if (answer.status === 403) { news(why); post({ refused: why }) }
    throw Object.assign(new Error(why), { status: answer.status })
  }
  take(await answer.json())
}
function take(given) {
  pass = given.pass
  wanted = given.keeper
  known = given.known
  streamAddress = given.stream
  at("before")?.toggleAttribute("hidden", known)
  if (given.stream) listen()
}

async function get() {
  gotAt = Date.now()
  try { await put() } catch (trouble) { gotAt = 0; throw trouble }
}
async function put() {
  const wantedPast = past
  const answer = await call(wantedPast ? `/talk?of=${wantedPast}` : "/talk")
  if (wantedPast !== past) return
  if (!answer.ok) throw new Error(String(answer.status))
  await show(await answer.text())
}
async function show(text) {
  const log = at("talk").querySelector("[role=log]")
  const made = new DOMParser().parseFromString(text, "text/html")
  const fresh = made.querySelector("[role=log]")
  if (fresh.dataset.ticket === shown.ticket && Number(fresh.dataset.version) < Number(shown.version)) return // overtaken on its way
  const below = atEnd()
  // The log stays the same element, so that what comes is read out once: only what is new is put in.
  const first = Number(fresh.querySelector("article")?.dataset.id ?? 0)
  const have = [...log.querySelectorAll("article")].map((each) => each.dataset.id)
  const turned = shownPast !== past
  shownPast = past
  if (turned || have.some((id) => Number(id) >= first && !fresh.querySelector(`[data-id="${id}"]`))) log.replaceChildren(...fresh.children)
  else {
    let last = null
    for (const each of [...fresh.children]) {
      const mine = each.dataset.id && log.querySelector(`[data-id="${each.dataset.id}"]`)
      if (mine) { last = mine; continue }
      if (!each.dataset.id && [...log.querySelectorAll(".day")].some((day) => day.textContent === each.textContent)) continue
      if (last && last.nextSibling) last.nextSibling.before(each); else log.append(each)
      last = each
    }
  }
  for (const part of [".standing", ".older", ".rate", ".intro"]) {
    const mine = at("talk").querySelector(`:scope > ${part}`)
    const given = made.querySelector(part)
    if (part === ".rate" && given && mine && mine.dataset.state !== "given" && given.dataset.state !== "given") continue // half an answer is not taken away
    mine?.remove()
    if (given) { if (part === ".older" || part === ".rate") log.after(given); else log.before(given) }
  }
  shown = fresh.dataset
  form.hidden = Boolean(past)
  home(!past && !log.children.length)
  if (past) return turned ? at("talk").querySelector("[data-do=back]")?.focus() : undefined
  tellState(made.querySelector(".standing"))
  const last = Number(fresh.dataset.last)
  const unread = [...log.querySelectorAll(".ours")].filter((each) => Number(each.dataset.id) > heardTo[1]).length
  if (below) toEnd()
  await hear(last, unread)
}
// What the site's own scripts may hear: percaya('on', 'state' | 'answer' | 'message' | 'rated' | 'unread' | 'refused', …).
function tellState(standing) {
  const now = standing?.dataset.key ?? ""
  if (now && now !== state) post({ state: { number: Number(standing.dataset.number), key: now } })
  state = now
}
// Search is the panel's home; once there is a conversation it is a wish away.
function home(isEmpty) { if (at("help") && !at("help").dataset.asked) at("help").hidden = !isEmpty || !at("read").hidden }
async function hear(last, unread) {
  const seen = open && document.visibilityState === "visible"
  post({ unread: seen ? 0 : unread })
  if (last > heardTo[0]) post({ answer: last })
  const rate = at("talk").querySelector(".rate[data-state=new]")
  if (seen && rate) {
    rate.dataset.state = "asked"
    await call("/rate", { method: "POST", body: form_of({}) })
  }
  if (last <= heardTo[seen ? 1 : 0]) return
  heardTo = [last, seen ? last : heardTo[1]]
  await call("/heard", { method: "POST", body: form_of({ to: last, read: seen ? "1" : "" }) })
}
const atEnd = () => { const main = document.querySelector("main"); return main.scrollHeight - main.scrollTop - main.clientHeight < 80 }
const toEnd = () => { const main = document.querySelector("main"); main.scrollTop = main.scrollHeight }
function form_of(values) {
  const body = new FormData()
  for (const [name, value] of Object.entries(values)) body.append(name, value)
  return body
}

// News of what is shown already, as of words of one's own, is none.
function told({ data }) {
  newest = JSON.parse(data)
  if (!isShown()) refresh(true)
}
const isShown = () => newest.version <= shown.version && newest.ticket === Number(shown.ticket)
let due = false, must = false, newest = {}
async function refresh(forNews) {
  must ||= forNews !== true
  if (due) return
  due = true
  const heardAt = Date.now()
  await new Promise((done) => setTimeout(done, 150))
  due = false
  const spare = !must && isShown()
  must = false
  if (spare || gotAt > heardAt) return // asked for since, as after words of one's own
  try { await get() } catch { if (stream) setTimeout(refresh, 4000) } // without a stream, it says when we are back
}

function listen() {
  if (stream) return
  stream = new EventSource(streamAddress)
  alive = Date.now()
  stream.onopen = () => { tries = 0; alive = Date.now(); refresh(); if (kept.page) here() }
  for (const [name, act] of [["change", told], ["reset", refresh], ["presence", here], ["beat", () => {}]])
    stream.addEventListener(name, (event) => { alive = Date.now(); act(event) })
  stream.onerror = () => { stream.close(); stream = null; later() }
}
// A token to listen with is good for a minute, so each try begins with a new one.
function later() {
  tries += 1
  setTimeout(() => { if (!stream) session().catch(later) }, Math.min(30000, 1000 * 2 ** Math.min(tries, 5)))
}

let fade = 0
async function here(typing = "") {
  if (!known || !pass) return
  const allowed = kept.page ? "1" : ""
  const answer = await call("/here", { method: "POST", body: form_of({ typing: typing === "1" ? "1" : "", page, page_allowed: allowed }) }).catch(() => null)
  if (!answer && stream?.readyState === 1) { stream.close(); stream = null; later() } // nothing comes through: nor does news
  if (!answer?.ok) return
  const { typing: name, line } = await answer.json()
  if (at("line") && at("line").textContent !== line) at("line").textContent = line
  at("typing").textContent = name ? words.typing.replace("%(name)s", name) : ""
  clearTimeout(fade)
  if (name) fade = setTimeout(() => { at("typing").textContent = "" }, 9000)
}

function draw() {
  at("unsent").replaceChildren(...unsent.map((each) => {
    const item = document.createElement("li")
    const text = document.createElement("div")
    const state = document.createElement("div")
    text.className = "text"
    state.className = "small"
    text.textContent = [each.text, ...each.files.map((file) => file.name)].filter(Boolean).join("\n")
    state.textContent = each.failed ? `${words.failed} ${each.failed}` : each.waits ? words.waiting : words.sending
    item.append(text, state)
    if (each.failed) {
      const again = document.createElement("button")
      again.type = "button"
      again.textContent = words.again
      again.onclick = () => { delete each.failed; draw(); flush() }
      item.append(again)
    }
    return item
  }))
}

let retry = 0
async function flush() {
  if (sending) return
  sending = true
  clearTimeout(retry)
  try {
    for (let each; (each = unsent.find((one) => !one.failed));) {
      const talk = await send(each)
      unsent.splice(unsent.indexOf(each), 1)
      store()
      if (!past) await show(talk).catch(refresh)
      draw()
      post({ message: true })
      news("")
    }
  } catch (trouble) {
    for (const each of unsent) each.waits = true
    if (!navigator.onLine) news(words.offline)
    retry = setTimeout(flush, trouble.after ?? 4000)
  }
  sending = false
  draw()
}
async function send(entry) {
  if (!pass) await session().catch((trouble) => { if (trouble.status === 403) entry.failed = trouble.message; throw trouble })
  // Kept before it leaves: should the answer be lost, the same person sends the same message again.
  kept.keeper = wanted || kept.keeper
  store()
  const body = form_of({ id: entry.id, text: entry.text, page, ...entry.about })
  for (const file of entry.files) body.append("files", file)
  const bytes = entry.files.reduce((sum, file) => sum + file.size, 0)
  const answer = await call("/say", { method: "POST", body }, true, 30 + bytes / 10000)
  if (answer.status === 201) {
    const given = await answer.json()
    take(given)
    kept.keeper = wanted || kept.keeper
    return given.talk
  }
  const why = await said(answer)
  if ([403, 404, 413, 422].includes(answer.status)) entry.failed = why || words.failed
  throw Object.assign(new Error(why), { after: entry.failed ? 50 : 1000 * Number(answer.headers.get("Retry-After") || 4) })
}

let chosen = []
function choose(files) {
  const more = [...files].filter((file) => file.size <= config.mostBytes)
  news(more.length < [...files].length ? words.tooLarge : "")
  chosen = chosen.concat(more)
  if (chosen.length > config.mostFiles) { chosen.length = config.mostFiles; news(words.tooMany.replace("%(count)s", config.mostFiles)) }
  at("chosen").replaceChildren(...chosen.map((file) => {
    const item = document.createElement("li")
    const drop = document.createElement("button")
    drop.type = "button"
    drop.textContent = "✕"
    drop.setAttribute("aria-label", `✕ ${file.name}`)
    drop.onclick = () => { chosen = chosen.filter((one) => one !== file); choose([]) }
    item.append(file.name, drop)
    if (file.type.startsWith("audio/")) item.append(player(file, file.name))
    return item
  }))
}
function player(blob, name) {
  const audio = document.createElement("audio")
  audio.controls = true
  audio.src = URL.createObjectURL(blob)
  audio.setAttribute("aria-label", words.play.replace("%(name)s", name))
  return audio
}
at("files").addEventListener("change", (event) => { choose(event.target.files); event.target.value = "" })
at("text").addEventListener("focus", () => at("before")?.classList.remove("away")) // who writes is asked what is asked
at("text").addEventListener("paste", (event) => { if (event.clipboardData.files.length) { event.preventDefault(); choose(event.clipboardData.files) } })
at("mic").hidden = !(window.MediaRecorder && navigator.mediaDevices?.getUserMedia)
at("mic").addEventListener("click", async () => {
  const { voice } = await import(config.voice)
  recorder ??= voice({ box: at("voice"), words, done: (file) => { choose([file]); at("text").focus() }, failed: news })
  recorder.ask()
})
at("smile").addEventListener("click", async () => {
  const { emoji } = await import(config.emoji)
  signs ??= emoji({ box: at("signs"), button: at("smile"), field: at("text") })
  signs()
})
// Fetched when somebody reaches for it: the field, or the first words of a message.
async function helping() {
  const { help } = await import(config.help)
  return helper ??= help({ base, spoken, at, toTop: () => { document.querySelector("main").scrollTop = 0 } })
}
at("find")?.addEventListener("focusin", helping)
at("find")?.addEventListener("input", async (event) => { if (!helper) (await helping()).soon(event.target.value) })
at("find")?.addEventListener("submit", async (event) => {
  event.preventDefault()
  if (!helper) { await helping(); at("find").requestSubmit() }
})
at("text").addEventListener("input", () => {
  if (at("help") && !at("help").hidden && !at("help").dataset.asked) helping().then((one) => one.soon(at("text").value), () => {})
  if (Date.now() - typedAt > 4000) { typedAt = Date.now(); here("1") }
})
at("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit() }
})
form.addEventListener("submit", (event) => {
  event.preventDefault()
  const text = at("text").value.trim()
  if (!text && !chosen.length) return at("text").focus()
  const given = new FormData(form)
  const about = known ? {} : { name: given.get("name") ?? "", contact: given.get("contact") ?? "", topic: given.get("topic") || topic }
  if (given.get("page_allowed")) kept.page = true
  if (kept.page) about.page_allowed = "1"
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  unsent.push({ id, text, files: chosen, about })
  chosen = []
  choose([])
  at("text").value = ""
  at("before")?.setAttribute("hidden", "")
  if (at("help")) { delete at("help").dataset.asked; at("help").hidden = true; helper?.clear() }
  draw()
  toEnd()
  flush()
})

addEventListener("online", () => { news(""); flush(); if (!stream && kept.keeper) session().catch(later) })
addEventListener("offline", () => news(words.offline))
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && stream) refresh() })
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !at("more").open) post("close"); else if (event.key === "Escape") at("more").open = false })
document.addEventListener("click", async (event) => {
  const what = event.target.closest("[data-do]")?.dataset.do
  const file = event.target.closest("[data-file]")
  const other = event.target.closest("[data-talk]")
  if (what) at("more").open = false
  if (other || what === "back") {
    past = other ? other.dataset.talk : ""
    await get().catch(() => news(words.offline))
    if (!past) at("text").focus()
  }
  if (what === "find") {
    at("help").dataset.asked = "1"
    at("help").hidden = false
    document.querySelector("main").scrollTop = 0
    at("find").elements.q.focus()
  }
  if (what === "unread") helper.leave()
  if (what === "keep") {
    const answer = await call("/keep").catch(() => null)
    if (!answer?.ok) return news(answer ? await said(answer) : words.offline)
    save(await answer.blob(), `chat-${at("talk").querySelector(".standing")?.dataset.number ?? ""}.txt`)
  }
  if (what === "close") post("close")
  if (what === "link" || (what === "forget" && confirm(words.sure))) {
    const answer = await call(`/${what}`, { method: "POST" }).catch(() => null)
    news(answer?.ok ? (what === "link" ? words.linked : "") : answer ? await said(answer) : words.offline)
    if (answer?.ok) refresh()
  }
  if (file) {
    const answer = await call(`/file/${file.dataset.file}`, {}, true, 3600).catch(() => null)
    if (!answer?.ok) return answer ? undefined : news(words.offline)
    if (/\.(webm|ogg|oga|mp3|m4a|wav|opus)$/i.test(file.dataset.name) && !file.dataset.heard) {
      file.dataset.heard = "1"
      const sound = player(await answer.blob(), file.dataset.name)
      file.after(sound)
      sound.play().catch(() => {})
      return sound.focus()
    }
    save(await answer.blob(), file.dataset.name)
  }
})
function save(blob, name) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}
at("talk").addEventListener("submit", async (event) => {
  event.preventDefault()
  const answer = await call("/rate", { method: "POST", body: new FormData(event.target) }).catch(() => null)
  if (!answer?.ok) return news(answer ? await said(answer) : words.offline)
  news(words.rated)
  post({ rated: Number(new FormData(event.target).get("score")) })
  at("talk").querySelector(".rate")?.remove()
  await get().catch(refresh)
})
addEventListener("message", (event) => {
  if (!host || event.origin !== host || event.source !== parent) return
  const what = event.data?.percaya
  if (what === "open") { open = true; (known || !at("before") ? at("text") : at("title")).focus(); if (pass) { refresh(); here() } }
  else if (what === "close") open = false
  else if (typeof what?.page === "string") { page = what.page; here() }
  else if (typeof what?.topic === "string") {
    topic = what.topic
    const choice = form.elements.topic
    if (choice && [...choice.options].some((one) => one.value === topic)) choice.value = topic
  } else if (what && "identify" in what) {
    identity = what.identify
    pass = ""
    stream?.close()
    stream = null
    session().then(get).catch(() => {})
  }
})
// The open stream says that we are here. It beats every 20 s: a line that swallows everything is heard to be silent.
setInterval(() => { if (stream && Date.now() - alive > 50000) { stream.close(); stream = null; later() } }, 5000)
// A place in a queue grows smaller as others are served; who is shown none asks for none.
setInterval(() => { if (open && document.visibilityState === "visible" && at("line")?.textContent) here() }, 30000)
post("ready")
draw()
if (kept.keeper) session().then(get).then(flush).catch(later)
else if (config.needsIdentity && parent === window) news(words.identity)
