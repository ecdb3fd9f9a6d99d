"""Reads of ratings that pages, reports and surveys share. What counts is said here, once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from percaya.core.people.models import Consent
from percaya.core.ratings.figures import Tally
from percaya.core.ratings.models import AskingLimits, Rating
from percaya.core.ratings.policy import SCALES
from percaya.core.tickets.models import Ticket


def ratings_of(ticket_id: int) -> QuerySet[Rating]:
    """A ticket's, the newest first."""
    return Rating.objects.filter(ticket_id=ticket_id).order_by("-id")


def given(workspace_id: int, start: datetime, end: datetime, kind: str = "csat") -> QuerySet[Rating]:
    """Answers given in [start, end), the newest first. An answer changed later counts when it was first given."""
    rows = Rating.objects.filter(workspace_id=workspace_id, given_at__gte=start, given_at__lt=end, kind=kind)
    return rows.order_by("-given_at", "-pk")


def asked(workspace_id: int, start: datetime, end: datetime, kind: str = "csat") -> QuerySet[Rating]:
    """Questions that went out in [start, end), answered or not."""
    return Rating.objects.filter(workspace_id=workspace_id, asked_at__gte=start, asked_at__lt=end, kind=kind)


def high(kind: str = "csat") -> Q:
    return Q(score__gte=SCALES[kind].high)


def low(kind: str = "csat") -> Q:
    return Q(score__lte=SCALES[kind].low)


def tally(answers: QuerySet[Rating], questions: QuerySet[Rating], kind: str) -> Tally:
    """Two statements, whatever the number."""
    row = answers.order_by().aggregate(**_sums(kind))
    return _tally(row, questions.order_by().count())


def tallies(answers: QuerySet[Rating], questions: QuerySet[Rating], kind: str, by: str) -> dict[Any, Tally]:
    """The same for each value of a column ("ticket__team"), two statements in all."""
    sent = dict(questions.order_by().values_list(by).annotate(n=Count("pk")))
    rows = answers.order_by().values(by).annotate(**_sums(kind))
    found = {row[by]: _tally(row, sent.pop(row[by], 0)) for row in rows}
    return found | {value: Tally(asked=count) for value, count in sent.items()}


def by_day(answers: QuerySet[Rating], kind: str, zone: str) -> list[tuple[date, Tally]]:
    """(local day, its answers), the oldest first; days without any are left out. One statement."""
    rows = answers.order_by().annotate(day=TruncDate("given_at", tzinfo=ZoneInfo(zone))).values("day").annotate(**_sums(kind))
    return [(row["day"], _tally(dict(row), 0)) for row in rows.order_by("day")]


def by_score(answers: QuerySet[Rating]) -> dict[int, int]:
    """How many gave each answer. One statement."""
    return dict(answers.order_by().values_list("score").annotate(n=Count("pk")))


def limits_of(workspace_id: int) -> AskingLimits:
    return AskingLimits.objects.filter(pk=workspace_id).first() or AskingLimits(workspace_id=workspace_id)


def opted_out(contact_ids: Iterable[int]) -> set[int]:
    """Those whose last word in the ledger of consents is that they do not want to be asked."""
    rows = Consent.objects.filter(contact_id__in=list(contact_ids), purpose="survey")
    counted = rows.values("contact_id").annotate(every=Count("pk"), gone=Count("withdrawn_at"))
    return set(counted.filter(every=F("gone")).values_list("contact_id", flat=True))


def asked_since(contact_ids: Iterable[int], since: datetime) -> set[int]:
    """Those who were asked anything, by anyone, since then. Tickets go over to whom a contact was merged into."""
    rows = Rating.objects.filter(ticket__contact_id__in=list(contact_ids), asked_at__gt=since)
    return set(rows.values_list("ticket__contact_id", flat=True))


def why_not(ticket: Ticket, now: datetime, kind: str = "csat") -> str:
    """Why this customer is not asked this kind of question now: spam merged opted_out asked often; "" when they may be."""
    if ticket.is_spam or ticket.merged_into_id:
        return "spam" if ticket.is_spam else "merged"
    if opted_out([ticket.contact_id]):
        return "opted_out"
    since = {"asked_at__gte": ticket.resolved_at} if ticket.resolved_at else {}
    if Rating.objects.filter(ticket=ticket, kind=kind, **since).exists():
        return "asked"
    days = limits_of(ticket.workspace_id).days_between
    return "often" if days and asked_since([ticket.contact_id], now - timedelta(days=days)) else ""


def _sums(kind: str) -> dict[str, Any]:
    return {
        "n": Count("pk"), "high": Count("pk", filter=high(kind)), "low": Count("pk", filter=low(kind)),
        "total": Sum("score"), "squares": Sum(F("score") * F("score")),
    }  # fmt: skip


def _tally(row: dict[str, Any], sent: int) -> Tally:
    return Tally(row["n"], row["high"], row["low"], row["total"] or 0, row["squares"] or 0, sent)
