"""What every template may count on. A door sets ``request.member`` and ``request.workspace``; public pages have neither."""

import json
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from percaya.core.workspace import policy
from percaya.core.workspace.models import Member
from percaya.web.ui import assets, words

THEMES = ("system", "light", "dark")
DENSITIES = ("roomy", "medium", "compact")
HAS_FONT = find_spec("fontpkg_plus_jakarta_sans") is not None  # its wheel is optional
THEME_COOKIE, DENSITY_COOKIE = "percaya_theme", "percaya_density"


@dataclass(frozen=True)
class Place:
    """One link of the rail."""

    href: str
    icon: str
    label: str
    command: str = ""


@dataclass(frozen=True)
class Desk:
    """Where the rail of a workspace leads. Paths, since the pages belong to several apps."""

    home: str
    search: str
    new: str
    me: str
    keys: str
    palette: str
    logout: str
    promises: str
    notices: str
    bell: str
    availability: str
    work: str  # where the page tells its focus time; "" where that is not measured
    foot: tuple[Place, ...]

    @classmethod
    def of(cls, member: Member) -> "Desk":
        root = f"/w/{member.workspace.slug}"
        foot = [
            Place(f"{root}/promises", "promise", _("Promises"), "go-promises"),
            Place(f"{root}/contacts", "people", _("Customers"), "go-customers"),
            Place(f"{root}/knowledge", "book", _("Help centre"), "go-knowledge"),
        ]
        if member.may(policy.SUPERVISE):
            foot.append(Place(f"{root}/board", "activity", _("Live board"), "go-board"))
            foot.append(Place(f"{root}/reports", "chart", _("Reports")))
            foot.append(Place(f"{root}/escalations", "life", _("Escalations"), "go-escalations"))
            foot.append(Place(f"{root}/quarantine", "warning", _("Held and stuck")))
        if member.workspace.is_demo and member.may(policy.REPLY):
            foot.append(Place(f"{root}/simulator/", "phone", _("Customer simulator")))
        foot.append(Place(f"{root}/settings/", "settings", _("Settings")))
        return cls(
            home=f"{root}/inbox",
            search=f"{root}/search",
            new=f"{root}/new",
            me=f"{root}/settings/me/",
            keys=f"{root}/settings/keys/",
            palette=f"{root}/palette",
            promises=f"{root}/promises",
            notices=f"{root}/notices",
            bell=f"{root}/notices/bell",
            availability=f"{root}/availability" if member.may(policy.REPLY) else "",
            work=f"{root}/live/work" if member.workspace.settings.get("measure_focus", True) else "",
            logout="/accounts/logout/",
            foot=tuple(foot),
        )


def shared(request: HttpRequest) -> dict[str, Any]:
    """Names for templates; this device's choice (cookie) goes before the member's own setting."""
    member = getattr(request, "member", None)
    habits = member.settings if member else {}
    entry = "desk" if member else "plain"
    return {
        "member": member,
        "looker": getattr(request, "looker", None),
        "workspace": getattr(request, "workspace", None) or getattr(member, "workspace", None),
        "language": get_language(),
        "languages": settings.LANGUAGES,
        "theme": _chosen(request, THEME_COOKIE, habits.get("theme", ""), THEMES),
        "density": _chosen(request, DENSITY_COOKIE, habits.get("density", ""), DENSITIES, "medium"),
        "keys_off": bool(habits.get("keys_off")),
        "own_keys": json.dumps(habits["keys"]) if habits.get("keys") else None,
        "font": HAS_FONT,
        "themes": THEMES,
        "densities": DENSITIES,
        # Once a page, not once a form: each drawing makes a fresh mask.
        "csrf_input": SimpleLazyObject(lambda: Markup(str(csrf_input(request)))),  # noqa: S704 (Django's own)
        "csp_nonce": SimpleLazyObject(lambda: str(getattr(request, "csp_nonce", ""))),
        "flashes": SimpleLazyObject(lambda: list(get_messages(request))),
        "import_map": SimpleLazyObject(assets.import_map),
        "words": SimpleLazyObject(lambda: words.page_words(commands=member is not None)),
        "script_entry": entry,
        "modules": assets.modules(entry),
        "desk": Desk.of(member) if member else None,
        "here": request.get_full_path(),
        "path": request.path,
        "request_id": getattr(request, "id", ""),
    }


def _chosen(request: HttpRequest, cookie: str, own: str, allowed: tuple[str, ...], default: str = "system") -> str:
    for value in (request.COOKIES.get(cookie, ""), own):
        if value in allowed:
            return value
    return default
