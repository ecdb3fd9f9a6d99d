"""How runs stand, for pages. A run is its own member's business."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from percaya.core.desk.models import Macro
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.tickets import visible
from percaya.core.workspace.models import Member
from percaya.stages.bulk import deeds
from percaya.stages.bulk.addressees import addressees
from percaya.stages.bulk.deeds import DEEDS
from percaya.stages.bulk.models import Item, ItemState, Run, RunState

UNDO_SECONDS = 10
GRACE = timedelta(seconds=3)  # the way from the screen to us
IN_WORK = (RunState.WAITING, RunState.RUNNING, RunState.UNDOING)


@dataclass(frozen=True)
class Progress:
    """Tickets by how they went; ``left`` are those whose turn has not come."""

    total: int
    done: int
    same: int
    failed: int
    back: int
    kept: int

    @property
    def left(self) -> int:
        return self.total - self.done - self.same - self.failed - self.back - self.kept


def runs_of(member: Member) -> QuerySet[Run]:
    return Run.objects.filter(workspace_id=member.workspace_id, member_id=member.pk)


def run_of(member: Member, run_id: int | None) -> Run | None:
    return runs_of(member).filter(pk=run_id).first() if run_id else None


def recent(member: Member, limit: int = 30) -> list[Run]:
    """What the member had done to many, newest first."""
    return list(runs_of(member).exclude(state=RunState.CHOSEN).order_by("-id")[:limit])


def progress(run: Run) -> Progress:
    rows = Item.objects.filter(run=run).values_list("state").annotate(count=Count("pk")).order_by()
    found = dict(rows)
    return Progress(run.total, *(found.get(state, 0) for state in ("done", "same", "failed", "back", "kept")))


def troubles(run: Run, limit: int = 500) -> list[Item]:
    """The tickets at which it did not work, with the reason of each."""
    rows = Item.objects.filter(run=run, state__in=(ItemState.FAILED, ItemState.KEPT)).select_related("ticket")
    return list(rows.order_by("position")[:limit])


def in_part(run: Run, limit: int = 500) -> list[Item]:
    """The tickets at which something stays that no undo takes back, with what it is."""
    rows = Item.objects.filter(run=run, state=ItemState.BACK).exclude(reason="").select_related("ticket")
    return list(rows.order_by("position")[:limit])


def undo_until_passed(run: Run) -> bool:
    """The time in which it can be taken back is over; while it runs it is not."""
    return run.finished_at is not None and timezone.now() > run.finished_at + timedelta(seconds=UNDO_SECONDS) + GRACE


def may_take_back(run: Run) -> bool:
    """Called off before it began, or undone while it runs and ten seconds after."""
    if run.state == RunState.WAITING:
        return True
    if run.state not in (RunState.RUNNING, RunState.DONE, RunState.STOPPED) or run.deed not in DEEDS:
        return False
    return not undo_until_passed(run)


def leaves_something(macro: Macro) -> bool:
    """Whether a macro has steps that stay when a run of it is taken back."""
    return deeds.leaves_something(macro)


def may_stop(run: Run) -> bool:
    """Where something of what was done stays, one may want to leave the rest undone and no more."""
    return run.state == RunState.RUNNING and run.deed in DEEDS and DEEDS[run.deed].leaves


def chosen_tickets(run: Run, member: Member, limit: int = 5000) -> list[Ticket]:
    """The tickets set aside, as far as the member may still see them, in the order in which they were chosen."""
    ids: Sequence[int] = run.tickets or list(Item.objects.filter(run=run).order_by("position").values_list("ticket", flat=True))
    rows = visible(member).filter(pk__in=ids[:limit]).select_related("contact").in_bulk()
    return [rows[one] for one in ids[:limit] if one in rows]


def recipients(tickets: Sequence[Ticket]) -> list[tuple[Ticket, str]]:
    """Each ticket with the address its reply would go to; "" for those that cannot be reached."""
    found = addressees(tickets)
    return [(ticket, to[1] if (to := found[ticket.pk]) else "") for ticket in tickets]
