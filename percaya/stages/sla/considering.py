"""Which service levels were looked at for a ticket, in order, and what each missed. Asked by people, never by clocks."""

from dataclasses import dataclass

from django.utils import timezone

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.condition_misses import held, missed
from percaya.core.tickets.queries.condition_rows import Asking
from percaya.core.tickets.queries.conditions import Condition, Group
from percaya.stages.sla.kept import Level, levels


@dataclass(frozen=True)
class Considered:
    """``missed``: the parts of its conditions that do not hold as the ticket stands now."""

    level: Level
    missed: tuple[Condition | Group, ...]

    @property
    def fits(self) -> bool:
        return not self.missed


def considered(ticket: Ticket) -> list[Considered]:
    """From the first to the one that fits; the rest is not looked at. One statement."""
    known = levels(ticket.workspace_id)
    groups = [one.terms.conditions for one in known.all]
    found: list[Considered] = []
    for level, group, answers in zip(
        known.all, groups, held(ticket.pk, groups, Asking(timezone.now(), known.zone, known.customs)), strict=True
    ):
        found.append(Considered(level, tuple(group.of[place] for place in missed(group, answers))))
        if found[-1].fits:
            break
    return found
