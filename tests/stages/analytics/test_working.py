"""Focus time: nothing is counted twice, nothing is believed that cannot be, days are the workspace's own."""

from datetime import UTC, datetime, timedelta

import pytest

from percaya.stages.analytics.actions.working import Span, note_work
from percaya.stages.analytics.models import TicketWork, WorkDay
from percaya.stages.analytics.queries.metrics import Asked
from percaya.stages.analytics.queries.working import admin_by_day, focus_by_person, handled
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ZONE = "Asia/Jakarta"
NOW = datetime(2026, 11, 3, 4, 0, tzinfo=UTC)  # 11.00 in Jakarta
_DAYS = (datetime(2026, 11, 1, 17, tzinfo=UTC), datetime(2026, 11, 4, 17, tzinfo=UTC))  # the 2nd to the 4th there


def span(place: str, began: float, ended: float, ticket: int = 0) -> Span:
    """Seconds before now."""
    return Span(place, NOW - timedelta(seconds=began), NOW - timedelta(seconds=ended), ticket)


def days_of(cast: Cast) -> Asked:
    return Asked(cast.workspace.pk, *_DAYS)


def test_each_second_counts_once_and_where_it_belongs(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina).pk
    spans = [
        span("ticket", 100, 60, ticket), span("compose", 60, 40, ticket), span("fields", 40, 30, ticket),
        span("search", 30, 20), span("admin", 20, 10), span("list", 10, 0),
    ]  # fmt: skip
    note_work(member=cast.dewi, zone=ZONE, spans=spans, now=NOW)
    note_work(member=cast.dewi, zone=ZONE, spans=spans, now=NOW)  # the same told again, or from a second device
    (found,) = focus_by_person(days_of(cast), ZONE)
    assert (found.key, found.focused, found.handling, found.administration) == (cast.dewi.pk, 100, 70, 30)
    assert found.admin_percent == 30
    assert [(seconds, number) for number, _s, _c, seconds in handled(days_of(cast), ZONE)] == [(70, 1)]
    assert list(admin_by_day(days_of(cast), ZONE).values()) == [30]


def test_a_second_device_adds_only_what_the_first_did_not_tell(cast: Cast) -> None:
    note_work(member=cast.dewi, zone=ZONE, spans=[span("list", 100, 50)], now=NOW)
    note_work(member=cast.dewi, zone=ZONE, spans=[span("list", 80, 20)], now=NOW)
    assert WorkDay.objects.get().focused == 80


def test_what_cannot_be_is_cut_off(cast: Cast) -> None:
    spans = [span("list", 20_000, 19_000), span("list", 1000, 880), span("list", 60, -600), span("list", 5, 50)]
    note_work(member=cast.dewi, zone=ZONE, spans=spans, now=NOW)
    assert WorkDay.objects.get().focused == 20 + 60


def test_midnight_is_the_workspaces_own(cast: Cast) -> None:
    midnight = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
    ticket = builders.ticket(cast.rina).pk
    whole = Span("ticket", midnight - timedelta(seconds=90), midnight + timedelta(seconds=30), ticket)
    note_work(member=cast.dewi, zone=ZONE, spans=[whole], now=midnight + timedelta(seconds=31))
    assert list(WorkDay.objects.order_by("day").values_list("day__day", "focused")) == [(2, 90), (3, 30)]
    assert sorted(TicketWork.objects.values_list("seconds", flat=True)) == [30, 90]


def test_a_report_of_one_person_or_team_has_only_theirs(cast: Cast) -> None:
    for member in (cast.dewi, cast.sari):
        note_work(member=member, zone=ZONE, spans=[span("list", 60, 0)], now=NOW)
    mine = Asked(cast.workspace.pk, *_DAYS, agent=cast.dewi.pk)
    assert [one.key for one in focus_by_person(mine, ZONE)] == [cast.dewi.pk]
    assert focus_by_person(Asked(cast.warung.workspace.pk, *_DAYS), ZONE) == []
    members = {one.key for one in focus_by_person(Asked(cast.workspace.pk, *_DAYS, team=cast.senja.team.pk), ZONE)}
    assert members == set(cast.senja.team.teammember_set.values_list("member_id", flat=True)) & {cast.dewi.pk, cast.sari.pk}
