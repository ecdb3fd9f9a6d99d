"""Templates that a vendor has approved: found, filled, looked at before they are sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.channels.common.template_words import filled
from percaya.core.desk.queries.macros import speaks_english, values_for
from percaya.core.desk.variables import fill
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.drafts import keep_filling
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import REPLY
from percaya.stages.delivery.models import ChannelTemplate
from percaya.stages.delivery.queries import templates_of
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of

SHOWN = 60
# What a blank with such a name means, as far as the house knows it.
_MEANT = {
    "contact.name": ("name", "nama", "customer", "pelanggan", "customer_name", "nama_pelanggan", "first_name"),
    "ticket.number": ("ticket", "tiket", "number", "nomor", "ticket_number", "nomor_tiket"),
    "agent.name": ("agent", "petugas", "agent_name", "nama_petugas"),
    "workspace.name": ("business", "toko", "shop", "company", "brand", "usaha"),
    "ticket.status_link": ("link", "tautan", "status_link", "url"),
}
_HEADERS: Mapping[str, Callable[[], str]] = {
    "image": lambda: _("Picture above (address)"),
    "video": lambda: _("Video above (address)"),
    "document": lambda: _("Document above (address)"),
    "location": lambda: _("Place above"),
}
_KNOWN = {word: variable for variable, words in _MEANT.items() for word in words}


@dataclass(frozen=True)
class Offered:
    """A template as the picker shows it. ``key`` chooses it; ``is_usable``: the vendor takes it now."""

    key: str
    row: ChannelTemplate
    is_usable: bool

    @property
    def text(self) -> str:
        return filled(self.row, {})


@dataclass(frozen=True)
class Blank:
    key: str
    example: str
    value: str

    @property
    def label(self) -> str:
        """As the preview shows it, and where it stands when that is not in the words (``header.…``, ``button.0.…``)."""
        place, _dot, name = self.key.rpartition(".")
        if place == "header":
            return _HEADERS[name]() if name in _HEADERS else _("Heading {{%(blank)s}}") % {"blank": name}
        if place.startswith("button.") and (at := place.removeprefix("button.")).isdecimal():
            told = _("Button %(at)s: code") if name == "code" else _("Button %(at)s: end of its link")
            return told % {"at": int(at) + 1}
        return f"{{{{{self.key}}}}}"


@dataclass(frozen=True)
class Picker:
    """``found``: what fits the words sought, the customer's language first; ``chosen`` with its blanks; ``known``: what may be
    put into a blank, (value, what it is)."""

    found: Sequence[Offered]
    query: str
    chosen: Offered | None
    blanks: Sequence[Blank]
    preview: str
    known: Sequence[tuple[str, str]]


def filling_of(deeds: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The template that a draft keeps half filled: ``key`` and ``values`` by blank; empty where there is none."""
    return next((one["filling"] for one in deeds if isinstance(one.get("filling"), Mapping)), {})


def picker(request: MemberRequest, ticket: Ticket, kept: Mapping[str, Any]) -> Picker:
    """As ``?template=`` and ``?find=`` ask, or as a refused form was filled; else as the draft keeps it (``filling_of``)."""
    asked = request.POST if request.method == "POST" else request.GET
    query, key = asked.get("find", "").strip()[:80], asked.get("template", "")
    if not key and "approved" not in asked:
        key = str(kept.get("key", ""))
    offered = _sorted(ticket)
    chosen = next((one for one in offered if one.key == key and one.is_usable), None)
    found = [one for one in offered if _fits(one, query)][:SHOWN]
    if chosen is None:
        return Picker(found, query, None, (), "", ())
    values = _values(request, ticket, chosen.row)
    if request.method == "GET" and kept.get("key") == key:
        values |= {str(blank): str(value) for blank, value in dict(kept.get("values", {})).items()}
    blanks = [
        Blank(str(blank), str(chosen.row.examples.get(str(blank), "")), values.get(str(blank), "")) for blank in chosen.row.blanks
    ]
    return Picker(
        found, query, chosen, blanks, filled(chosen.row, _filled(ticket, request.member, values)), _known(ticket, request)
    )


@require_POST
@member_view(REPLY)
def preview(request: MemberRequest, number: int) -> HttpResponse:
    """The template with its blanks as they are filled now; kept with the draft, so that another page goes on from here."""
    ticket = ticket_of(request, number)
    told = picker(request, ticket, {})
    if told.chosen is not None:
        values = {blank.key: blank.value for blank in told.blanks}
        filling = {"key": told.chosen.key, "values": values} if any(values.values()) else None
        keep_filling(ticket=ticket, member=request.member, filling=filling, revision=revision_of(request))
    return render(request, "inbox/parts/approved_preview.html", {"preview": told.preview})


def revision_of(request: MemberRequest) -> int:
    """The revision of the draft that a form was drawn with."""
    text = request.POST.get("revision", "0")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def part_of_form(request: MemberRequest, ticket: Ticket) -> tuple[dict[str, Any], str]:
    """The template that a form sends, for ``Reply.out``, and its words. Raises ``Refused``."""
    key = request.POST.get("template", "")
    chosen = next((one for one in _sorted(ticket) if one.key == key), None)
    if chosen is None:
        raise Refused(_("This template is no longer there. Nothing was sent; choose another one."))
    if not chosen.is_usable:
        raise Refused(_("This template is paused or not approved. Nothing was sent; choose another one."))
    values = _filled(ticket, request.member, _values(request, ticket, chosen.row))
    if missing := [f"{{{{{name}}}}}" for value in values.values() for name in fill(value, {}).missing]:
        raise Refused(_("Nothing fills %(slots)s on this ticket. Nothing was sent.") % {"slots": ", ".join(missing)})
    return {"name": chosen.row.name, "language": chosen.row.language, "values": values}, filled(chosen.row, values)


def _sorted(ticket: Ticket) -> list[Offered]:
    """What can be sent first, in the customer's language first."""
    if ticket.account is None:
        return []
    spoken = "en" if speaks_english(ticket) else "id"
    rows = templates_of(ticket.account)
    offered = [Offered(f"{row.name}|{row.language}", row, row.state == "approved") for row in rows]
    return sorted(offered, key=lambda one: (not one.is_usable, not one.row.language.startswith(spoken), one.row.name))


def _fits(one: Offered, query: str) -> bool:
    told = f"{one.row.name} {one.row.header} {one.row.body} {one.row.category}".replace("_", " ").lower()
    return all(word in told for word in query.replace("_", " ").lower().split())


def _values(request: MemberRequest, ticket: Ticket, row: ChannelTemplate) -> dict[str, str]:
    """By blank: as the form says, else what the blank's name means here."""
    if request.method == "POST" and "blank" in request.POST:
        given = [value.strip()[:1000] for value in request.POST.getlist("blank")]
        return dict(zip(map(str, row.blanks), given, strict=False))
    meant = {str(blank): variable for blank in row.blanks if (variable := _KNOWN.get(str(blank).rsplit(".", 1)[-1].lower()))}
    known = values_for(ticket, request.member, [f"{{{{{variable}}}}}" for variable in meant.values()])
    return {blank: known[variable] for blank, variable in meant.items() if variable in known}


def _filled(ticket: Ticket, member: Member, values: Mapping[str, str]) -> dict[str, str]:
    """Variables of the house in what was typed, such as {{contact.name}}."""
    known = values_for(ticket, member, list(values.values())) if any("{{" in value for value in values.values()) else {}
    return {blank: fill(value, known).text for blank, value in values.items()}


def _known(ticket: Ticket, request: MemberRequest) -> list[tuple[str, str]]:
    words = {
        "contact.name": _("Customer's name"),
        "ticket.number": _("Ticket number"),
        "agent.name": _("Your name"),
        "workspace.name": _("Business"),
        "ticket.status_link": _("Link to the status page"),
    }
    values = values_for(ticket, request.member, [f"{{{{{name}}}}}" for name in words])
    return [(values[name], said) for name, said in words.items() if name in values]
