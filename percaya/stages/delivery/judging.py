"""What a channel will not take, told before it is tried."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.channels.contract import Capabilities, Channel, Word
from percaya.channels.registry import channel
from percaya.core.people.models import Purpose
from percaya.core.people.queries import has_refused
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.delivery.linking import link_trouble, room_of_link
from percaya.stages.delivery.models import ChannelTemplate, ReplyWindow
from percaya.stages.delivery.ways import gives_ids, handle_of, recipient, way_out
from percaya.stages.delivery.windows import Window, holder_at, window_since
from percaya.stages.delivery.words import sentence


@dataclass(frozen=True, kw_only=True)
class File:
    """``size`` in bytes; ``content_type`` by looking at the bytes."""

    name: str
    content_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class ToSend:
    """A message to be. ``by_person``: a member types it; no rule, no machine. ``to_customer``: else no window and no address
    of theirs is asked for. ``is_public``: under a comment, for all to see."""

    text: str = ""
    files: Sequence[File] = ()
    by_person: bool = True
    is_template: bool = False
    template: tuple[str, str] = ("", "")  # its name and language, where it is one
    to_customer: bool = True
    is_public: bool = False


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """``sentence`` says what to do instead; ``file`` is the name of the one that is in the way."""

    word: Word
    sentence: str
    file: str = ""


def reply_window(
    *,
    ticket: Ticket | None = None,
    account: ChannelAccount | None = None,
    contact_id: int | None = None,
    now: datetime | None = None,
) -> Window | None:
    """How long the customer of a ticket (or a contact, by an account) may be answered freely; ``None`` where the channel has
    no window. One statement."""
    if ticket is not None:
        can_by, account = way_out(ticket.workspace_id, ticket.channel, account or ticket.account)
        contact_id = ticket.contact_id
    elif account is not None:
        can_by, account = way_out(account.workspace_id, account.channel, account)
    else:
        return None
    return window_of(can_by, account, contact_id, now) if account is not None else None


def window_of(kind: Channel, account: ChannelAccount, contact_id: int | None, now: datetime | None = None) -> Window | None:
    """The same where the way out is known."""
    if kind.capabilities.reply_window_hours is None:
        return None
    moment = now or timezone.now()
    row = ReplyWindow.objects.filter(account_id=account.pk, contact_id=contact_id).first() if contact_id is not None else None
    window = window_since(row.heard_at if row else None, kind.capabilities, moment)
    return replace(window, held_by=holder) if (holder := holder_at(row, moment)) else window


def closed_windows(tickets: Iterable[Ticket], now: datetime | None = None) -> set[int]:
    """The tickets, by id, whose customer may not be answered freely now, not even by a person: it has been too long, or another
    app holds the talk. One statement for all of them."""
    narrow = [one for one in tickets if one.account_id and channel(one.channel).capabilities.reply_window_hours is not None]
    if not narrow:
        return set()
    pairs = {"account__in": {one.account_id for one in narrow}, "contact__in": {one.contact_id for one in narrow}}
    heard = {(row.account_id, row.contact_id): row for row in ReplyWindow.objects.filter(**pairs)}
    moment, closed = now or timezone.now(), set()
    for one in narrow:
        row = heard.get((one.account_id or 0, one.contact_id))
        window = window_since(row.heard_at if row else None, channel(one.channel).capabilities, moment)
        if holder_at(row, moment) or closed_to(window, by_person=True, is_template=False):
            closed.add(one.pk)
    return closed


def may_send(*, ticket: Ticket, what: ToSend, now: datetime | None = None) -> Refusal | None:
    """The first reason why it must not be tried, ``None`` when it may."""
    kind, account = way_out(ticket.workspace_id, ticket.channel, ticket.account)
    can = kind.capabilities
    if what.to_customer:
        window = reply_window(ticket=ticket, now=now)
        if window is not None and window.held_by and not what.is_public:
            return refusal(Word.HELD_ELSEWHERE)
        if window is not None and closed_to(window, by_person=what.by_person, is_template=what.is_template):
            return refusal(Word.WINDOW_CLOSED)
        if can.conversational and not _reachable(ticket, kind):
            return refusal(Word.UNREACHABLE)
        if account is not None and is_unwanted(account, ticket.contact_id, what.template):
            return refusal(Word.NO_MARKETING)
    if what.files and (why := link_trouble(kind, account)):
        return Refusal(word=Word.WRONG_MEDIA, sentence=why, file=what.files[0].name)
    return too_much(can, what)


def template_in(out: Mapping[str, Any]) -> tuple[str, str]:
    """Name and language of the template that a reply carries (``Reply.out``); empty words for none."""
    asked = out.get("template") or {}
    return str(asked.get("name", "")), str(asked.get("language", ""))


def is_unwanted(account: ChannelAccount, contact_id: int, template: tuple[str, str]) -> bool:
    """Whether a template (its name and language) is advertising for somebody who has stopped that on this channel."""
    name, language = template
    if not name:
        return False
    row = ChannelTemplate.objects.filter(account=account, name=name, language=language, category__iexact=Purpose.MARKETING)
    return row.exists() and has_refused(contact_id, Purpose.MARKETING, account.channel)


def file_trouble(ticket: Ticket) -> str:
    """Why no file at all can go to the customer of this ticket now, in a sentence; "" where files can."""
    return link_trouble(*way_out(ticket.workspace_id, ticket.channel, ticket.account))


def closed_to(window: Window, *, by_person: bool, is_template: bool) -> bool:
    if is_template:
        return False
    return not (window.is_open or (by_person and window.is_open_to_people))


def too_much(can: Capabilities, what: ToSend) -> Refusal | None:
    """Whether it is longer or larger than the channel takes, or of a kind it does not."""
    if what.is_public and what.files:
        said = _("The answer to a comment carries words only. Nothing was sent: take the files out, or send them in private.")
        return Refusal(word=Word.WRONG_MEDIA, sentence=said, file=what.files[0].name)
    length = _length(can, what)
    if can.max_text is not None and length > can.max_text:
        facts = {"length": length, "most": can.max_text}
        said = _("%(length)s characters; this channel takes %(most)s. Nothing was sent: shorten it or send it in parts.") % facts
        return Refusal(word=Word.TOO_LONG, sentence=said)
    if can.max_attachments is not None and len(what.files) > can.max_attachments:
        said = _("%(count)s files; this channel takes %(most)s in one message. Nothing was sent: take some out.") % {
            "count": len(what.files), "most": can.max_attachments,
        }  # fmt: skip
        return Refusal(word=Word.WRONG_MEDIA, sentence=said, file=what.files[-1].name)
    return next((found for file in what.files if (found := _misfit(can, file))), None)


def _length(can: Capabilities, what: ToSend) -> int:
    """Of the words as the vendor counts them, with the links that have to stand in them."""
    own = len(what.text.encode("utf-16-le", "surrogatepass")) // 2 if can.counts_utf16 else len(what.text)
    if not can.links_the_rest:
        return own
    linked = [file for file in what.files if not (can.shown_types and file.content_type.startswith(can.shown_types))]
    return own + sum(room_of_link(file.name) for file in linked)


def most_bytes(can: Capabilities, content_type: str) -> int | None:
    """The size that a file of this kind may have."""
    own = [most for prefix, most in can.attachment_sizes if content_type.startswith(prefix)]
    return own[0] if own else can.max_attachment


def refusal(word: Word) -> Refusal:
    return Refusal(word=word, sentence=sentence(word))


def _reachable(ticket: Ticket, kind: Channel) -> bool:
    address = recipient(ticket, kind)
    if address is None:
        return not gives_ids(kind)  # others find their people by themselves
    handle = handle_of(ticket, address)
    return handle is None or not handle.unreachable


def _misfit(can: Capabilities, file: File) -> Refusal | None:
    if can.attachment_types and not file.content_type.startswith(can.attachment_types):
        said = _("%(name)s is of a kind this channel does not take. Nothing was sent: use another format or send a link.")
        return Refusal(word=Word.WRONG_MEDIA, sentence=said % {"name": file.name}, file=file.name)
    most = most_bytes(can, file.content_type)
    if most is not None and file.size > most:
        said = _("%(name)s is larger than the %(most)s MB this channel takes. Nothing was sent: make it smaller or send a link.")
        facts = {"name": file.name, "most": f"{most / 1024 / 1024:.1f}".removesuffix(".0")}
        return Refusal(word=Word.WRONG_MEDIA, sentence=said % facts, file=file.name)
    return None
