"""The jobs: asking when an alarm rings, a round of a schedule, one reminder."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import set_alarm
from percaya.core.journal.jobs import task
from percaya.core.people.models import Contact
from percaya.core.ratings.actions import ask_rating, remind_rating
from percaya.core.ratings.models import Rating
from percaya.core.ratings.policy import asks_at
from percaya.core.ratings.queries import limits_of
from percaya.core.tickets.actions.change import hold
from percaya.core.tickets.models import Ticket
from percaya.stages.surveys.deciding import fitting, refusal
from percaya.stages.surveys.models import Survey
from percaya.stages.surveys.policy import ROUND, is_sampled


@task("surveys.ask")
def ask(*, survey_id: int, ticket_id: int) -> None:
    """Ask, unless something speaks against it by now; at night the alarm is set to the morning."""
    with transaction.atomic():
        survey = _living(survey_id)
        if survey is None or not Ticket.objects.filter(pk=ticket_id, workspace_id=survey.workspace_id).exists():
            return
        ticket, now = hold(ticket_id), timezone.now()
        if refusal(survey, ticket, now):
            return
        due = _by_day(ticket, now)
        if due > now:
            _set(survey, ticket, due)
            return
        question = survey.question(ticket.language)
        rating = ask_rating(ticket=ticket, by=Actor.system(), kind=survey.kind, survey=survey.pk, question=question)
        if survey.reminder_days:
            remind_at = _by_day(ticket, now + timedelta(days=survey.reminder_days))
            set_alarm(
                "surveys.remind", key=f"survey:remind:{rating.pk}", due_at=remind_at, args={"rating_id": rating.pk},
                order_key=f"surveys:{ticket.pk}", workspace_id=ticket.workspace_id,
            )  # fmt: skip


@task("surveys.ask_round")
def ask_round(*, survey_id: int) -> None:
    """Everyone who had a ticket solved within the span and was not asked by this survey in it, each in their newest ticket."""
    with transaction.atomic():
        survey = _living(survey_id)
        if survey is None or survey.moment != "schedule":
            return
        now = timezone.now()
        for ticket in due_now(survey, now)[:ROUND]:
            _set(survey, ticket, _by_day(ticket, now))
        tomorrow = now + timedelta(days=1)
        key = f"survey:{survey.pk}:round"
        args = {"survey_id": survey.pk}
        set_alarm("surveys.ask_round", key=key, due_at=tomorrow, args=args, workspace_id=survey.workspace_id)


@task("surveys.remind")
def remind(*, rating_id: int) -> None:
    """Only while its survey is still on."""
    with transaction.atomic():
        rating = Rating.objects.filter(pk=rating_id).first()
        if rating is not None and rating.survey is not None and _living(rating.survey) is not None:
            remind_rating(rating=rating, by=Actor.system())


def due_now(survey: Survey, now: datetime) -> list[Ticket]:
    """One ticket a customer, those first who wait longest."""
    since = now - timedelta(days=survey.every_days)
    asked = Rating.objects.filter(survey=survey.pk, asked_at__gt=since).values("ticket__contact_id")
    rows = fitting(survey, Ticket.objects.filter(resolved_at__gte=since), now).exclude(contact_id__in=asked)
    newest: dict[int, Ticket] = {}
    for ticket in rows.select_related("contact", "workspace").order_by("resolved_at", "pk"):
        if is_sampled(survey.pk, ticket.contact_id, survey.share):
            newest[ticket.contact_id] = ticket
    return list(newest.values())


def _set(survey: Survey, ticket: Ticket, due: datetime) -> None:
    set_alarm(
        "surveys.ask", key=f"survey:{survey.pk}:{ticket.pk}", due_at=due,
        args={"survey_id": survey.pk, "ticket_id": ticket.pk}, order_key=f"surveys:{ticket.pk}",
        workspace_id=survey.workspace_id,
    )  # fmt: skip


def _by_day(ticket: Ticket, wanted: datetime) -> datetime:
    """By the customer's clock where it is known, else by the house's."""
    limits = limits_of(ticket.workspace_id)
    zone = Contact.objects.values_list("time_zone", flat=True).get(pk=ticket.contact_id) or ticket.workspace.time_zone
    return asks_at(wanted, zone, limits.quiet_from, limits.quiet_until)


def _living(survey_id: int) -> Survey | None:
    return Survey.objects.select_related("workspace").filter(pk=survey_id, is_on=True, is_deleted=False).first()
