"""Every formula on a story made by hand."""

from datetime import timedelta
from math import ceil
from statistics import median
from typing import Any

import pytest
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.states import resolve
from percaya.stages.analytics.models import ClockFacts, ReplyFacts, TicketFacts
from percaya.stages.analytics.queries import breakdown, metrics
from percaya.stages.analytics.queries.metrics import Asked, Spread
from percaya.stages.analytics.queries.places import rank
from tests import builders
from tests.cast import Cast
from tests.stages.analytics.test_facts import at, catch_up, clock

pytestmark = pytest.mark.django_db
__all__ = ["clock"]


def week(cast: Cast, **narrowed: Any) -> Asked:
    return Asked(cast.workspace.pk, at("2026-02-02 00:00"), at("2026-02-09 00:00"), **narrowed)


def test_nine_in_ten_is_a_duration_that_there_was() -> None:
    assert [rank(n, 90) + 1 for n in (1, 2, 10, 11, 100)] == [1, 2, 9, 10, 90]


@pytest.mark.parametrize("n", [0, 1, 2, 3, 10, 11])
def test_the_database_picks_what_a_sorted_list_would_give(cast: Cast, clock: Any, n: int) -> None:
    pairs = [(place * 7919 % 97, place * 7907 % 89 * 3) for place in range(n)]  # in no order, some of them alike
    for b, c in [*pairs, (None, None), (5, None)]:
        _answered(cast, b, c)
    spread = metrics.first_reply(week(cast))
    business, calendar = sorted(b for b, _c in pairs), sorted(c for _b, c in pairs)
    ninth = ceil(n * 90 / 100) - 1
    expected = Spread(n, median(business), business[ninth], median(calendar), calendar[ninth]) if n else Spread(0)
    assert spread == expected
    assert metrics.first_reply(week(cast), whole=False) == Spread(n, expected.median_b)
    assert metrics.next_reply(week(cast)) == expected
    assert metrics.next_reply(week(cast), whole=False) == Spread(n, expected.median_b)


def test_each_team_and_person_has_a_middle_of_its_own(cast: Cast, clock: Any) -> None:
    for who, team, spans in (
        (cast.dewi, cast.senja.team, (10, 50, 20, 40)),
        (cast.budi, cast.senja.team, (9,)),
        (None, None, (7, 8, 70)),
    ):
        for seconds in spans:
            _answered(cast, seconds, seconds * 2, first_reply_by=who, team=team)
    teams, people = breakdown.by_team_and_person(week(cast), timezone.now())
    assert {one.key: one.first_reply for one in people} == {
        cast.dewi.pk: Spread(4, 30, 50), cast.budi.pk: Spread(1, 9, 9), None: Spread(3, 8, 70),
    }  # fmt: skip
    assert {one.key: one.first_reply for one in teams} == {cast.senja.team.pk: Spread(5, 20, 50), None: Spread(3, 8, 70)}


def _answered(cast: Cast, b: int | None, c: int | None, **more: Any) -> None:
    ticket, now = builders.ticket(cast.rina), timezone.now()
    TicketFacts.objects.create(
        ticket=ticket, workspace=cast.workspace, number=ticket.number, channel="email", contact=cast.rina, created_at=now,
        state_since=now, first_reply_at=now, first_reply_b=b, first_reply_c=c, **more,
    )  # fmt: skip
    ReplyFacts.objects.create(
        ticket=ticket, workspace=cast.workspace, message=ticket.pk, replied_at=now, started_at=now, seconds_b=b, seconds_c=c
    )


def _story(cast: Cast, clock: Any) -> None:
    """Five tickets: answered after 10, 20 and 30 minutes; one comes back, one is solved without a word, one stays."""
    by = Actor.member(cast.dewi.pk)
    for minutes in (10, 20, 30):
        ticket = builders.ticket(cast.rina, team=cast.senja.team)
        clock.shift(timedelta(minutes=minutes))
        builders.reply(ticket, cast.dewi if minutes < 30 else cast.budi, then="resolve")
    clock.shift(timedelta(hours=1))
    builders.inbound(ticket, "Belum, kak.")
    clock.shift(timedelta(minutes=15))
    builders.reply(ticket, cast.budi, then="resolve")
    resolve(ticket=builders.ticket(cast.rina), by=by)
    builders.ticket(cast.rina, priority="high")
    builders.ticket(cast.joko)
    catch_up()


def test_replies_and_resolutions(cast: Cast, clock: Any) -> None:
    _story(cast, clock)
    asked = week(cast)
    assert metrics.first_reply(asked) == Spread(3, 1200, 1800, 1200, 1800)
    assert metrics.next_reply(asked) == Spread(1, 900, 900, 900, 900)
    assert metrics.resolution(asked).n == 4 and metrics.resolution(asked).p90_c == 30 * 60 + 75 * 60
    assert metrics.first_resolution(asked).p90_c == 30 * 60
    assert (metrics.created(asked).count(), metrics.backlog(asked).count()) == (5, 1)


def test_one_touch_and_reopening(cast: Cast, clock: Any) -> None:
    _story(cast, clock)
    asked = week(cast)
    assert metrics.one_touch(asked).count() == 2  # not the one that came back, nor the one without a word
    assert metrics.reopened(asked).count() == 1
    assert metrics.resolved(asked).count() == 4


def test_what_narrows_a_report_narrows_every_number(cast: Cast, clock: Any) -> None:
    _story(cast, clock)
    assert metrics.created(week(cast, team=cast.senja.team.pk)).count() == 3
    assert metrics.created(week(cast, priority="high")).count() == 1
    assert metrics.first_reply(week(cast, agent=cast.budi.pk)).n == 1
    assert metrics.replies(week(cast, agent=cast.budi.pk)).count() == 2
    assert metrics.created(week(cast, channel="webform")).count() == 0
    assert metrics.created(week(cast).before).count() == 0


def test_attainment_is_of_what_fell_due_in_the_period(cast: Cast, clock: Any) -> None:
    ticket = builders.ticket(cast.rina)
    due = timezone.now()
    kinds: list[dict[str, Any]] = [
        {"due_at": due, "met_at": due - timedelta(minutes=1)},  # in time
        {"due_at": due, "met_at": due + timedelta(minutes=1), "is_breached": 1},  # late
        {"due_at": due},  # open and overdue
        {"due_at": due, "is_cancelled": 1},
        {"due_at": due, "is_paused": 1},
        {"due_at": due - timedelta(days=30), "met_at": due},  # due in another period
        {"due_at": due + timedelta(days=1)},  # in the period, but its time has not come
    ]
    catch_up()
    ClockFacts.objects.all().delete()
    for number, kind in enumerate(kinds):
        ClockFacts.objects.create(clock=900 + number, workspace=cast.workspace, ticket=ticket, obligation="first_reply", **kind)
    share = metrics.attainment(week(cast), due + timedelta(hours=1))
    assert (share.part, share.n, share.beside) == (1, 3, 2)


def test_days_teams_and_people_add_up_to_the_whole(cast: Cast, clock: Any) -> None:
    _story(cast, clock)
    asked, now = week(cast), timezone.now()
    days = breakdown.by_day(asked, "Asia/Jakarta")
    assert len(days) == 7 and sum(came for _day, came, _went in days) == 5 and sum(went for _day, _came, went in days) == 4
    for rows in breakdown.by_team_and_person(asked, now):
        assert sum(one.created for one in rows) == 5
        assert sum(one.resolved for one in rows) == 4
        assert sum(one.replies for one in rows) == 4
        assert sum(one.first_reply.n for one in rows) == 3
