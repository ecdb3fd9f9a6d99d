"""The dry count: whom a survey would have asked, had it been on. Nothing is sent and nothing is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from percaya.core.ratings.queries import asked_since, limits_of, opted_out
from percaya.core.tickets.models import Ticket
from percaya.stages.surveys.deciding import fitting
from percaya.stages.surveys.models import Survey
from percaya.stages.surveys.policy import is_sampled

DAYS = 7
MOST = 5000  # tickets looked at


@dataclass(frozen=True)
class DryRun:
    """``customers`` it would have asked in ``days``; ``tickets`` that fit; customers left out: by their own wish, because they
    are asked often enough, because only a share is asked."""

    days: int
    customers: int
    tickets: int
    unwilling: int
    often: int
    sampled: int
    is_cut: bool = False


def try_out(survey: Survey, now: datetime) -> DryRun:
    """The last seven days; of a schedule, its whole span. Questions that really went out since count as such. Four statements,
    whatever the number."""
    days = survey.every_days if survey.moment == "schedule" else DAYS
    since = now - timedelta(days=days)
    rows = fitting(survey, Ticket.objects.filter(resolved_at__gte=since, resolved_at__lt=now), now).order_by("resolved_at", "pk")
    found = list(rows.values_list("pk", "contact_id")[: MOST + 1])
    cut, found = len(found) > MOST, found[:MOST]
    people = {contact for _ticket, contact in found}
    unwilling = opted_out(people)
    between = limits_of(survey.workspace_id).days_between
    often = asked_since(people - unwilling, now - timedelta(days=between)) if between else set()
    free = people - unwilling - often
    asked = {contact for ticket, contact in found if contact in free and _sampled(survey, ticket, contact)}
    return DryRun(days, len(asked), len(found), len(unwilling), len(often), len(free - asked), cut)


def _sampled(survey: Survey, ticket: int, contact: int) -> bool:
    return is_sampled(survey.pk or 0, contact if survey.moment == "schedule" else ticket, survey.share)
