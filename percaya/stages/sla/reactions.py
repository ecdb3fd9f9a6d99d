"""What clocks do when something happens to a ticket: same transaction, and no statement where nothing is owed."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from percaya.core.people.events import ContactEvent
from percaya.core.tickets import events as told
from percaya.core.tickets.actions.change import hold
from percaya.core.tickets.events import MessageReceived, ReplyWritten, StateChanged, TicketEvent, TicketOpened
from percaya.core.tickets.models import Ticket
from percaya.stages.sla.clocks import REPLIES, Keeper
from percaya.stages.sla.kept import levels

# event -> the fields of conditions whose answer it may have changed
_ASKED: Mapping[type[TicketEvent], frozenset[str]] = {
    told.PriorityChanged: frozenset({"priority"}),
    told.TicketTeamChanged: frozenset({"team"}),
    told.TicketAssigned: frozenset({"assignee"}),
    told.LabelAdded: frozenset({"label"}),
    told.LabelRemoved: frozenset({"label"}),
    told.TopicChanged: frozenset({"topic"}),
    told.SubjectChanged: frozenset({"subject"}),
    told.LanguageDetected: frozenset({"language"}),
    told.MoodRead: frozenset({"mood"}),
    told.TicketContactChanged: frozenset({"contact", "organisation", "vip"}),
}
_OF_CONTACT = frozenset({"organisation", "vip"})
MOST_OF_CONTACT = 200


def opened(event: TicketOpened, event_id: int) -> None:
    """A clock for the solution begins with the ticket; the customer's first message starts the one for the reply."""
    if levels(event.workspace_id).has_resolution:
        _follow(hold(event.ticket))


def received(event: MessageReceived, event_id: int) -> None:
    """The first message that waits for an answer starts a clock; those after it change nothing."""
    ticket = hold(event.ticket)
    if ticket.waiting_since is not None and ticket.due_kind not in REPLIES:
        _follow(ticket, fresh=event.first and not _has_clocks(ticket))


def replied(event: ReplyWritten, event_id: int) -> None:
    """A person answered. What answers by itself stops no clock."""
    ticket = hold(event.ticket)
    if not event.automatic and _has_clocks(ticket):
        _follow(ticket, answered=True)


def moved(event: StateChanged, event_id: int) -> None:
    ticket = hold(event.ticket)
    if _has_clocks(ticket) or ticket.waiting_since is not None or levels(ticket.workspace_id).has_resolution:
        _follow(ticket, undone=event.reason == "undo")


def came_back(event: TicketEvent, event_id: int) -> None:
    """Something was taken back, joined or parted: the ticket stands as it stands."""
    _follow(hold(event.ticket), undone=True)


def delivered(event: told.DeliveryChanged, event_id: int) -> None:
    """An answer that did not arrive was none: the customer waits as before. Leaving alone ("sent") changes nothing."""
    if event.state != "sent":
        _follow(hold(event.ticket), undone=True)


def altered(event: TicketEvent, event_id: int) -> None:
    """Another policy may fit now, or another calendar."""
    ticket = hold(event.ticket)
    if not _has_clocks(ticket):
        return
    if isinstance(event, told.TicketTeamChanged) or _asks(event, levels(ticket.workspace_id).asked):
        _follow(ticket, rechoose=True)


def contact_altered(event: ContactEvent, event_id: int) -> None:
    """A customer became important, or joined an organisation that policies ask about; by a merge or its undoing, too."""
    if not _OF_CONTACT & levels(event.workspace_id).asked:
        return
    theirs = Ticket.objects.filter(contact_id=event.contact, workspace_id=event.workspace_id, is_open=1)
    for ticket_id in theirs.order_by("-id").values_list("pk", flat=True)[:MOST_OF_CONTACT]:
        _follow(hold(ticket_id), rechoose=True)


def _asks(event: TicketEvent, asked: frozenset[str]) -> bool:
    if isinstance(event, told.FieldsSet):
        return any(key.startswith("field:") for key in asked)
    return bool(_ASKED.get(type(event), frozenset()) & asked)


def _has_clocks(ticket: Ticket) -> bool:
    """Whether any clock is live: the ticket shows the nearest of them. One from before there were clocks shows a due time
    that nothing keeps: it is put right at the first occasion."""
    return bool(ticket.due_kind) or ticket.clock_paused or ticket.due_at is not None


def _follow(ticket: Ticket, *, fresh: bool = False, **how: Any) -> None:
    keeper = Keeper(ticket, timezone.now(), fresh=fresh)
    keeper.follow(**how)
    keeper.save()
