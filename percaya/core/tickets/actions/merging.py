"""Two tickets that are one matter become one, and can be made two again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions import joining as shared
from percaya.core.tickets.actions.change import Refused, commit
from percaya.core.tickets.actions.joining_around import join_around, part_around
from percaya.core.tickets.actions.sleeping import is_asleep, let_sleep, stay_awake
from percaya.core.tickets.events import MergeUndone, StateChanged, TicketJoined, TicketMerged, TicketParted
from percaya.core.tickets.models import Joining, JoiningKind, Message, Ticket
from percaya.core.tickets.queries.joinings import family

_OF_SOURCE = (
    "waiting_since", "snoozed_until", "snoozed_till_reply", "failed_delivery", "quiet_since", "message_count",
    "inbound_count",
)  # fmt: skip
_OF_TARGET = (
    "waiting_since", "preview", "preview_by", "last_inbound_at", "failed_delivery", "state", "waits_for", "resolved_at",
    "snoozed_until", "snoozed_till_reply",
)  # fmt: skip
_SET_ASIDE = ("resolved", "waiting_customer", "waiting_other")


@transaction.atomic
def merge(*, source: Ticket, target: Ticket, by: Actor, copy: Sequence[int] | None = None) -> Joining:
    """Let ``source`` go on in ``target``: messages, people, labels, drafts, time, and what its customer answers from now on.

    ``copy``: which of the source's participants (ids) shall read the target's answers in copy. ``None`` keeps those of the
    same customer as they were, and takes nobody over from another customer's ticket. Raises ``Refused``.
    """
    if source.pk == target.pk:
        raise Refused(_("A ticket cannot be merged with itself. Choose another one."))
    source, target = shared.hold_both(source.pk, target.pk)
    _check(source, target)
    now = timezone.now()
    before: shared.Snapshot = {"source": shared.columns(source, _OF_SOURCE), "target": shared.columns(target, _OF_TARGET)}
    before["there"] = list(Message.objects.filter(ticket=target, came_from_id__in=family(source.pk)).values_list("pk", flat=True))
    _take_over(source, target)
    before |= join_around(source, target, copy)
    rows = list(Message.objects.filter(ticket=source).order_by("pk").values_list("pk", "came_from_id", "moved_at"))
    before |= shared.move(rows, source=source, target=target, now=now)
    before["became"] = shared.columns(target, _OF_TARGET)
    joining = shared.start(kind=JoiningKind.MERGE, source=source, target=target, before=before, now=now)
    _leave(source, target)
    names = {"target": target.pk, "target_number": target.number, "joining": joining.pk}
    commit(source, TicketMerged, by=by, **names)
    commit(target, TicketJoined, by=by, source=source.pk, source_number=source.number, messages=len(rows), joining=joining.pk)
    if target.state != before["target"]["state"]:
        commit(target, StateChanged, by=by, state=target.state, before=before["target"]["state"], reason="merge")
    return joining


@transaction.atomic
def undo_merge(*, joining: Joining, by: Actor) -> Joining:
    """Make the two tickets two again, exactly as they were; what was changed in the target since stays changed, and what
    came in for the source in the meantime goes back with it. Raises ``Refused`` with the reason when that is not safe."""
    source, target = shared.hold_both(joining.source_id, joining.target_id)
    joining = Joining.objects.select_for_update(of=("self",), no_key=True).get(pk=joining.pk, kind=JoiningKind.MERGE)
    shared.check_undo(joining, source, target)
    shared.refuse_while_leaving(target)
    before, now = joining.before, timezone.now()
    answered = before["became"]["waiting_since"] is not None and target.waiting_since is None
    late = _came_since(source, target, before, now)
    shared.put_back(before, source=source)
    shared.bring_back(source, before["source"])
    source.merged_into = None
    source.message_count += len(late)
    source.inbound_count += sum(late.values())
    if answered and source.contact_id == target.contact_id:  # that answer was for both
        source.waiting_since = None
    elif any(late.values()) and source.waiting_since is None:
        source.waiting_since = target.waiting_since
    moved = len(shared.moved_ids(before))
    target.message_count = max(0, target.message_count - source.message_count)
    target.inbound_count = max(0, target.inbound_count - source.inbound_count)
    state = target.state
    shared.bring_back(target, before["target"], before["became"])
    part_around(source, target, before)
    for ticket in (source, target):
        let_sleep(ticket)
    shared.finish(joining)
    commit(source, MergeUndone, by=by, target=target.pk, target_number=target.number, joining=joining.pk)
    facts = {"source": source.pk, "source_number": source.number, "joining": joining.pk, "messages": moved + len(late)}
    commit(target, TicketParted, by=by, **facts)
    if target.state != state:
        commit(target, StateChanged, by=by, state=target.state, before=state, reason="undo")
    return joining


def _check(source: Ticket, target: Ticket) -> None:
    if source.workspace_id != target.workspace_id:
        raise Refused(_("That ticket belongs to another workspace. Nothing was merged."))
    if source.merged_into_id:
        raise Refused(_("#%(number)s was merged already. Nothing was changed.") % {"number": source.number})
    if target.merged_into_id:
        raise Refused(_("#%(number)s was itself merged into another ticket. Choose that one.") % {"number": target.number})
    if target.state == "closed":
        raise Refused(
            _("#%(number)s is closed. Choose an open ticket, or merge the other way round.") % {"number": target.number}
        )
    if source.is_spam or target.is_spam:
        raise Refused(_("One of the two is marked as spam. Say first that it is not, then merge."))
    shared.refuse_while_leaving(source)


def _take_over(source: Ticket, target: Ticket) -> None:
    """What the target owes from now on: the older wait of the two, and the last word for the list."""
    spoken = shared.talk([source.pk, target.pk])
    if source.pk in spoken and (target.pk not in spoken or spoken[source.pk] > spoken[target.pk]):
        target.preview, target.preview_by = source.preview, source.preview_by
    if source.waiting_since is not None:
        target.waiting_since = _earlier(target.waiting_since, source.waiting_since)
        if target.state in _SET_ASIDE:
            target.state, target.waits_for, target.resolved_at = "open", "", None
        if is_asleep(target):
            stay_awake(target)
    target.last_inbound_at = max(filter(None, (source.last_inbound_at, target.last_inbound_at)), default=None)
    target.failed_delivery = target.failed_delivery or source.failed_delivery
    target.message_count += source.message_count
    target.inbound_count += source.inbound_count


def _leave(source: Ticket, target: Ticket) -> None:
    """The source waits for nothing any more."""
    stay_awake(source)
    source.merged_into = target
    source.waiting_since = source.reminded_at = source.quiet_since = None
    source.failed_delivery = False
    source.message_count = source.inbound_count = 0


def _came_since(source: Ticket, target: Ticket, before: shared.Snapshot, now: datetime) -> dict[int, int]:
    """Take to the source what came in for it while it was merged. Gives id -> 1 for what counts as a customer's message."""
    rows = Message.objects.filter(ticket=target, came_from_id__in=family(source.pk))
    rows = rows.exclude(pk__in=[*shared.moved_ids(before), *before["there"]])
    late = {pk: int(direction == "inbound" and not auto) for pk, direction, auto in rows.values_list("pk", "direction", "auto")}
    Message.objects.filter(pk__in=late, came_from=source).update(ticket=source, came_from=None, moved_at=now)
    Message.objects.filter(pk__in=late, ticket=target).update(ticket=source, moved_at=now)
    return late


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), default=None)
