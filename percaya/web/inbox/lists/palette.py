"""What the palette asks of the server: where one can go (once), and tickets, customers and templates by what is typed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from percaya.core import public_ids
from percaya.core.desk.actions.refusing import may_change
from percaya.core.desk.models import Macro
from percaya.core.desk.queries.macros import fitting
from percaya.core.people.queries import ContactRow, page
from percaya.core.tickets.queries.searching import find
from percaya.core.workspace.policy import REPLY
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.listing import view_links
from percaya.web.people.shown import address_text
from percaya.web.settings.frame import places
from percaya.web.ui.times import language

Entry = dict[str, Any]
MOST = 8  # tickets; who wants more opens the search, which is the last of them
FEW = 5  # customers, and templates: the words narrow them down


@require_GET
@member_view()
def palette(request: MemberRequest) -> HttpResponse:
    """A list of {label, href, group} with ``detail``, ``words`` (what else finds it), ``quiet`` (only when typed for) and
    ``macro`` (a template's id: where a reply can be written it goes there). Without ``q`` the places; with ``q`` what the
    member may see of it."""
    text = request.GET.get("q", "")[:200].strip()
    found = _found(request, text) if text else [*_views(request), *_settings(request)]
    return JsonResponse(found, safe=False)


def _found(request: MemberRequest, text: str) -> list[Entry]:
    people = [_customer(request, row) for row in page(request.workspace.pk, text, limit=FEW).rows]
    macros = fitting(request.member, text, limit=FEW) if request.member.may(REPLY) else []
    return [*_tickets(request, text), *people, *(_macro(request, one) for one in macros)]


def _views(request: MemberRequest) -> list[Entry]:
    address = reverse("inbox:list", args=[request.workspace.slug])
    other = _in_the_other_language(lambda: {key: words for key, _icon, words in view_links(request.member)})
    return [
        {"label": words, "words": other.get(key, ""), "href": f"{address}?view={key}", "group": _("Go to"), "quiet": False}
        for key, _icon, words in view_links(request.member)
    ]


def _settings(request: MemberRequest) -> list[Entry]:
    other = _in_the_other_language(lambda: {place.name: place.label for place in places(request)})
    return [
        {
            "label": place.label,
            "words": f"{other.get(place.name, '')} settings pengaturan setelan",
            "href": place.href,
            "group": _("Settings"),
            "quiet": True,
        }
        for place in places(request)
    ]


def _tickets(request: MemberRequest, text: str) -> list[Entry]:
    slug = request.workspace.slug
    rows = find(request.member, text, limit=MOST).rows
    found: list[Entry] = [
        {
            "label": f"#{row.number} {row.subject or row.contact_name}",
            "detail": row.contact_name if row.subject else "",
            "href": reverse("inbox:ticket", args=[slug, row.number]),
            "group": _("Tickets"),
        }
        for row in rows
    ]
    search = f"{reverse('inbox:search', args=[slug])}?{urlencode({'q': text})}"
    return [*found, {"label": _("Search all tickets for “%(text)s”") % {"text": text}, "href": search, "group": _("Tickets")}]


def _customer(request: MemberRequest, row: ContactRow) -> Entry:
    address = address_text(*row.addresses[0]) if row.addresses else ""
    return {
        "label": row.name or address or _("Unknown"),
        "detail": " · ".join(filter(None, [address if row.name else "", row.organisation])),
        "href": reverse("people:contact", args=[request.workspace.slug, public_ids.encode("contact", row.id)]),
        "group": _("Customers"),
    }


def _macro(request: MemberRequest, macro: Macro) -> Entry:
    """Its page in the settings, or its line there for who may not change it: for where no reply is being written."""
    key, slug = public_ids.encode("macro", macro.pk), request.workspace.slug
    own = may_change(macro, request.member)
    return {
        "label": macro.name,
        "detail": " ".join((macro.text or macro.text_en).split())[:80],
        "href": reverse("settings:macro", args=[slug, key]) if own else f"{reverse('settings:macros', args=[slug])}#{key}",
        "group": _("Templates and macros"),
        "macro": key,
    }


def _in_the_other_language(names: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Both languages find a place, whatever the page speaks."""
    with translation.override("id" if language() == "en" else "en"):
        return names()
