"""A ticket is given one range, its customer is told the same one ever after, and how it ended is held against it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.shelving import mark_spam
from percaya.core.tickets.actions.states import reopen, resolve
from percaya.core.tickets.expecting import Expectation, expectation, expectation_sentence, sentence
from percaya.core.tickets.models import Ticket
from percaya.stages.forecast.models import Alike, GivenRange
from percaya.stages.forecast.policy import FEWEST, HOUR
from percaya.stages.forecast.queries import known_groups, outcome, shown_ranges
from percaya.stages.forecast.reactions import follow
from tests import builders
from tests.cast import Cast
from tests.stages.forecast.passing import MONDAY

pytestmark = pytest.mark.django_db


def catch_up() -> None:
    """All of the journal, as if nothing had been read yet: what was taken in before must change nothing."""
    follow(list(EventRow.objects.order_by("id")))


def teach(cast: Cast, n: int = FEWEST) -> None:
    """Alike tickets of that kind that took from three to six hours, as a shop has known them for a while."""
    lengths = [[-number, 3 * HOUR + number * 3 * HOUR // n] for number in range(n)]
    for key in ("0:email", ""):
        Alike.objects.create(
            workspace=cast.workspace,
            key=key,
            n=n,
            low=3.2 * HOUR,
            high=5.8 * HOUR,
            low_level=0.1,
            high_level=0.9,
            lengths=lengths,
        )


def done(ticket: Ticket, cast: Cast) -> None:
    builders.reply(ticket, cast.dewi, then="resolve")


def test_a_young_shop_says_nothing_and_asks_nothing_of_the_history(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    assert expectation(ticket) is None
    with CaptureQueriesContext(connection) as asked:
        assert expectation_sentence(ticket) == ""
    assert len(asked) == 0 and not GivenRange.objects.exists()


def test_what_customers_are_told_is_kept_and_stays_the_same(cast: Cast, clock: Any) -> None:
    teach(cast)
    ticket = builders.ticket(cast.rina)
    told = expectation(ticket)
    assert told == Expectation(low=3 * HOUR, high=6 * HOUR, day=9 * HOUR, n=FEWEST, percent=None)
    kept = GivenRange.objects.get()
    assert (kept.ticket, kept.key, kept.n, kept.shown_at) == (ticket, "0:email", FEWEST, timezone.now())
    Alike.objects.update(high=20 * HOUR)
    catch_up()
    clock.shift(timedelta(hours=1))
    assert expectation(ticket) == told and GivenRange.objects.get().shown_at == kept.shown_at


def test_a_ticket_that_ends_is_counted_once_in_working_time(cast: Cast, clock: Any) -> None:
    teach(cast)
    ticket = builders.ticket(cast.rina)
    expectation(ticket)
    clock.move_to(MONDAY + timedelta(days=1, hours=1))  # 8 hours of Monday, 2 of Tuesday
    done(ticket, cast)
    catch_up()
    catch_up()
    group, given = Alike.objects.get(key="0:email"), GivenRange.objects.get()
    assert group.lengths[-1] == [ticket.pk, 10 * HOUR] and group.n == FEWEST + 1
    assert (given.took, given.ended_at) == (10 * HOUR, timezone.now())
    assert (group.measured, group.hits, group.outcomes) == (1, 0, [[ticket.pk, 1, 1]]) and group.high_level > 0.9
    assert [row.ticket for row in shown_ranges(cast.sari, "0:email")] == [ticket]


def test_opened_again_it_is_not_counted_until_it_ends_for_good(cast: Cast, clock: Any) -> None:
    teach(cast)
    ticket = builders.ticket(cast.rina)
    expectation(ticket)
    clock.shift(timedelta(hours=4))
    done(ticket, cast)
    reopen(ticket=builders.fresh(ticket), by=Actor.contact(cast.rina.pk), reason="customer_disputed")
    catch_up()
    group = Alike.objects.get(key="")
    assert (group.n, group.measured, GivenRange.objects.get().took) == (FEWEST, 0, None)
    clock.shift(timedelta(hours=1))
    resolve(ticket=builders.fresh(ticket), by=Actor.member(cast.dewi.pk))
    catch_up()
    group = Alike.objects.get(key="0:email")
    assert (group.n, group.measured, group.hits) == (FEWEST + 1, 1, 1) and GivenRange.objects.get().took == 5 * HOUR


def test_spam_and_what_nobody_answered_teach_nothing(cast: Cast, clock: Any) -> None:
    silent, spam = builders.ticket(cast.rina), builders.ticket(cast.rina)
    resolve(ticket=silent, by=Actor.member(cast.dewi.pk))
    done(spam, cast)
    catch_up()
    assert Alike.objects.get(key="").n == 1
    mark_spam(ticket=builders.fresh(spam), by=Actor.member(cast.dewi.pk))
    catch_up()
    assert Alike.objects.get(key="").n == 0


def test_from_thirty_tickets_on_those_that_open_are_given_a_range(cast: Cast, clock: Any) -> None:
    for _number in range(FEWEST):
        done(builders.ticket(cast.rina), cast)
    catch_up()
    assert not GivenRange.objects.exists()
    ticket = builders.ticket(cast.rina)
    catch_up()
    kept = GivenRange.objects.get()
    assert (kept.ticket, kept.shown_at, kept.n) == (ticket, None, FEWEST)  # nobody was shown it yet
    known = known_groups(cast.workspace.pk)
    assert [(one.key, one.usual.n) for one in known] == [("", FEWEST), ("0:email", FEWEST)] and outcome(known) == (0, 0)
    assert known_groups(cast.warung.workspace.pk) == [] and expectation(builders.ticket(cast.joko)) is None


def test_one_that_takes_longer_is_owned_up_to(cast: Cast, clock: Any) -> None:
    teach(cast)
    ticket = builders.ticket(cast.rina)
    with override("id"):
        assert expectation_sentence(ticket) == "Tiket seperti ini biasanya selesai dalam 3–6 jam kerja (dari 30 tiket)."
        clock.shift(timedelta(hours=7))
        assert expectation_sentence(ticket).endswith("Tiket ini lebih lama dari biasanya; kami mohon maaf.")
    done(ticket, cast)
    assert expectation_sentence(builders.fresh(ticket)) == ""


@pytest.mark.parametrize(
    ("low", "high", "day", "said"),
    [
        (4 * HOUR, 9 * HOUR, 8 * HOUR, "4–9 jam kerja"),
        (0, 9 * HOUR, 8 * HOUR, "9 jam kerja"),
        (8 * HOUR, 24 * HOUR, 8 * HOUR, "1–3 hari kerja"),
        (300, 2700, 8 * HOUR, "5–45 menit kerja"),
        (0, 2 * HOUR, 8 * HOUR, "2 jam kerja"),
        (HOUR, 2 * HOUR, 8 * HOUR, "1–2 jam kerja"),
        (24 * HOUR, 72 * HOUR, 24 * HOUR, "1–3 hari"),
        (2 * HOUR, 5 * HOUR, 24 * HOUR, "2–5 jam"),
        (900, 5400, 24 * HOUR, "15–90 menit"),
        (5 * HOUR // 2, 7 * HOUR // 2, 8 * HOUR, "2½–3½ jam kerja"),
        (HOUR // 2, 3 * HOUR, 24 * HOUR, "½–3 jam"),
        (28 * HOUR, 36 * HOUR, 8 * HOUR, "3½–4½ hari kerja"),
        (3 * HOUR, 17 * HOUR, 8 * HOUR, "3–17 jam kerja"),  # no whole or half days
    ],
)
def test_ranges_are_said_as_people_say_them(low: int, high: int, day: int, said: str) -> None:
    with override("id"):
        words = sentence(Expectation(low, high, day, n=212, percent=81))
    assert words == f"Tiket seperti ini biasanya selesai dalam {said} (dari 212 tiket; 81% tepat)."
