"""What a ticket is like, and how it is counted: its kind, its working calendar, a usual day on that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from percaya.core.tickets.models import Ticket
from percaya.core.workspace.calendars import ROUND_THE_CLOCK, Calendar, Week, between
from percaya.core.workspace.queries import calendar_of
from percaya.stages.forecast import policy

_COLUMNS = (
    "pk", "workspace_id", "account__brand_id", "channel", "topic", "team_id", "priority", "created_at", "is_spam",
    "merged_into_id", "first_replied_at", "inbound_count",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A ticket as this room sees it. ``counts``: a person answered a customer in it, and it is neither spam nor merged."""

    pk: int
    workspace_id: int
    kind: policy.Kind
    created_at: datetime
    counts: bool

    @property
    def calendar(self) -> Calendar:
        found = calendar_of(self.workspace_id, team_id=self.kind.team or None, brand_id=self.kind.brand or None)
        return found.calendar

    @property
    def day(self) -> int:
        return day_of(self.calendar)

    def worked(self, until: datetime) -> int:
        """Seconds of working time since it was opened."""
        return max(0, int(between(self.calendar, self.created_at, until).total_seconds()))


def told(tickets: Iterable[int]) -> Mapping[int, Told]:
    """One statement for all of them."""
    return {row[0]: _told(*row) for row in Ticket.objects.filter(pk__in=list(tickets)).values_list(*_COLUMNS)}


def day_of(calendar: Calendar) -> int:
    return 24 * policy.HOUR if calendar is ROUND_THE_CLOCK else _day(calendar.week)


@lru_cache(maxsize=256)
def _day(week: Week) -> int:
    return policy.working_day([60 * sum(end - start for start, end in day) for day in week])


def _told(
    pk: int, workspace_id: int, brand: int | None, channel: str, topic: str, team: int | None, priority: str,
    created_at: datetime, is_spam: bool, merged_into: int | None, replied_at: datetime | None, inbound: int,
) -> Told:  # fmt: skip
    kind = policy.Kind(brand=brand or 0, channel=channel, topic=topic, team=team or 0, priority=priority)
    return Told(pk, workspace_id, kind, created_at, not is_spam and merged_into is None and bool(replied_at) and inbound > 0)
