"""How each deed is taken back at one ticket: by the events it left, by the merge it made, by the message that has not left."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.merging import undo_merge
from percaya.core.tickets.actions.replying import cancel_reply
from percaya.core.tickets.actions.undoing import undo
from percaya.core.tickets.models import Joining, Message, Ticket
from percaya.core.workspace.models import Member

STAYS = frozenset({"note", "field", "follow"})  # steps of a macro that no undo takes back
_KEPT_EVENTS = ("ticket.note_added", "ticket.fields_set", "ticket.followed")


@dataclass(frozen=True)
class Done:
    """What a deed did at one ticket: the events behind ``after`` up to ``upto``, and the key of what it sent."""

    ticket: Ticket
    after: int
    upto: int
    key: str
    member: Member
    by: Actor


def by_events(done: Done) -> str:
    undo(ticket=done.ticket, after=done.after, upto=done.upto, by=done.by)
    return ""


def by_steps(done: Done) -> str:
    """What a macro changed goes back; its notes, fields and follows stay, and are said."""
    stays = _own(done).filter(kind__in=_KEPT_EVENTS).exists()
    by_events(done)
    return _("Its notes, fields and followers stay.") if stays else ""


def by_parting(done: Done) -> str:
    """The two tickets are two again."""
    merged = _own(done).filter(kind="ticket.merged").first()
    found = Joining.objects.filter(pk=int(str(facts(merged)["joining"]))).first() if merged else None
    if found is None:
        raise Refused(_("There is nothing here to take back."))
    undo_merge(joining=found, by=done.by)
    return ""


def by_calling_back(done: Done) -> str:
    """A reply that has not left goes back to the draft. What has left cannot be fetched."""
    sent = Message.objects.filter(workspace_id=done.ticket.workspace_id, send_key=done.key).first()
    if sent is None or not cancel_reply(message=sent, by=done.by, member=done.member):
        raise Refused(_("This reply has left already."))
    return ""


def _own(done: Done) -> QuerySet[EventRow]:
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=done.ticket.pk)
    return rows.filter(seq__gt=done.after, seq__lte=done.upto).order_by("seq")
