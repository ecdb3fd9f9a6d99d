"""A ticket that holds two matters becomes two, and can be made one again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.people.models import Contact
from percaya.core.people.queries import address_for
from percaya.core.tickets import policy
from percaya.core.tickets.actions import joining as shared
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.opening import open_ticket
from percaya.core.tickets.events import SplitUndone, TicketSplit, TicketSplitOff
from percaya.core.tickets.models import Attachment, Delivery, Direction, Joining, JoiningKind, Message, Participant, Seen, Ticket

_OF_SOURCE = ("waiting_since", "preview", "preview_by", "last_inbound_at")
_SETTLED = (Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.FAILED, Delivery.UNKNOWN)


@transaction.atomic
def split(*, ticket: Ticket, messages: Sequence[int], by: Actor, copy: bool = False, subject: str = "") -> Joining:
    """Make a new ticket out of messages (ids) of ``ticket``: they move there, or are copied. It is of whoever wrote the
    first of them, and both tickets say where the other is. Gives the row whose ``target`` is new. Raises ``Refused``."""
    source = hold(ticket.pk)
    if source.merged_into_id:
        raise Refused(_("This ticket was merged into another. Nothing was changed; split it there."))
    found = list(Message.objects.filter(ticket=source, pk__in=messages).order_by("created_at", "pk"))
    rest = Message.objects.filter(ticket=source).exclude(pk__in=[one.pk for one in found])
    if not found:
        raise Refused(_("Choose at least one message for the new ticket."))
    if not copy and not rest.exclude(auto="auto-reply").exists():
        raise Refused(_("At least one message has to stay here. Nothing was changed."))
    if not copy:
        shared.refuse_while_leaving(source, [one.pk for one in found])
    now = timezone.now()
    target = _open(source, found[0], subject, by)
    before: shared.Snapshot = {"source": shared.columns(source, _OF_SOURCE), "seen": _seen(source)}
    if copy:
        before["copies"] = [_copy(one, source, target, now) for one in found]
    else:
        before |= shared.move([(one.pk, one.came_from_id, one.moved_at) for one in found], source=source, target=target, now=now)
    _settle(target, found, source.waiting_since, came=len(found))
    if not copy:
        _settle(source, list(rest.order_by("created_at", "pk")), source.waiting_since, came=-len(found))
    _share_seen(source, target, before["seen"])
    before["became"] = shared.columns(source, _OF_SOURCE)
    joining = shared.start(kind=JoiningKind.SPLIT, source=source, target=target, before=before, now=now)
    facts = {"messages": len(found), "joining": joining.pk}
    commit(source, TicketSplit, by=by, target=target.pk, target_number=target.number, copied=copy, **facts)
    commit(target, TicketSplitOff, by=by, source=source.pk, source_number=source.number, **facts)
    return joining


@transaction.atomic
def undo_split(*, joining: Joining, by: Actor) -> Joining:
    """Put the messages back. The new ticket's number stays taken and leads to the old one. Raises ``Refused`` with the
    reason when somebody has written in the new one."""
    source, target = shared.hold_both(joining.source_id, joining.target_id)
    joining = Joining.objects.select_for_update(of=("self",), no_key=True).get(pk=joining.pk, kind=JoiningKind.SPLIT)
    shared.check_undo(joining, source, target)
    if source.merged_into_id:
        raise Refused(_("#%(number)s was itself merged into another ticket. Take that back first.") % {"number": source.number})
    before = joining.before
    ours = [*shared.moved_ids(before), *before.get("copies", ())]
    if Message.objects.filter(ticket=target, auto="").exclude(pk__in=ours).exists():
        raise Refused(_("Somebody has written in #%(number)s since. Merge it back instead.") % {"number": target.number})
    Message.objects.filter(ticket=target, pk__in=before.get("copies", ())).delete()
    if "own" in before:
        shared.put_back(before, source=source)
        source.message_count += len(shared.moved_ids(before))
        source.inbound_count += target.inbound_count
    for member_id, read in before["seen"].items():
        Seen.objects.filter(ticket=source, member_id=int(member_id), inbound_seen__lt=read).update(inbound_seen=read)
    shared.bring_back(source, before["source"], before["became"])
    target.merged_into, target.waiting_since = source, None
    target.message_count, target.inbound_count = Message.objects.filter(ticket=target).count(), 0
    shared.finish(joining)
    commit(source, SplitUndone, by=by, other=target.pk, other_number=target.number, joining=joining.pk)
    commit(target, SplitUndone, by=by, other=source.pk, other_number=source.number, joining=joining.pk)
    return joining


def _open(source: Ticket, first: Message, subject: str, by: Actor) -> Ticket:
    contact = source.contact
    if first.direction == Direction.INBOUND and first.contact_id and first.contact_id != contact.pk:
        contact = Contact.objects.get(pk=first.contact_id)
    asked = Participant.objects.filter(ticket=source, role="requester", contact=contact).order_by("pk").first()
    handle = None if asked else address_for(contact.pk, "email") or address_for(contact.pk, "phone")
    address = (asked.kind, asked.value) if asked else (handle.kind, handle.value) if handle else None
    target = open_ticket(
        workspace_id=source.workspace_id,
        contact=contact,
        subject=subject or first.subject or source.subject,
        channel=first.channel or source.channel,
        account_id=first.account_id if first.channel else source.account_id,
        team_id=source.team_id,
        language=source.language,
        priority=source.priority,
        topic=source.topic,
        address=address,
        by=by,
    )
    target = hold(target.pk)
    target.assignee_id = source.assignee_id
    return target


def _copy(message: Message, source: Ticket, target: Ticket, now: datetime) -> int:
    """A second one to read. What identifies it on the wire stays with the first, and it is never sent."""
    files = list(Attachment.objects.filter(message_id=message.pk).order_by("pk"))
    message = Message.objects.get(pk=message.pk)
    message.pk, message._state.adding = None, True
    message.ticket, message.came_from_id, message.moved_at = target, message.came_from_id or source.pk, now
    message.external_id = message.send_key = message.in_reply_to = ""
    if message.delivery_state not in _SETTLED:
        message.delivery_state = Delivery.NONE
    message.fields = {key: value for key, value in message.fields.items() if key not in ("undo", "scheduled")}
    message.save(force_insert=True)
    for file in files:
        file.pk, file._state.adding, file.message = None, True, message
    Attachment.objects.bulk_create(files)
    return message.pk


def _settle(ticket: Ticket, messages: Sequence[Message], waited: datetime | None, *, came: int) -> None:
    """What the ticket shows and owes with these messages and no others."""
    inbound = [one for one in messages if one.direction == Direction.INBOUND and not one.auto]
    spoken = [one for one in messages if one.direction != Direction.NOTE and not one.auto]
    owed = [one.created_at for one in inbound if waited is not None and one.created_at >= waited]
    ticket.message_count += came
    ticket.inbound_count = len(inbound)
    ticket.last_inbound_at = max((one.created_at for one in inbound), default=None)
    ticket.waiting_since = min(owed, default=None)
    if spoken:
        ticket.preview = policy.preview(spoken[-1].body_text or spoken[-1].subject)
        ticket.preview_by = "contact" if spoken[-1].direction == Direction.INBOUND else "member"


def _seen(ticket: Ticket) -> dict[str, int]:
    rows = Seen.objects.filter(ticket=ticket).values_list("member_id", "inbound_seen")
    return {str(member_id): read for member_id, read in rows}


def _share_seen(source: Ticket, target: Ticket, read: dict[str, int]) -> None:
    """Who had read the old one has read the new one."""
    Seen.objects.filter(ticket=source, inbound_seen__gt=source.inbound_count).update(inbound_seen=source.inbound_count)
    rows = [(int(member_id), count) for member_id, count in read.items()]
    Seen.objects.bulk_create(
        Seen(workspace_id=target.workspace_id, ticket=target, member_id=member_id, inbound_seen=min(count, target.inbound_count))
        for member_id, count in rows
    )
