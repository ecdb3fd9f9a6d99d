"""What the composer shows: two drafts, to whom, and what the channel can carry."""

import secrets
from typing import Any

from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries.tickets import drafts
from percaya.core.workspace.policy import NOTE, REPLY, may
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.heading import channel_facts
from percaya.web.inbox.listing import wanted_by
from percaya.web.inbox.recipients import NOTHING, recipients, reply_channel

MOST_BYTES = 20 * 1024 * 1024
NO_DRAFT: dict[str, Any] = {"text": "", "cc": "", "bcc": "", "revision": 0, "files": ()}


def composer(
    request: MemberRequest,
    ticket: Ticket,
    *,
    tab: str = "",
    typed: dict[str, str] | None = None,
    error: str = "",
    news: list[Message] | None = None,
    version: int | None = None,
) -> dict[str, Any]:
    """Everything ``inbox/parts/composer.html`` draws. ``typed`` is what a refused form held and goes before the draft;
    ``news`` are the messages of a collision."""
    kept = drafts(ticket, request.member)
    said = {kind: _draft(kept.get(kind)) for kind in ("reply", "note")}
    people = recipients(ticket)
    channel = reply_channel(ticket)
    if not said["reply"]["cc"]:
        said["reply"]["cc"] = ", ".join(people.cc)
    tab = tab or request.GET.get("tab", "")
    if typed is not None:
        said[tab or "reply"] |= typed
    may_reply = may(request.member.role, REPLY)
    can = channel.capabilities if channel else NOTHING
    trouble = people.trouble or _closed(ticket)
    return {
        "ticket": ticket,
        "drafts": said,
        "tab": "note" if tab == "note" or not may_reply else "reply",
        "may_reply": may_reply,
        "may_note": may(request.member.role, NOTE),
        "people": people,
        "trouble": trouble,
        "via": channel_facts(channel.key) if channel else channel_facts(ticket.channel),
        "can": can,
        "max_file": min(can.max_attachment or MOST_BYTES, MOST_BYTES),
        "seen_up_to": version if version is not None else ticket.version,
        "send_key": secrets.token_urlsafe(18),
        "list_query": wanted_by(request).query(),
        "error": error,
        "news": news or [],
    }


def _draft(draft: Any) -> dict[str, Any]:
    if draft is None:
        return dict(NO_DRAFT)
    return {
        "text": draft.text,
        "cc": draft.cc,
        "bcc": draft.bcc,
        "revision": draft.revision,
        "files": list(draft.attachment_set.all()),
    }


def _closed(ticket: Ticket) -> str:
    return "closed" if ticket.state == "closed" else ""
