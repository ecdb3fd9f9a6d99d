"""What a composer's form carries besides words: which message it answers, quick answers, a place, a template."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from percaya.channels.contract import Capabilities, RichKind
from percaya.core import public_ids
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import Direction, Message, Ticket
from percaya.core.tickets.policy import preview
from percaya.core.tickets.queries.tickets import message_of
from percaya.web.inbox.composer.approved import part_of_form
from percaya.web.inbox.composer.places import coordinates
from percaya.web.inbox.doors import MemberRequest

MOST_ROWS = 20


def out_of_form(request: MemberRequest, ticket: Ticket) -> tuple[dict[str, Any], str | None]:
    """``Reply.out``, and the words that go with it where they are not the writer's own. Raises ``Refused``."""
    if "template" in request.POST:
        template, text = part_of_form(request, ticket)
        return {"template": template}, text
    if "place" in request.POST:
        return {"location": _place(request)}, ""
    return _kept(request), None


def kept_parts(request: MemberRequest) -> list[dict[str, Any]]:
    """The same for a draft, in the shape in which drafts keep it."""
    out = _kept(request)
    return [{"out": out}] if out else []


def parts_of_draft(deeds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    found: Mapping[str, Any] = next((one["out"] for one in deeds if isinstance(one.get("out"), Mapping)), {})
    return dict(found)


def answered(ticket: Ticket, out: Mapping[str, Any]) -> Message | None:
    """The message that a draft answers, with its first words as ``short``."""
    key = public_ids.decode("message", str(out.get("quotes", ""))) if out.get("quotes") else None
    found = message_of(ticket, key) if key else None
    if found is not None:
        found.__dict__["short"] = preview(found.body_text) or _("Attachment")
    return found


def is_comment(ticket: Ticket, can: Capabilities) -> bool:
    """Whether what the customer said last stands under a post of ours, where it can be answered for all to see."""
    if not can.public_answers:
        return False
    last = Message.objects.filter(ticket=ticket, direction=Direction.INBOUND, auto="").order_by("-pk").first()
    return last is not None and any(one.get("kind") == RichKind.COMMENT for one in last.fields.get("rich", []))


def _kept(request: MemberRequest) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if quotes := request.POST.get("quotes", "")[:60]:
        out["quotes"] = quotes
    if request.POST.get("public") == "1":
        out["public"] = True
    if choices := _choices(request):
        button = request.POST.get("offer_button", "").strip()[:60] if request.POST.get("offer_kind") == "list" else ""
        listed = request.POST.get("offer_kind") == "list"
        out["offer"] = {"button": (button or _("Choose")) if listed else "", "choices": choices}
    return out


def _choices(request: MemberRequest) -> list[dict[str, str]]:
    rows = [row.strip() for row in request.POST.getlist("choice")[:MOST_ROWS] if row.strip()]
    parted = [[part.strip() for part in row.partition("|")[::2]] for row in rows]
    return [
        {"id": f"choice-{place}", "title": title[:200], **({"description": more[:200]} if more else {})}
        for place, (title, more) in enumerate(parted, 1)
    ]


def _place(request: MemberRequest) -> dict[str, Any]:
    typed = request.POST.get("where", "")
    there = coordinates(typed)
    if there is None:
        raise Refused(_("No place can be read from this. Nothing was sent: paste a whole link to a map, or two numbers."))
    place: dict[str, Any] = {"latitude": there[0], "longitude": there[1]}
    words = {
        "name": request.POST.get("place_name", "").strip()[:200],
        "address": request.POST.get("place_address", "").strip()[:300],
    }
    return place | {name: value for name, value in words.items() if value}
