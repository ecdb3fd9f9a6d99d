// A voice message: recorded here, heard again before it leaves, sent like any file. Fetched when somebody reaches for it.
export function voice({ box, words, done, failed }) {
  let recorder = null, stream = null, dropped = false, clock = 0
  const button = (text, act) => {
    const made = document.createElement("button")
    made.type = "button"
    made.textContent = text
    made.onclick = act
    return made
  }
  function show(...parts) {
    box.hidden = !parts.length
    box.replaceChildren(...parts)
    box.querySelector("button")?.focus()
  }
  function end() {
    clearInterval(clock)
    for (const track of stream?.getTracks() ?? []) track.stop()
    recorder = stream = null
    show()
  }
  async function record() {
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }) } catch { end(); return failed(words.micNo) }
    const kinds = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4", "audio/ogg"]
    const kind = kinds.find((one) => MediaRecorder.isTypeSupported(one))
    const parts = [], begun = Date.now()
    recorder = new MediaRecorder(stream, kind ? { mimeType: kind } : {})
    dropped = false
    recorder.ondataavailable = (event) => { if (event.data.size) parts.push(event.data) }
    recorder.onstop = () => {
      const type = (recorder.mimeType || "audio/webm").split(";")[0]
      const name = `voice-${new Date().toISOString().slice(0, 19).replace(/\D/g, "")}.${type.endsWith("mp4") ? "m4a" : type.split("/")[1]}`
      end()
      if (dropped) return
      if (!parts.length) failed(words.micNo)
      else done(new File(parts, name, { type }))
    }
    const time = document.createElement("span")
    time.setAttribute("aria-hidden", "true")
    const tick = () => {
      const seconds = Math.floor((Date.now() - begun) / 1000)
      time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
      if (seconds >= 300) recorder?.stop()
    }
    recorder.start(1000)
    tick()
    clock = setInterval(tick, 1000)
    show(button(words.micStop, () => recorder?.stop()), button(words.micDrop, () => { dropped = true; recorder?.stop() }), words.micOn, " ", time)
  }
  return {
    ask: () => recorder ? recorder.stop() : show(button(words.micRecord, record), button(words.micDrop, end), words.micAsk),
  }
}
