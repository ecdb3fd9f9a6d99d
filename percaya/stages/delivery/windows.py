"""How long a person may be answered freely: counted from what they last wrote, by the vendor's clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from percaya.channels.contract import Capabilities
from percaya.channels.registry import channels
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.handles import set_reachability
from percaya.core.people.events import ContactsMerged, ContactsSeparated, TalkHanded
from percaya.core.people.models import Handle
from percaya.core.prepared import Prepared
from percaya.core.tickets.events import MessageReceived
from percaya.core.tickets.models import Direction, Message
from percaya.stages.delivery.models import ReplyWindow

_said: Prepared[Message] = Prepared(
    lambda message_id: Message.objects.only(
        "workspace_id", "channel", "account_id", "contact_id", "auto", "fields", "flags", "addressed", "created_at"
    ).filter(pk=message_id),
    message_id=int,
)


OTHERS = "app"  # some app that is not ours
ASIDE = "held-elsewhere"  # the mark of a message that we saw while another app held the talk
# Meta gives a talk free by itself when the app that holds it has been silent for a day.
HOLD_LASTS = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Window:
    """``is_open``: anything may go. ``is_open_to_people``: what a member types may still go, nothing automatic.
    ``closes_at`` and ``human_until`` are ``None`` while the person has never written here (then it is closed).
    ``held_by``: another app of the business holds the talk, so that nothing of ours would be taken; "" for none."""

    is_open: bool
    is_open_to_people: bool
    closes_at: datetime | None = None
    human_until: datetime | None = None
    held_by: str = ""


def window_since(heard_at: datetime | None, can: Capabilities, now: datetime) -> Window:
    """The window of somebody last heard at ``heard_at``. At the very moment it closes it is closed."""
    if can.reply_window_hours is None:
        return Window(is_open=True, is_open_to_people=True)
    if heard_at is None:
        return Window(is_open=False, is_open_to_people=False)
    closes_at = heard_at + timedelta(hours=can.reply_window_hours)
    human_until = heard_at + timedelta(hours=max(can.human_window_hours or 0, can.reply_window_hours))
    is_open, to_people = now < closes_at, now < human_until
    return Window(is_open=is_open, is_open_to_people=to_people, closes_at=closes_at, human_until=human_until)


def heard(event: MessageReceived, event_id: int) -> None:
    """A person wrote: where the channel has a window, it opens anew; an address that was closed is open again. What was said
    beside the channel (in a survey, on a page of ours) is nothing that the vendor has heard."""
    message = next(iter(_said.ask(message_id=event.message)), None)
    if message is None or message.account_id is None or message.contact_id is None or message.auto:
        return
    kind = channels().get(message.channel)
    if kind is None:
        return
    if kind.capabilities.reply_window_hours is not None:
        _hear(message.workspace_id, message.account_id, message.contact_id, said_at(message), aside=ASIDE in message.flags)
    if kind.capabilities.conversational:
        _open_address(message)


def said_at(message: Message) -> datetime:
    """When the vendor says it was written, but never later than now: a wrong clock must not promise a longer window."""
    said = parse_datetime(str(message.fields.get("said_at") or ""))
    return min(said, timezone.now()) if said is not None and said.tzinfo is not None else message.created_at


def handed(event: TalkHanded, event_id: int) -> None:
    """Another app took a talk, or gave it back. Who never wrote here has no talk that could be held."""
    note_holder(event.account, event.contact, event.holder, parse_datetime(event.at) or timezone.now())


def note_holder(account_id: int, contact_id: int, holder: str, at: datetime) -> None:
    """Since ``at`` the talk is that app's, or ours ("" for ``holder``). Vendors tell late and twice: what is older than what is
    known changes nothing."""
    rows = ReplyWindow.objects.filter(account_id=account_id, contact_id=contact_id).exclude(held_at__gt=at)
    rows.update(held_by=holder[:60], held_at=min(at, timezone.now()))


def holder_at(row: ReplyWindow | None, now: datetime) -> str:
    """Who holds the talk at that moment; "" when we may write."""
    if row is None or not row.held_by or row.held_at is None:
        return ""
    return row.held_by if now < row.held_at + HOLD_LASTS else ""


def follow_merge(event: ContactsMerged, event_id: int) -> None:
    """Two people turned out to be one: what was heard of either counts."""
    for row in ReplyWindow.objects.filter(contact_id=event.other):
        _hear(row.workspace_id, row.account_id, event.contact, row.heard_at)
        if row.held_by and row.held_at is not None:
            note_holder(row.account_id, event.contact, row.held_by, row.held_at)
    ReplyWindow.objects.filter(contact_id=event.other).delete()


def follow_separation(event: ContactsSeparated, event_id: int) -> None:
    """A merge was taken back: each has what was heard in their own tickets."""
    both = ReplyWindow.objects.filter(contact_id=event.contact)
    for row in both:
        row.delete()
        for contact_id in (event.contact, event.other):
            said = Message.objects.filter(ticket__contact_id=contact_id, account_id=row.account_id, direction=Direction.INBOUND)
            last = said.order_by("-pk").first()
            if last is not None:
                _hear(row.workspace_id, row.account_id, contact_id, said_at(last))


def _open_address(message: Message) -> None:
    """Who writes from an address can be reached there."""
    for one in message.addressed.get("from", []):
        for handle in _closed.ask(workspace=message.workspace_id, kind=one["kind"], value=one["value"]):
            set_reachability(handle=handle, unreachable="", by=Actor.system())


_closed: Prepared[Handle] = Prepared(
    lambda workspace, kind, value: Handle.objects.filter(workspace_id=workspace, kind=kind, value=value, claim="").exclude(
        unreachable=""
    ),
    workspace=int, kind=str, value=str,
)  # fmt: skip


def _hear(workspace_id: int, account_id: int, contact_id: int, heard_at: datetime, *, aside: bool = False) -> None:
    """Never going back: messages come late and in any order. Who is heard ``aside`` speaks with another app; who is heard
    otherwise, with us again."""
    mine = ReplyWindow.objects.filter(account_id=account_id, contact_id=contact_id)
    held: dict[str, Any] = {"held_by": OTHERS, "held_at": heard_at} if aside else {}
    known = held or {"held_by": Case(When(held_at__gt=heard_at, then=F("held_by")), default=Value(""))}
    if mine.filter(heard_at__lt=heard_at).update(heard_at=heard_at, **known):
        return
    defaults = {"workspace_id": workspace_id, "heard_at": heard_at, **held}
    _row, is_new = ReplyWindow.objects.get_or_create(account_id=account_id, contact_id=contact_id, defaults=defaults)
    if not is_new:
        mine.filter(heard_at__lt=heard_at).update(heard_at=heard_at, **known)
