"""What merging and splitting share: two tickets held at once, messages moved and put back, columns brought back as far as
nobody has changed them since. Used by the files beside it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Field, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.alarms import cancel_alarm, set_alarm
from percaya.core.journal.jobs import task
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import Delivery, Direction, Joining, Mention, Message, Ticket
from percaya.core.workspace.models import Workspace

DAYS = 7  # for how long an undo is possible; the workspace's setting "merge_undo_days" goes first
Snapshot = dict[str, Any]
Moving = tuple[int, int | None, datetime | None]  # id, came_from, moved_at


def hold_both(first_id: int, second_id: int) -> tuple[Ticket, Ticket]:
    """Both tickets, locked in the order of their ids, so that two merges that cross wait for each other and do not stick."""
    rows = Ticket.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=(first_id, second_id)).order_by("pk")
    found = {ticket.pk: ticket for ticket in rows}
    return found[first_id], found[second_id]


def start(*, kind: str, source: Ticket, target: Ticket, before: Snapshot, now: datetime) -> Joining:
    """The row of a merge or split, and the alarm that empties it when it cannot be undone any more."""
    settings = Workspace.objects.only("settings").get(pk=source.workspace_id).settings
    until = now + timedelta(days=int(settings.get("merge_undo_days", DAYS)))
    joining = Joining.objects.create(
        workspace_id=source.workspace_id, kind=kind, source=source, target=target, at=now, undo_until=until, before=before
    )
    args = {"joining_id": joining.pk}
    set_alarm("tickets.forget_joining", key=_key(joining), due_at=until, args=args, workspace_id=source.workspace_id)
    return joining


def finish(joining: Joining) -> None:
    """It was undone: nothing of what it remembered is needed any more."""
    joining.undone_at, joining.before = timezone.now(), {}
    joining.save(update_fields=["undone_at", "before"])
    cancel_alarm(_key(joining))


@task("tickets.forget_joining")
def forget_joining(*, joining_id: int) -> None:
    """The time for an undo is over: what it would have brought back is erased."""
    Joining.objects.filter(pk=joining_id, undo_until__lte=timezone.now()).update(before={})


def check_undo(joining: Joining, source: Ticket, target: Ticket) -> None:
    """Raises ``Refused`` with the reason why it cannot be undone (any more)."""
    if joining.undone_at is not None:
        raise Refused(_("This was taken back already. Nothing was changed."))
    if joining.undo_until <= timezone.now() or not joining.before:
        raise Refused(_("The time to take this back is over. Nothing was changed; split messages off instead."))
    gone = {"number": target.number}
    if target.merged_into_id:
        raise Refused(_("#%(number)s was itself merged into another ticket. Take that back first.") % gone)
    moved = moved_ids(joining.before)
    if Message.objects.filter(pk__in=moved).exclude(ticket=target).exists():
        raise Refused(_("Some of its messages have moved on from #%(number)s since. Take that back first.") % gone)


def refuse_while_leaving(ticket: Ticket, message_ids: Sequence[int] | None = None) -> None:
    """A reply that may still be called back would bring the wrong ticket back: it has to be on its way first."""
    held = Message.objects.filter(ticket=ticket, delivery_state=Delivery.HELD).exclude(fields__has_key="scheduled")
    if message_ids is not None:
        held = held.filter(pk__in=message_ids)
    if held.exists():
        raise Refused(_("A reply in it can still be called back. Nothing was changed; try again in a few seconds."))


def move(
    messages: Iterable[tuple[int, int | None, datetime | None]], *, source: Ticket, target: Ticket, now: datetime
) -> Snapshot:
    """Put messages of ``source`` into ``target``; returns what ``put_back`` needs."""
    own: list[int] = []
    others: list[list[Any]] = []
    for pk, origin, moved_at in messages:
        if origin is None and moved_at is None:
            own.append(pk)
        else:
            others.append([pk, origin, moved_at.isoformat() if moved_at else None])
    ids = own + [one[0] for one in others]
    Message.objects.filter(pk__in=own).update(ticket=target, came_from=source, moved_at=now)
    for pk, origin, moved_at in others:
        home = None if origin == target.pk else origin or source.pk
        Message.objects.filter(pk=pk).update(ticket=target, came_from_id=home, moved_at=moved_at or now)
    Mention.objects.filter(message_id__in=ids).update(ticket=target)
    return {"own": own, "others": others}


def put_back(before: Mapping[str, Any], *, source: Ticket) -> None:
    """Every moved message to the ticket it was in, as it was there."""
    Message.objects.filter(pk__in=before["own"]).update(ticket=source, came_from=None, moved_at=None)
    for pk, origin, moved_at in before["others"]:
        Message.objects.filter(pk=pk).update(ticket=source, came_from_id=origin, moved_at=moved_at)
    Mention.objects.filter(message_id__in=moved_ids(before)).update(ticket=source)


def moved_ids(before: Mapping[str, Any]) -> list[int]:
    return [*before.get("own", ()), *(one[0] for one in before.get("others", ()))]


def columns(ticket: Ticket, names: Sequence[str]) -> Snapshot:
    """Those columns as JSON can hold them."""
    values = {name: getattr(ticket, name) for name in names}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def bring_back(ticket: Ticket, was: Mapping[str, Any], became: Mapping[str, Any] | None = None) -> None:
    """Set columns to what they were. With ``became`` only those that nobody has changed since."""
    now = columns(ticket, list(was))
    for name, value in was.items():
        if became is None or now[name] == became[name]:
            field = cast("Field[Any, Any]", Ticket._meta.get_field(name))
            setattr(ticket, name, field.to_python(value))


def talk(ticket_ids: Sequence[int]) -> dict[int, datetime]:
    """When each ticket was last spoken in, notes and machines aside."""
    rows = Message.objects.filter(ticket_id__in=ticket_ids, auto="").exclude(direction=Direction.NOTE)
    return dict(rows.values("ticket_id").annotate(last=Max("created_at")).values_list("ticket_id", "last"))


def _key(joining: Joining) -> str:
    return f"joining:{joining.pk}"
