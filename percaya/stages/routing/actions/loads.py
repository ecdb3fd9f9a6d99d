"""What each ticket weighs on whom. The charge of a ticket says it, the seat's counter sums it up; both change together while
the ticket is held by the verb that changes it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Greatest
from django.utils import timezone

from percaya.channels.registry import channels
from percaya.core.prepared import Prepared
from percaya.core.tickets.actions.change import hold
from percaya.core.tickets.models import Shelf, Ticket
from percaya.core.written import insert
from percaya.stages.routing import policy
from percaya.stages.routing.models import Charge, Seat
from percaya.stages.routing.plans import plan_of

_OF_TICKET = ("pk", "workspace_id", "assignee_id", "shelf", "channel", "last_inbound_at")
_OF_CHARGE = ("member_id", "weight", "since")
COLUMNS = (*_OF_TICKET, *(f"charge__{name}" for name in _OF_CHARGE))
_charged: Prepared[Charge] = Prepared(lambda ticket_id: Charge.objects.filter(ticket_id=ticket_id), ticket_id=int)


def settle_load(ticket_id: int) -> int | None:
    """Bring a held ticket's charge in line with the ticket. Returns the member who has more room now, if any."""
    ticket, charges = hold(ticket_id), _charged.ask(ticket_id=ticket_id)
    row = {name: getattr(ticket, name) for name in _OF_TICKET}
    row |= {f"charge__{name}": getattr(charges[0], name) if charges else None for name in _OF_CHARGE}
    member, weight = row["assignee_id"], weight_of(row)
    before = (row["charge__member_id"], row["charge__weight"])
    if before == (member, weight) or (member is None and before[0] is None):
        return None
    move(row, to=member, weight=weight, at=row["charge__since"] if before[0] == member else timezone.now())
    return before[0] if before[0] and (before[0] != member or weight < before[1]) else None


def move(row: Mapping[str, Any], *, to: int | None, weight: int, at: datetime) -> None:
    """Write the charge and both counters; seats in the order of their members, as everybody who locks several."""
    changes: dict[int, int] = {}
    if (old := row["charge__member_id"]) is not None:
        changes[old] = -row["charge__weight"]
    if to is not None:
        changes[to] = changes.get(to, 0) + weight
    for member in sorted(member for member, change in changes.items() if change):
        rows = Seat.objects.filter(member_id=member)
        rows.update(used=Greatest(0, F("used") + changes[member]))
    if to is None:
        Charge.objects.filter(ticket_id=row["pk"]).delete()
    elif old is None:
        insert(Charge(workspace_id=row["workspace_id"], ticket_id=row["pk"], member_id=to, weight=weight, since=at))
    else:
        Charge.objects.filter(ticket_id=row["pk"]).update(member_id=to, weight=weight, since=at)


def weight_of(row: Mapping[str, Any], now: datetime | None = None) -> int:
    """Tenths; nothing while nobody here has to act. ``row``: workspace_id, shelf, channel, last_inbound_at."""
    if row["shelf"] != Shelf.ACTIVE:
        return 0
    kind = kind_of(row, now or timezone.now())
    return policy.weigh(kind, plan_of(row["workspace_id"]).weights)


def kind_of(row: Mapping[str, Any], now: datetime) -> str:
    known = channels().get(row["channel"])
    can = known.capabilities if known else None
    return policy.kind_of_work(
        conversational=bool(can and can.conversational),
        has_window=bool(can and can.reply_window_hours),
        last_inbound=row["last_inbound_at"],
        now=now,
    )


@transaction.atomic
def recount(workspace_id: int) -> int:
    """Make every charge and counter of a workspace anew from its tickets. Returns how many seats were wrong."""
    seats = Seat.objects.filter(workspace_id=workspace_id).order_by("member_id")
    if connection.features.has_select_for_update:
        seats = seats.select_for_update(no_key=True)
    held = {seat.member_id: seat for seat in seats}
    rows = Ticket.objects.filter(workspace_id=workspace_id, is_open=1).exclude(assignee=None).values(*COLUMNS)
    _recharge(workspace_id, rows, set(held))
    sums = Charge.objects.filter(workspace_id=workspace_id).values_list("member_id").annotate(sum=Sum("weight"))
    right: dict[int, int] = dict(sums)
    wrong = [seat for seat in held.values() if seat.used != right.get(seat.member_id, 0)]
    for seat in wrong:
        seat.used = right.get(seat.member_id, 0)
    Seat.objects.bulk_update(wrong, ["used"])
    return len(wrong)


def _recharge(workspace_id: int, rows: Iterable[Mapping[str, Any]], seated: set[int]) -> None:
    now, fresh = timezone.now(), []
    for row in rows:
        if row["assignee_id"] in seated:
            since = row["charge__since"] if row["charge__member_id"] == row["assignee_id"] else now
            charge = {"ticket_id": row["pk"], "member_id": row["assignee_id"], "weight": weight_of(row, now), "since": since}
            fresh.append(Charge(workspace_id=workspace_id, **charge))
    Charge.objects.filter(workspace_id=workspace_id).delete()
    Charge.objects.bulk_create(fresh, batch_size=1000)
