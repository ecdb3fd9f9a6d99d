// Draws a button and nothing else: no storage, no cookie, no request until somebody reaches for it.
(() => {
  const tag = document.currentScript ?? document.querySelector("script[data-channel][src*='/w.js']")
  if (!tag || window.percaya?.loaded) return
  const address = new URL(`/chat/${encodeURIComponent(tag.dataset.channel)}`, tag.src)
  const english = (tag.dataset.lang || document.documentElement.lang || "id").startsWith("en")
  const label = tag.dataset.label || (english ? "Chat with us" : "Chat dengan kami")
  const colour = /^#[0-9a-f]{6}$/i.test(tag.dataset.colour) ? tag.dataset.colour : "#233a8b"
  const part = (at) => { const c = parseInt(colour.slice(at, at + 2), 16) / 255; return c > .04045 ? ((c + .055) / 1.055) ** 2.4 : c / 12.92 }
  const ink = .2126 * part(1) + .7152 * part(3) + .0722 * part(5) > .179 ? "#000" : "#fff"
  const host = document.createElement("percaya-chat")
  const root = host.attachShadow({ mode: "open" })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`:host{all:initial!important;position:fixed!important;z-index:2147483000!important;inset:auto 16px 16px auto!important;display:block!important}
*{box-sizing:border-box}[hidden]{display:none!important}
button{all:unset;box-sizing:border-box;display:flex;align-items:center;gap:8px;min-height:48px;padding:0 20px;border-radius:24px;background:${colour};color:${ink};font:600 16px/1.2 system-ui,sans-serif;cursor:pointer;box-shadow:0 2px 12px #0004}
button:focus-visible{outline:3px solid ${ink};outline-offset:-6px}
b{min-width:22px;padding:3px 6px;border-radius:11px;background:${ink};color:${colour};font-size:13px;text-align:center}
div{position:fixed;right:16px;bottom:76px;width:380px;height:min(620px,calc(100dvh - 96px));border-radius:14px;overflow:hidden;box-shadow:0 8px 40px #0006;background:Canvas}
iframe{display:block;width:100%;height:100%;border:0}
@media(max-width:480px){div{inset:0;width:100%;height:100dvh;border-radius:0}}
@media print{:host{display:none!important}}`)
  root.adoptedStyleSheets = [sheet]
  const button = document.createElement("button")
  const count = document.createElement("b")
  const box = document.createElement("div")
  button.type = "button"
  button.append(label, count)
  button.setAttribute("aria-expanded", "false")
  button.setAttribute("aria-haspopup", "dialog")
  box.setAttribute("role", "dialog")
  box.setAttribute("aria-label", label)
  box.hidden = count.hidden = true
  root.append(box, button)

  let frame, ready
  const heard = {}, waiting = []
  const post = (what) => frame.contentWindow.postMessage({ percaya: what }, address.origin)
  const say = (what) => { if (ready) post(what); else waiting.push(what) }
  const tell = (name, detail) => { for (const each of heard[name] ?? []) each(detail) }
  const page = () => say({ page: location.origin + location.pathname })
  function load() {
    if (frame) return
    frame = document.createElement("iframe")
    frame.title = label
    frame.allow = "clipboard-write; microphone"
    frame.referrerPolicy = "origin"
    const own = new URL(address)
    own.searchParams.set("host", location.origin)
    if (tag.dataset.lang) own.searchParams.set("lang", english ? "en" : "id")
    frame.src = own
    box.append(frame)
  }
  function show(open) {
    if (open) load()
    const phone = innerWidth <= 480
    box.hidden = !open
    button.hidden = open && phone
    box.setAttribute("aria-modal", String(open && phone))
    button.setAttribute("aria-expanded", String(open))
    say(open ? "open" : "close")
    if (open) { page(); frame.focus() } else button.focus()
    tell(open ? "open" : "close")
  }
  button.addEventListener("click", () => show(box.hidden))
  host.addEventListener("keydown", (event) => { if (event.key === "Escape" && !box.hidden) show(false) })
  addEventListener("popstate", () => { if (frame) page() })
  addEventListener("message", (event) => {
    if (!frame || event.origin !== address.origin || event.source !== frame.contentWindow) return
    const said = event.data?.percaya
    if (said === "ready") { ready = true; waiting.splice(0).forEach(post) }
    else if (said === "close") show(false)
    else if (said && typeof said === "object") {
      if ("unread" in said) { count.textContent = said.unread; count.hidden = !said.unread }
      tell(Object.keys(said)[0], Object.values(said)[0])
    }
  })
  const verbs = {
    open: () => show(true),
    close: () => { if (frame) show(false) },
    // Kept until somebody reaches for the chat: a page that names its customer asks for nothing by that.
    identify: (token) => say({ identify: token }),
    topic: (topic) => say({ topic: String(topic) }),
    on: (name, each) => (heard[name] ??= []).push(each),
  }
  const asked = window.percaya?.q ?? []
  window.percaya = (verb, ...rest) => verbs[verb]?.(...rest)
  window.percaya.loaded = true
  asked.forEach((each) => window.percaya(...each))
  // Beside the body, not in it: pages that replace their body keep the button.
  const put = () => { if (!host.isConnected) document.documentElement.append(host) }
  put()
  new MutationObserver(put).observe(document.documentElement, { childList: true })
})()
