"""What all pages of the settings share: their list, the way to show one, and "saved"."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.workspace import policy
from percaya.web.ui.doors import MemberRequest


@dataclass(frozen=True)
class Place:
    name: str
    label: str
    icon: str
    href: str
    right: str


def places(request: MemberRequest) -> list[Place]:
    """The pages this member may open, in reading order."""
    slug, own = request.workspace.slug, policy.READ
    admin = policy.ADMINISTER
    table = (
        ("me", _("Me"), "person", own),
        ("keys", _("My keys"), "keyboard", own),
        ("views", _("Views"), "layers", own),
        ("workspace", _("Business"), "building", admin),
        ("hours", _("Hours and holidays"), "clock", admin),
        ("escalation", _("Escalation"), "life", admin),
        ("sla", _("Service levels"), "hourglass", admin),
        ("members", _("Members"), "people", admin),
        ("roles", _("Roles"), "shield", admin),
        ("teams", _("Teams"), "team", admin),
        ("routing", _("Routing"), "split", admin),
        ("rules", _("Rules"), "zap", admin),
        ("channels", _("Channels"), "channel", admin),
        ("labels", _("Labels"), "label", policy.CURATE),
        ("fields", _("Fields"), "sliders", admin),
        ("ticket_templates", _("Ticket templates"), "ticket", policy.CURATE),
        ("macros", _("Templates and macros"), "zap", policy.REPLY),
        ("brands", _("Brands"), "flag", admin),
        ("sending", _("Sending"), "send", admin),
        ("api", _("API tokens"), "key", admin),
        ("audit", _("Audit"), "history", policy.AUDIT),
    )
    found = [Place(name, label, icon, reverse(f"settings:{name}", args=[slug]), right) for name, label, icon, right in table]
    return [place for place in found if request.member.may(place.right)]


def show(request: MemberRequest, page: str, here: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render ``settings/<page>.html`` beside the list of pages; ``here`` is the place that is marked in it."""
    listed = places(request)
    title = next((place.label for place in listed if place.name == here), "")
    frame = {"places": listed, "place": here, "place_title": title}
    return render(request, f"settings/{page}.html", {**frame, **context}, status=status)


def saved(request: HttpRequest, name: str, *args: Any, said: str = "") -> HttpResponse:
    """Back to a page of the settings, which says that it is done."""
    messages.success(request, said or _("Saved."))
    return redirect(f"settings:{name}", request.workspace.slug, *args)  # type: ignore[attr-defined]


def refused(request: HttpRequest, name: str, *args: Any, said: str) -> HttpResponse:
    messages.error(request, said)
    return redirect(f"settings:{name}", request.workspace.slug, *args)  # type: ignore[attr-defined]


def key_of(kind: str, public_id: str) -> int:
    """The key behind a public id. Raises ``Http404`` for what is none; the caller still looks in the own workspace."""
    pk = public_ids.decode(kind, public_id)
    if pk is None:
        raise Http404
    return pk
