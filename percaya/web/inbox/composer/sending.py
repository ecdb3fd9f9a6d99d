"""What a composer's form asks to send: to whom, from when, signed how, and whether to ask once more first."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from percaya.channels.contract import Channel
from percaya.channels.registry import channels
from percaya.core import public_ids
from percaya.core.desk.queries.macros import speaks_english, values_for
from percaya.core.desk.steps import Step, parse, sound
from percaya.core.desk.variables import fill
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.drafts import stored
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.tickets.actions.outbox import Reply
from percaya.core.tickets.doubts import ATTACHMENT, MENTION, doubts
from percaya.core.tickets.models import Attachment, Ticket
from percaya.core.tickets.send_times import choices
from percaya.core.workspace.models import ChannelAccount, Workspace
from percaya.core.workspace.queries import accounts, calendar_of
from percaya.stages.delivery.queries import File, ToSend, reply_window, template_in
from percaya.web.inbox.composer.parts import kept_parts, out_of_form
from percaya.web.inbox.composer.recipients import addresses, aimed, recipients, reply_channel
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.reference import reference
from percaya.web.ui.times import moment

MOST_TEXT = 200_000  # characters
MOST_UNDO = 30  # seconds
_THEN = ("wait", "resolve")


_SAYS = ("text", "template", "blank", "where", "place_name")


def send_key(request: MemberRequest) -> str:
    """One key for one text: pressed twice it is sent once; other words in a form whose answer got lost are a new message."""
    given = request.POST.get("send_key", "")[:50]
    said = "\n".join(word.strip() for name in _SAYS for word in request.POST.getlist(name))
    return f"{given}-{hashlib.sha256(said.encode()).hexdigest()[:12]}" if given else ""


def reply_of(request: MemberRequest, ticket: Ticket, *, has_files: bool) -> Reply:
    """Raises ``Refused`` or ``ValidationError`` with what is wrong."""
    people = recipients(ticket)
    if people.trouble:
        raise Refused(people.trouble)
    channel = reply_channel(ticket)
    copies = channel is not None and channel.capabilities.copies
    to, to_customer = aimed(people, request.POST.get("to", ""))
    there = [value for _kind, value, _name in to]
    if channel is not None and channel.handle_kind == "external":
        to = ()  # delivery knows under which of their ids they spoke last
    seen, then = request.POST.get("seen_up_to", ""), chosen(request, "then")
    out, words = out_of_form(request, ticket)
    return Reply(
        text=text_of(request) if words is None else words,
        out=out,
        can=channel.capabilities if channel else None,
        to=to,
        to_customer=to_customer,
        cc=[one for one in addresses(request.POST.get("cc", "")) if one not in there] if copies else (),
        bcc=addresses(request.POST.get("bcc", "")) if copies else (),
        draft_files=has_files and words is None,
        signature=signature(request, ticket, channel) if "sign" in request.POST else ("" if "signs" in request.POST else None),
        send_key=send_key(request),
        seen_version=int(seen) if seen.isdecimal() and len(seen) < 10 else ticket.version,
        then=then if then in _THEN else "",
        hold_seconds=undo_seconds(ticket, channel),
        send_at=send_at(request, request.workspace),
    )


def to_send(reply: Reply, files: Sequence[StoredFile]) -> ToSend:
    """The reply as delivery judges it beforehand: a member typed it."""
    named = [File(name=file.name, content_type=file.content_type, size=file.size) for file in files]
    return ToSend(
        text=reply.text,
        files=named,
        by_person=True,
        is_template="template" in reply.out,
        to_customer=reply.to_customer,
        is_public=bool(reply.out.get("public")),
        template=template_in(reply.out),
    )


@dataclass(frozen=True)
class Way:
    """How a forward leaves: always as mail."""

    channel: Channel
    account: ChannelAccount | None
    via: str  # the channel's key on the message


def forward_way(ticket: Ticket) -> Way | None:
    """The ticket's own mail channel, else the first mailbox of the workspace; ``None`` when there is none."""
    own = reply_channel(ticket)
    if own is not None and own.capabilities.copies:
        return Way(own, ticket.account, ticket.channel)
    mail = {key: one for key, one in channels().items() if one.capabilities.copies and one.capabilities.sends}
    first = accounts(ticket.workspace_id).filter(channel__in=mail, is_active=True).first()
    return Way(mail[first.channel], first, first.channel) if first else None


def forward_of(request: MemberRequest, ticket: Ticket, way: Way, *, has_files: bool) -> Reply:
    """Raises ``ValidationError`` for an address that is none."""
    return Reply(
        text=text_of(request),
        to=[("email", value, "") for value in addresses(request.POST.get("to", ""))],
        cc=addresses(request.POST.get("cc", "")),
        bcc=addresses(request.POST.get("bcc", "")),
        files=_chosen(request, ticket),
        draft_files=has_files,
        send_key=send_key(request),
        hold_seconds=undo_seconds(ticket, way.channel),
    )


def _chosen(request: MemberRequest, ticket: Ticket) -> list[StoredFile]:
    """The files of the ticket that were ticked to go along; those of other tickets are not found."""
    keys = [public_ids.decode("attachment", text) or 0 for text in request.POST.getlist("with")[:30]]
    return [stored(file) for file in Attachment.objects.filter(pk__in=keys, message__ticket=ticket).order_by("pk")]


def text_of(request: MemberRequest) -> str:
    return request.POST.get("text", "")[:MOST_TEXT]


def steps_of(request: MemberRequest) -> list[Step]:
    """Steps of macros that are to be done with it. Raises ``Refused``."""
    try:
        return parse(request.POST.getlist("do")[:20])
    except ValueError:
        raise Refused(_("One of the macro's steps cannot be understood. Nothing was sent; your text is safe.")) from None


def kept_steps(request: MemberRequest) -> list[dict[str, Any]] | None:
    """Steps to keep with the draft, what makes no sense left out, and the macros they are from, so that their use is counted
    when it is sent from another page; ``None`` from a form that has no place for them."""
    if "deeds" not in request.POST:
        return None
    steps: list[dict[str, Any]] = [step.as_json() for step in sound(request.POST.getlist("do")[:20])]
    return [
        *steps,
        *kept_parts(request),
        *({"macro": public_ids.encode("macro", key)} for key in dict.fromkeys(used_macros(request))),
    ]


def used_macros(request: MemberRequest) -> list[int]:
    return [key for text in request.POST.getlist("macro")[:20] if (key := public_ids.decode("macro", text))]


def undo_seconds(ticket: Ticket, channel: Channel | None) -> int:
    """How long an answer can be called back: as set for the account, else the workspace, else as the channel says."""
    settings = ticket.workspace.settings
    of_account = settings.get("undo_by_account", {}).get(str(ticket.account_id or ""))
    usual = channel.capabilities.undo_seconds if channel else 0
    for chosen in (of_account, settings.get("undo_seconds"), usual):
        if isinstance(chosen, int):
            return max(0, min(MOST_UNDO, chosen))
    return 0


def send_at(request: MemberRequest, workspace: Workspace) -> datetime | None:
    """When it is to leave; ``None`` for now. A typed time is the workspace's. Raises ``Refused`` for one that is none."""
    key = chosen(request, "send_at")
    if not key:
        return None
    if (known := dict(later(workspace)).get(key)) is not None:
        return known
    typed = parse_datetime(chosen(request, "send_at_time"))
    if typed is None:
        raise Refused(_("When? Choose a time. Nothing was sent; your text is safe."))
    return timezone.make_aware(typed) if timezone.is_naive(typed) else typed


def later(workspace: Workspace) -> list[tuple[str, datetime]]:
    """The times offered for sending later."""
    found = choices(timezone.now(), calendar_of(workspace.pk).calendar)
    return [(key, at) for key, at in found if key != "1h"]


def signature(request: MemberRequest, ticket: Ticket, channel: Channel | None) -> str | None:
    """The brand's signature with its slots filled, in the customer's language; ``None`` where the brand has none or the
    channel is a chat."""
    if channel is None or not channel.capabilities.subject:
        return None
    brand = reference(request.member).brand_of(ticket.account)
    if brand is None:
        return None
    text = (brand.signature_en or brand.signature) if speaks_english(ticket) else (brand.signature or brand.signature_en)
    return fill(text, values_for(ticket, request.member, [text])).text if text else None


def chosen(request: MemberRequest, name: str) -> str:
    """What the pressed button said; "send anyway" repeats what was asked for before it was held up."""
    if "sure" in request.POST:
        return request.POST.get(f"sure_{name}", "")
    return request.POST.get(name, "")


def questions(request: MemberRequest, ticket: Ticket, *, has_files: bool) -> list[str]:
    """What to ask once before it leaves, as sentences; nothing when it was answered."""
    if "sure" in request.POST:
        return []
    names = [one.name for one in reference(request.member).people if one.pk != request.member.pk]
    found = [_question(doubt) for doubt in doubts(text_of(request), has_files=has_files, names=names)]
    return [*found, *_too_late(request, ticket)]


def _too_late(request: MemberRequest, ticket: Ticket) -> list[str]:
    """A reply for later would leave when the customer may no longer be answered freely."""
    channel = reply_channel(ticket)
    if channel is None or channel.capabilities.reply_window_hours is None or "template" in request.POST:
        return []
    at, window = send_at(request, request.workspace), reply_window(ticket=ticket)
    if at is None or window is None or window.human_until is None or at < window.human_until:
        return []
    said = _("The time to reply freely ends %(time)s, before this leaves. Then only a template goes, unless the customer writes.")
    return [said % {"time": moment(window.human_until)}]


def _question(doubt: str) -> str:
    if doubt == ATTACHMENT:
        return _("You write of an attachment, but no file is attached.")
    if doubt == MENTION:
        return _("You address a colleague with @. The customer would read that; colleagues are mentioned in notes.")
    return _("This begins like an internal note. The customer would read it.")
