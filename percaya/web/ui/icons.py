"""One sprite for all icons: the glyphs come out of the ``lucide`` wheel, six are our own.

A page draws an icon with ``{{ icon("inbox") }}``, which is one ``<use>`` and no bytes of paths; the browser keeps the sprite.
A name that is not in GLYPHS is an error at the first rendering, so a missing icon cannot reach a user.
"""

from functools import cache

from lucide.jinja import lucide
from markupsafe import Markup, escape

from percaya.channels.registry import channels

SPRITE = "icons.svg"

# our word → lucide's name
GLYPHS = {
    "activity": "activity", "archive": "archive", "arrow-left": "arrow-left", "at": "at-sign", "attach": "paperclip",
    "bell": "bell", "book": "book-open", "bot": "bot", "building": "building-2", "calendar": "calendar", "camera": "camera",
    "channel": "radio", "chart": "chart-column", "check": "check", "checks": "check-check", "chevron-down": "chevron-down",
    "chevron-left": "chevron-left", "chevron-right": "chevron-right", "chevron-up": "chevron-up",
    "clock": "clock", "close": "x", "code": "code",
    "copy": "copy", "download": "download", "edit": "pencil", "external": "external-link", "eye": "eye", "file": "file",
    "filter": "list-filter", "flag": "flag", "forward": "forward", "globe": "globe", "hand": "hand", "hash": "hash",
    "help": "circle-question-mark", "history": "history", "home": "house", "image": "image", "inbox": "inbox", "info": "info",
    "key": "key-round", "keyboard": "keyboard", "label": "tag", "layers": "layers", "life": "life-buoy", "link": "link",
    "list": "list", "lock": "lock", "logout": "log-out", "mail": "mail", "menu": "menu", "merge": "merge",
    "message": "message-circle", "moon": "moon", "more": "ellipsis", "note": "sticky-note", "offline": "wifi-off",
    "panel": "panel-right", "pause": "pause", "people": "users", "person": "user", "phone": "phone", "pin": "map-pin",
    "play": "play", "plug": "plug", "plus": "plus",
    "promise": "handshake", "refresh": "refresh-cw", "reply": "reply", "search": "search",
    "send": "send", "settings": "settings", "shield": "shield-check", "sliders": "sliders-horizontal", "smile": "smile",
    "snooze": "alarm-clock", "sort": "arrow-down-wide-narrow", "spam": "octagon-alert", "split": "split", "star": "star",
    "sun": "sun", "system": "monitor", "table": "table-2", "team": "users-round",
    "ticket": "ticket", "trash": "trash-2", "undo": "undo-2", "upload": "upload", "warning": "triangle-alert",
    "face-angry": "angry", "face-sad": "frown", "face-flat": "meh", "face-smile": "smile", "face-laugh": "laugh",
    "web": "app-window", "whatsapp": "message-circle-more", "wrench": "wrench", "zap": "zap",
    # the inbox views name these themselves
    "alarm-clock": "alarm-clock",
    "circle-check": "circle-check",
    "clock-alert": "clock-alert",
    "hourglass": "hourglass",
    "pencil-line": "pencil-line",
    "shield-alert": "shield-alert",
    "user-round": "user-round",
}  # fmt: skip

# Drawn by us on the same 24 grid: state rings, priority marks, knots. Filled parts use currentColor.
OWN = {
    "blank": "",
    "state-new": '<circle cx="12" cy="12" r="8"/>',
    "state-open": '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" stroke="none"/>',
    "state-waiting_other": '<circle cx="12" cy="12" r="8" stroke-dasharray="3.2 3.1"/>',
    "state-waiting_customer": '<path d="M12 3.5 20.5 12 12 20.5 3.5 12Z" fill="currentColor"/>',
    "state-resolved": '<path d="m4.5 12.5 5 5 10-11" stroke-width="2.4"/>',
    "state-closed": '<rect x="5" y="5" width="14" height="14" rx="2" fill="currentColor"/>',
    "priority-urgent": '<path d="M12 3 18 11H6Z M12 12l6 8H6Z" fill="currentColor"/>',
    "priority-high": '<path d="M12 5 20 18H4Z"/>',
    "priority-normal": '<path d="M6 12h12"/>',
    "priority-low": '<path d="M12 19 4 6h16Z"/>',
    "knot-open": '<path d="M3 12h5m8 0h5"/><circle cx="12" cy="12" r="4"/>',
    "knot-kept": '<path d="M3 12h5m8 0h5"/><circle cx="12" cy="12" r="4" fill="currentColor"/>',
    "knot-broken": '<path d="M3 12h4m10 0h4M9 6l6 12M15 6 9 18"/>',
    "thread": '<path d="M7 3c8 3-4 6 4 9s-4 6 4 9"/>',
    "percaya": '<path d="M8 21V7.5A4.5 4.5 0 0 1 12.5 3h.5a5 5 0 0 1 0 10H8" stroke-width="2.4"/>'
    '<circle cx="8" cy="13" r="2.2" fill="currentColor" stroke="none"/>',
}


class UnknownIcon(KeyError):
    """A template asked for an icon that is not in the sprite."""


def icon(name: str, *, sheet: str, label: str = "", size: str = "") -> Markup:
    """An ``<svg>`` that points into the sprite. With ``label`` it speaks; without, it is decoration next to words.

    ``sheet`` is the address of the sprite.
    """
    if name not in known():
        raise UnknownIcon(f"{name!r} is not an icon of the sprite. Add it to percaya/web/ui/icons.py.")
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    kind = f"icon icon--{size}" if size else "icon"
    return Markup(f'<svg class="{kind}" {spoken}><use href="{sheet}#{name}"/></svg>')  # noqa: S704


@cache
def known() -> dict[str, str]:
    """Our glyphs, and those that channels name for themselves."""
    return {**GLYPHS, **{channel.icon: channel.icon for channel in channels().values()}, **dict.fromkeys(OWN, "")}


@cache
def sprite() -> str:
    """The whole sprite as SVG text."""
    symbols = [_symbol(name, _inner(lucide(source))) for name, source in known().items() if source]
    symbols += [_symbol(name, drawing) for name, drawing in OWN.items()]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


def _symbol(name: str, inner: str) -> str:
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8"'
        f' stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
    )


def _inner(svg: str) -> str:
    return svg.split(">", 1)[1].rsplit("</svg>", 1)[0].strip()
