"""The script behind the one line. It keeps nothing, sets no cookie, and listens only to its own frame and our origin."""

import json
from urllib.parse import urlsplit

_SCRIPT = """(() => {
  const address = %(address)s, origin = %(origin)s, title = %(title)s
  const here = document.currentScript ?? document.querySelector(`script[src="${address}.js"]`)
  const frame = document.createElement("iframe")
  frame.src = address + "?embed"
  frame.title = title
  frame.loading = "lazy"
  frame.referrerPolicy = "strict-origin-when-cross-origin"
  frame.style.cssText = "display:block;width:100%%;max-width:640px;border:0;height:640px"
  addEventListener("message", (event) => {
    if (event.origin !== origin || event.source !== frame.contentWindow) return
    const height = Number(event.data?.percayaFormHeight)
    if (height > 0 && height < 20000) frame.style.height = Math.ceil(height) + "px"
  })
  const place = document.querySelector(`[data-percaya-form="${address.split("/").pop()}"]`)
  if (place) place.replaceChildren(frame)
  else if (here?.parentElement && here.parentElement !== document.head) here.after(frame)
  else document.body.append(frame)
})()
"""


def script(address: str, title: str) -> str:
    """JavaScript that puts the form at ``address`` (absolute) after its own tag, or into ``[data-percaya-form]``."""
    parts = urlsplit(address)
    values = {"address": address, "origin": f"{parts.scheme}://{parts.netloc}", "title": title}
    return _SCRIPT % {key: json.dumps(value).replace("<", "\\u003c") for key, value in values.items()}
