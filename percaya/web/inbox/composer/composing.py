"""What the composer shows: the drafts, to whom, what the channel can carry, and what can be done with it."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from percaya.channels.contract import Capabilities
from percaya.core import public_ids
from percaya.core.desk.steps import read
from percaya.core.tickets.clock_words import day_and_time
from percaya.core.tickets.models import Attachment, Draft, Message, Ticket
from percaya.core.tickets.queries.tickets import drafts, message_of
from percaya.core.workspace.policy import NOTE, REPLY
from percaya.stages.delivery.queries import file_trouble
from percaya.web.inbox.composer.approved import Picker, filling_of, picker
from percaya.web.inbox.composer.parts import MOST_ROWS, answered, is_comment, kept_parts, parts_of_draft
from percaya.web.inbox.composer.recipients import NOTHING, recipients, reply_channel
from percaya.web.inbox.composer.sending import chosen, forward_way, kept_steps, later, signature
from percaya.web.inbox.composer.window import Standing, standing, unreachable
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.heading import channel_facts
from percaya.web.inbox.listing import wanted_by
from percaya.web.inbox.reference import reference
from percaya.web.inbox.step_words import step_words
from percaya.web.ui.times import language

MOST_BYTES = 20 * 1024 * 1024
MOST_THUMBNAIL = 4_000_000  # bytes
PREVIEWED = ("image/png", "image/jpeg", "image/gif", "image/webp")
KINDS = ("reply", "note", "forward")
NO_DRAFT: dict[str, Any] = {
    "text": "", "to": "", "cc": "", "bcc": "", "revision": 0, "files": (), "shared": False, "by": "", "id": 0,
    "steps": (), "macros": (), "out": {}, "filling": {},
}  # fmt: skip


def composer(
    request: MemberRequest,
    ticket: Ticket,
    *,
    tab: str = "",
    typed: dict[str, str] | None = None,
    error: str = "",
    asks: list[str] | None = None,
    news: list[Message] | None = None,
    version: int | None = None,
) -> dict[str, Any]:
    """Everything ``inbox/parts/composer.html`` draws. ``typed`` is what a refused form held and goes before the draft;
    ``asks`` are questions to answer before it leaves, ``news`` the messages of a collision."""
    own, lent = drafts(ticket, request.member)
    may_reply, may_note = request.member.may(REPLY), request.member.may(NOTE)
    tab = _tab(tab or request.GET.get("tab", ""), may_reply)
    helped = _helped(request, lent, tab)
    said = {kind: _draft(request, own.get(kind)) for kind in KINDS}
    if helped is not None:
        said[tab] = _draft(request, helped)
    people = recipients(ticket)
    channel = reply_channel(ticket)
    if not said["reply"]["cc"] and helped is None and ticket.workspace.settings.get("reply_all", True):
        said["reply"]["cc"] = ", ".join(people.cc)
    if typed is not None:
        said[tab] |= typed | {"steps": said_steps(request, kept_steps(request) or ()), "out": parts_of_draft(kept_parts(request))}
    elif tab == "forward":
        _fill_forward(request, ticket, said["forward"])
    elif quoted := _asked_message(request, ticket, "quote"):
        said["reply"]["text"] = f"{said['reply']['text']}\n\n{_quote(quoted.body_text)}\n\n".lstrip()
    can = channel.capabilities if channel else NOTHING
    now = standing(ticket, can) if may_reply else Standing()
    if asked := _asked_message(request, ticket, "answer"):
        said["reply"]["out"] = {**said["reply"]["out"], "quotes": public_ids.encode("message", asked.pk)}
    return {
        "window": now,
        "picker": _picker(request, ticket, can, now, said["reply"]["filling"]) if may_reply else None,
        "unreachable": unreachable(people, can),
        "answers": answered(ticket, said["reply"]["out"]),
        "is_comment": may_reply and is_comment(ticket, can),
        "rows": max(can.buttons, min(can.list_rows, MOST_ROWS)),
        "ticket": ticket,
        "drafts": said,
        "tab": tab,
        "may_reply": may_reply,
        "may_note": may_note,
        "people": people,
        "trouble": people.trouble or _closed(ticket),
        "via": channel_facts(channel.key) if channel else channel_facts(ticket.channel),
        "can": can,
        "max_file": min(can.max_attachment or MOST_BYTES, MOST_BYTES),
        "no_files": file_trouble(ticket) if may_reply and can.fetches_files else "",
        "seen_up_to": version if version is not None else ticket.version,
        "send_key": secrets.token_urlsafe(18),
        "list_query": wanted_by(request).query(),
        "error": error,
        "asks": asks or [],
        "news": news or [],
        "held_up": {name: chosen(request, name) for name in ("then", "send_at", "send_at_time")} if asks or news else {},
        "macros": _macros(request, said["reply"]["macros"], typed=typed is not None),
        "signature": signature(request, ticket, channel) or "",
        "signs": request.method == "GET" or "sign" in request.POST or "signs" not in request.POST,
        "later": later(ticket.workspace) if may_reply else [],
        "enter": _enter(request, can.conversational),
        "helping": helped,
        "helping_id": public_ids.encode("member", helped.member_id) if helped else "",
        "lent": [(public_ids.encode("member", one.member_id), one) for one in lent if one.kind != "forward" or may_reply],
        "files_along": _files_along(request, ticket) if tab == "forward" else [],
        "forwards": forward_way(ticket) is not None if tab == "forward" else True,
        "subject": request.POST.get("subject", "") or f"Fwd: {ticket.subject}",
    }


def _picker(
    request: MemberRequest, ticket: Ticket, can: Capabilities, now: Standing, filling: Mapping[str, Any]
) -> Picker | None:
    """Templates stand in the place of the words once these may no longer go, where they are asked for, and where the member
    was filling one and has asked for nothing else."""
    asked = "approved" in request.GET or "template" in request.POST or (filling and "tab" not in request.GET)
    return picker(request, ticket, filling) if can.templates and (asked or not now.may_write) else None


def _tab(wanted: str, may_reply: bool) -> str:
    if not may_reply:
        return "note"
    return wanted if wanted in KINDS else "reply"


def _draft(request: MemberRequest, draft: Draft | None) -> dict[str, Any]:
    if draft is None:
        return dict(NO_DRAFT)
    by = draft.last_by.name if draft.last_by and draft.last_by_id != request.member.pk else ""
    return {
        "text": draft.text,
        "to": draft.to,
        "cc": draft.cc,
        "bcc": draft.bcc,
        "revision": draft.revision,
        "files": [(file, thumbnail(request.workspace.slug, file)) for file in draft.attachment_set.all()],
        "shared": draft.is_shared,
        "by": by,
        "id": draft.pk,
        "steps": said_steps(request, draft.deeds),
        "out": parts_of_draft(draft.deeds),
        "filling": filling_of(draft.deeds),
        "macros": macros_of(draft.deeds),
    }


def macros_of(deeds: Sequence[Mapping[str, str]]) -> list[str]:
    """Public ids of the macros whose words and steps a draft holds."""
    return [one["macro"] for one in deeds if "macro" in one]


def _macros(request: MemberRequest, kept: Sequence[str], *, typed: bool) -> list[str]:
    """Those whose use is counted when the reply is sent: of the form, else of the draft and of the address."""
    if typed:
        return request.POST.getlist("macro")[:20]
    return list(dict.fromkeys([*kept, *request.GET.getlist("macro")[:1]]))


def said_steps(request: MemberRequest, deeds: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """(step, its words) of what goes with a reply."""
    if not deeds:
        return []
    known = reference(request.member)
    return [(str(step), step_words(step, known)) for step in read(deeds)]


def thumbnail(slug: str, file: Attachment) -> str:
    """Where a small picture of the file is; "" for what is no picture, or a large one."""
    if file.content_type not in PREVIEWED or file.size > MOST_THUMBNAIL:
        return ""
    name = file.name.replace("/", "_") or "file"
    return reverse("inbox:file", args=[slug, public_ids.encode("attachment", file.pk), name]) + "?inline=1"


def _helped(request: MemberRequest, lent: list[Draft], tab: str) -> Draft | None:
    """The colleague's draft that ``?draft=`` asks for, while it is shared."""
    owner = public_ids.decode("member", request.GET.get("draft", "")) if request.GET.get("draft") else None
    return next((one for one in lent if one.member_id == owner and one.kind == tab), None)


def _enter(request: MemberRequest, conversational: bool) -> str:
    """What the Enter key does: "send" or "" for a new line, as the member likes it."""
    habit = request.member.settings.get("enter_sends", "never")
    return "send" if habit == "always" or (habit == "chat" and conversational) else ""


def _asked_message(request: MemberRequest, ticket: Ticket, name: str) -> Message | None:
    key = request.GET.get(name, "")
    return message_of(ticket, int(key)) if key.isdecimal() and len(key) < 18 else None


def _fill_forward(request: MemberRequest, ticket: Ticket, draft: dict[str, Any]) -> None:
    """An empty forward begins with the message it passes on: the one asked for, else the customer's last."""
    if draft["text"].strip() and "message" not in request.GET:
        return
    message = _passed_on(request, ticket)
    if message is None:
        return
    zone = ticket.workspace.time_zone
    when = day_and_time(message.created_at, zone, language())
    author = message.author_name or ticket.contact.name
    original = f"---------- {ticket.subject or f'#{ticket.number}'}\n{author} · {when}\n\n{_quote(message.body_text)}"
    draft["text"] = f"{draft['text']}\n\n{original}" if draft["text"].strip() else f"\n\n{original}"


def _passed_on(request: MemberRequest, ticket: Ticket) -> Message | None:
    if asked := _asked_message(request, ticket, "message"):
        return asked
    rows = Message.objects.filter(ticket=ticket, direction="inbound", auto="")
    return rows.order_by("-pk").first()


def _files_along(request: MemberRequest, ticket: Ticket) -> list[tuple[str, Attachment, bool]]:
    """(public id, file, whether it goes along) of the message that is passed on."""
    message = _passed_on(request, ticket)
    if message is None:
        return []
    chosen = request.POST.getlist("with") if request.method == "POST" else None
    found = Attachment.objects.filter(message=message).exclude(kind="inline").order_by("pk")[:30]
    keys = [(public_ids.encode("attachment", file.pk), file) for file in found]
    return [(key, file, chosen is None or key in chosen) for key, file in keys]


def _quote(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())


def _closed(ticket: Ticket) -> str:
    return "closed" if ticket.state == "closed" else ""
