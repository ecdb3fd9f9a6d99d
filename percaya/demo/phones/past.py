"""What was said with a customer according to the tickets: it outlives the process that plays their telephone."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from percaya.core.people.models import Handle
from percaya.core.tickets.models import Attachment, Message
from percaya.core.workspace.models import ChannelAccount
from percaya.demo.phones.line import Bubble

MOST = 200  # of an account; a telephone shows no more either
_GONE = ("sent", "delivered", "read", "failed")
_GLYPHS = {"image": "image", "location": "pin"}


def past(account: ChannelAccount, handles: Mapping[str, str]) -> dict[str, list[Bubble]]:
    """By the word of ``handles`` (handle -> word): what both sides said, oldest first, in three statements."""
    rows = Handle.objects.filter(workspace=account.workspace_id, kind="external", claim="", value__in=handles)
    owners = {contact: handles[value] for contact, value in rows.values_list("contact", "value")}
    messages = Message.objects.filter(ticket__account=account, ticket__contact__in=owners, direction__in=("inbound", "outbound"))
    kept = list(messages.order_by("-id").select_related("ticket")[:MOST])
    files = dict(Attachment.objects.filter(message__in=[one.pk for one in kept]).values_list("message", "content_type"))
    found: dict[str, list[Bubble]] = defaultdict(list)
    for one in reversed(kept):
        if one.direction == "inbound" or one.delivery_state in _GONE:
            found[owners[one.ticket.contact_id]].append(_bubble(one, files.get(one.pk)))
    return found


def _bubble(message: Message, file: str | None) -> Bubble:
    is_own, told = message.direction == "inbound", message.fields
    kinds = [str(one.get("kind")) for one in told.get("rich", [])] + (["location"] if told.get("out", {}).get("location") else [])
    kind = next((one for one in kinds if one in _GLYPHS), file.partition("/")[0] if file else "")
    theirs = [one["emoji"] for one in told.get("reactions", []) if (one.get("by") == "contact") != is_own]
    return Bubble(
        id=message.external_id,
        is_own=is_own,
        text=message.body_text or _place(told),
        glyph=_GLYPHS.get(kind, "file") if kind else "",
        at=message.created_at.timestamp(),
        mark="" if is_own else message.delivery_state,
        offers=_offers(told),
        reaction=theirs[-1] if theirs else "",
        is_list=bool(told.get("out", {}).get("offer", {}).get("button")),
        is_at_vendor=message.delivery_code != "demo",
        more_ids=tuple(told.get("external_ids", ())),
    )


def _place(told: Mapping[str, Any]) -> str:
    places = [one.get("data", {}) for one in told.get("rich", []) if one.get("kind") == "location"]
    return next((str(one.get("name") or "") for one in [*places, told.get("out", {}).get("location") or {}] if one), "")


def _offers(told: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    choices = (told.get("out", {}).get("offer") or {}).get("choices", [])
    return tuple((str(one["id"]), str(one["title"])) for one in choices)
