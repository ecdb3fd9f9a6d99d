"""The Jinja2 environment of every page: strict about missing names, escaping always, and fluent in both languages."""

from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.template import engines
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from percaya.core.people import policy
from percaya.core.tickets.queries.sentences import priority_word, state_word
from percaya.web.ui import bundles, icons, times
from percaya.web.ui.keys import key_of, shortcuts
from percaya.web.ui.wording import gettext, url


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend calls, once."""
    env = Environment(  # noqa: S701 (Django passes autoescape=True)
        **{**options, "undefined": StrictUndefined, "autoescape": True},
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)  # type: ignore[attr-defined]
    env.globals.update(
        gettext=gettext,
        _=gettext,
        url=url,
        static=static,
        icon=icon,
        bundle_url=bundle_url,
        timetag=timetag,
        key_of=key_of,
        shortcuts=shortcuts,
        debug=settings.DEBUG,
    )
    env.filters.update(
        clock=times.clock, zone=times.zone, day=times.day, short_day=times.short_day, moment=times.moment,
        full_time=times.full, since=times.since, duration=times.duration, initials=initials, attrs=attrs, query=query,
        file_size=file_size,
        minutes_word=times.minutes_word,
        state_word=state_word,
        priority_word=priority_word,
    )  # fmt: skip
    return env


def shared_environment() -> Environment:
    """The one that Django's backend made; for what is drawn or compiled outside a page."""
    engine: Any = engines["jinja2"]
    found: Environment = engine.env
    return found


def bundle_url(name: str) -> str:
    """The address of the style sheet or the sprite, with the digest of its content."""
    return _reversed(bundles.bundle(name).name)


@cache
def _reversed(name: str) -> str:
    return reverse("ui:bundle", args=[name])  # a page has a hundred icons


def icon(name: str, label: str = "", size: str = "") -> Markup:
    """An icon of the sprite; with ``label`` it has a name of its own for screen readers."""
    return _icon(name, bundle_url(icons.SPRITE), label, size)


@lru_cache(maxsize=2048)
def _icon(name: str, sheet: str, label: str, size: str) -> Markup:
    return icons.icon(name, sheet=sheet, label=label, size=size)


def timetag(when: datetime, kind: str = "moment") -> Markup:
    """``<time>`` with an absolute instant, which clocks.js keeps ticking when ``kind`` is ``since``."""
    shown = times.since(when) if kind == "since" else times.moment(when)
    return Markup('<time datetime="{}" data-clock="{}" title="{}">{}</time>').format(
        when.isoformat(timespec="seconds"), kind, times.full(when), shown
    )


def initials(name: str) -> str:
    """One or two letters for an avatar; titles (H., dr.) are skipped."""
    return policy.initials(name) or "?"


def attrs(values: dict[str, Any]) -> Markup:
    """HTML attributes: True is bare, False and None are left out, ``_`` in names becomes ``-``."""
    out = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        name = name.rstrip("_").replace("_", "-")
        out.append(f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"')
    return Markup("".join(out))  # noqa: S704


def query(values: dict[str, Any]) -> str:
    """``?view=mine&sort=new`` of the non-empty values, or nothing."""
    kept = {name: value for name, value in values.items() if value not in (None, "", [])}
    return f"?{urlencode(kept, doseq=True)}" if kept else ""


def file_size(size: int) -> str:
    """1,2 MB in Indonesian, 1.2 MB in English."""
    value, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    text = f"{value:.0f}" if unit == "B" or value >= 10 else f"{value:.1f}"
    return f"{text if times.language() == 'en' else text.replace('.', ',')} {unit}"
