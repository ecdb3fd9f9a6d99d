"""Whether a survey asks in a ticket, and why not."""

from datetime import datetime

from percaya.core.ratings.queries import why_not
from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.condition_rows import Asking, rows
from percaya.core.tickets.queries.conditions import customs_of, stored
from percaya.stages.surveys.models import Survey
from percaya.stages.surveys.policy import is_sampled
from percaya.stages.surveys.queries import of_brand, surveys

_DONE = ("resolved", "closed")


def fitting(survey: Survey, tickets: TicketQuerySet[Ticket], now: datetime) -> TicketQuerySet[Ticket]:
    """Those of ``tickets`` that are done, were answered by a person (what was closed without a word is asked of nobody), and
    match channel, brand and conditions. ``survey`` may be one that is being written."""
    tickets = tickets.filter(workspace_id=survey.workspace_id, state__in=_DONE, is_spam=False, merged_into=None)
    tickets = tickets.filter(first_replied_at__isnull=False)
    if survey.channels:
        tickets = tickets.filter(channel__in=survey.channels)
    if survey.brand is not None:
        tickets = tickets.filter(of_brand(survey.workspace_id, survey.brand))
    customs = customs_of(survey.workspace_id) if "field:" in str(survey.conditions) else {}
    asking = Asking(now=now, zone=survey.workspace.time_zone, customs=customs)
    return rows(tickets, stored(survey.conditions, customs), asking)


def survey_for(ticket: Ticket, now: datetime) -> Survey | None:
    """The first of those that ask after solving and would ask here; it need not wait where the customer looks on."""
    for survey in surveys(ticket.workspace_id).filter(is_on=True, moment="solved"):
        if not refusal(survey, ticket, now):
            return survey
    return None


def refusal(survey: Survey, ticket: Ticket, now: datetime) -> str:
    """Why this one does not ask here now: not_fitting, sampled (not among the share), or a word of ``why_not``; "" if it asks."""
    if not fitting(survey, Ticket.objects.filter(pk=ticket.pk), now).exists():
        return "not_fitting"
    if not is_sampled(survey.pk, ticket.contact_id if survey.moment == "schedule" else ticket.pk, survey.share):
        return "sampled"
    return why_not(ticket, now, survey.kind)
