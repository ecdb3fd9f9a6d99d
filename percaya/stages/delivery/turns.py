"""Keeping below a vendor's limits: so many a second for an account, and for one person one in so many seconds with a burst that
is paid back (the generic cell rate algorithm). The rows are in the database, so several workers keep together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from percaya.channels.contract import Capabilities
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.delivery.models import Turn


@dataclass(frozen=True)
class Pace:
    """One every ``every`` seconds, ``burst`` of them at once."""

    peer: str
    every: float
    burst: int


def paces(can: Capabilities, peer: str) -> list[Pace]:
    """The limits a message to ``peer`` has to keep; the account's first, as everybody locks them in this order."""
    found = []
    if can.per_second:
        found.append(Pace("", 1 / can.per_second, max(1, int(can.per_second))))
    if can.per_peer_seconds and peer:
        found.append(Pace(peer[:254], can.per_peer_seconds, can.per_peer_burst))
    return found


@transaction.atomic
def take_turn(account: ChannelAccount, can: Capabilities, peer: str) -> float:
    """Seconds until it may leave; 0.0 when it may now, and then its turn is taken."""
    wanted = paces(can, peer)
    if not wanted:
        return 0.0
    now = timezone.now()
    rows = {pace.peer: _locked(account, pace.peer, now) for pace in wanted}
    wait = max(_wait(rows[pace.peer].next_at, pace, now) for pace in wanted)
    if wait > 0:
        return wait
    for pace in wanted:
        row = rows[pace.peer]
        row.next_at = max(row.next_at, now) + timedelta(seconds=pace.every)
        row.save(update_fields=["next_at"])
    return 0.0


def _wait(next_at: datetime, pace: Pace, now: datetime) -> float:
    ahead = (next_at - now).total_seconds() - (pace.burst - 1) * pace.every
    return ahead if ahead > 0.001 else 0.0


def _locked(account: ChannelAccount, peer: str, now: datetime) -> Turn:
    defaults = {"workspace_id": account.workspace_id, "next_at": now}
    Turn.objects.get_or_create(account=account, peer=peer, defaults=defaults)
    return Turn.objects.select_for_update(of=("self",), no_key=True).get(account=account, peer=peer)
