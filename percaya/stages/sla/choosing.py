"""Which policy fits a ticket, and on which calendar its time counts."""

from datetime import datetime

from django.db.models import Case, IntegerField, Value, When

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.condition_rows import Asking, matching
from percaya.core.workspace.calendars import ROUND_THE_CLOCK
from percaya.core.workspace.queries import calendar_of
from percaya.core.workspace.working import ALWAYS, Pinned
from percaya.stages.sla.kept import Level, Levels
from percaya.stages.sla.terms import Target

_ALWAYS = Pinned(ALWAYS, 0, ROUND_THE_CLOCK)


def level_for(ticket: Ticket, known: Levels, now: datetime) -> Level:
    """The first that fits. One statement, none when the first asks nothing."""
    if len(known.all) == 1:
        return known.all[0]
    found = Ticket.objects.filter(pk=ticket.pk).values_list(choice(known, now), flat=True).get()
    return known.all[found]


def choice(known: Levels, now: datetime) -> Case:
    """The place in ``known.all`` of the policy that fits, for any rows of tickets."""
    asking = Asking(now, known.zone, known.customs)
    whens = [When(matching(level.terms.conditions, asking), then=Value(place)) for place, level in enumerate(known.all[:-1])]
    return Case(*whens, default=Value(len(known.all) - 1), output_field=IntegerField())


def calendar_for(ticket: Ticket, target: Target, known: Levels) -> Pinned:
    if not target.working:
        return _ALWAYS
    brand = known.brands.get(ticket.account_id or 0)
    return calendar_of(ticket.workspace_id, team_id=ticket.team_id, brand_id=brand)
