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


@dataclass(frozen=True)
class Part:
    """Places that belong together, under their heading."""

    heading: str
    places: tuple[Place, ...]


def parts(request: MemberRequest) -> list[Part]:
    """The pages this member may open, in reading order; a part without any is left out."""
    slug, may = request.workspace.slug, request.member.may
    own, admin = policy.READ, policy.ADMINISTER
    table: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
        (_("Personal"), (
            ("me", _("Me"), "person", own),
            ("keys", _("My keys"), "keyboard", own),
            ("views", _("Views"), "layers", own),
        )),
        (_("Your business"), (
            ("workspace", _("Business"), "building", admin),
            ("brands", _("Brands"), "flag", admin),
            ("portal", _("Customer portal"), "globe", admin),
            ("hours", _("Hours and holidays"), "clock", admin),
        )),
        (_("Your team"), (
            ("members", _("Members"), "people", admin),
            ("roles", _("Roles"), "shield", admin),
            ("teams", _("Teams"), "team", admin),
        )),
        (_("Tickets"), (
            ("labels", _("Labels"), "label", policy.CURATE),
            ("fields", _("Fields"), "sliders", admin),
            ("ticket_templates", _("Ticket templates"), "ticket", policy.CURATE),
            ("macros", _("Templates and macros"), "zap", policy.REPLY),
        )),
        (_("Automatic"), (
            ("sla", _("Service levels"), "hourglass", admin),
            ("routing", _("Routing"), "split", admin),
            ("escalation", _("Escalation"), "life", admin),
            ("rules", _("Rules"), "zap", admin),
            ("surveys", _("Surveys"), "face-smile", admin),
        )),
        (_("Channels and API"), (
            ("channels", _("Channels"), "channel", admin),
            ("sending", _("Sending"), "send", admin),
            ("talks", _("Conversations"), "message", admin),
            ("api", _("API tokens"), "key", admin),
        )),
        (_("Records"), (
            ("audit", _("Audit"), "history", policy.AUDIT),
        )),
    )  # fmt: skip
    listed = [Part(heading, tuple(_place(slug, *line) for line in lines if may(line[-1]))) for heading, lines in table]
    return [part for part in listed if part.places]


def places(request: MemberRequest) -> list[Place]:
    """All of them in one row."""
    return [place for part in parts(request) for place in part.places]


def _place(slug: str, name: str, label: str, icon: str, right: str) -> Place:
    return Place(name, label, icon, reverse(f"settings:{name}", args=[slug]), right)


def show(request: MemberRequest, page: str, here: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render ``settings/<page>.html`` beside the list of pages; ``here`` is the place that is marked in it."""
    listed = parts(request)
    title = next((place.label for part in listed for place in part.places if place.name == here), "")
    frame = {"menu": listed, "place": here, "place_title": title}
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
