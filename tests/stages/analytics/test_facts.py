"""What is counted of a ticket, on stories made by hand, with the numbers a person would work out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.replying import cancel_reply
from percaya.core.tickets.actions.shelving import mark_spam
from percaya.core.tickets.actions.states import change_state, reopen, resolve
from percaya.core.tickets.models import Ticket
from percaya.stages.analytics.actions.rebuilding import rebuild
from percaya.stages.analytics.models import QuarterCount, ReplyFacts, TicketFacts
from percaya.stages.analytics.reactions import follow
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
JAKARTA = ZoneInfo("Asia/Jakarta")
HOUR = 3600


def catch_up() -> None:
    """Bring the facts up with the journal. What was taken in before is seen again, which must change nothing."""
    follow(list(EventRow.objects.order_by("id")))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.fixture
def clock() -> Iterator[Any]:
    """Wednesday 4 Feb 2026, 10.00 in Jakarta; the shop works Monday to Friday from 8 to 17."""
    with time_machine.travel(at("2026-02-04 10:00"), tick=False) as traveller:
        yield traveller


def facts(ticket: Ticket) -> TicketFacts:
    catch_up()
    return TicketFacts.objects.get(ticket=ticket)


def everything() -> list[Any]:
    """All rows that a rebuild has to make again."""
    counts = QuarterCount.objects.exclude(n=0).order_by("workspace", "quarter", "what", "team", "member")
    return [
        list(TicketFacts.objects.order_by("pk").values()),
        list(ReplyFacts.objects.order_by("message").values_list("message", "member", "is_first", "started_at", "seconds_b")),
        list(counts.values_list("workspace", "quarter", "what", "team", "member", "n")),
    ]


def test_the_first_reply_is_counted_in_working_time_and_on_the_wall(cast: Cast, clock: Any) -> None:
    clock.move_to(at("2026-02-06 16:40"))
    ticket = builders.ticket(cast.rina)
    clock.move_to(at("2026-02-09 09:10"))
    builders.reply(ticket, cast.dewi)
    row = facts(ticket)
    assert (row.first_reply_b, row.first_reply_c) == (20 * 60 + 70 * 60, 64.5 * HOUR)
    assert row.first_reply_by_id == cast.dewi.pk and row.replies == 1


def test_a_receipt_stops_nothing_but_is_kept_beside(cast: Cast, clock: Any) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    clock.shift(timedelta(minutes=30))
    builders.reply(ticket, cast.dewi)
    row = facts(ticket)
    assert row.first_reply_c == 1800
    assert row.first_any_reply_at is not None and row.first_any_reply_at <= row.first_reply_at


def test_a_turn_runs_from_the_first_unanswered_word_and_more_words_do_not_reset_it(cast: Cast, clock: Any) -> None:
    ticket = builders.ticket(cast.rina)
    clock.shift(timedelta(minutes=10))
    builders.reply(ticket, cast.dewi)
    clock.shift(timedelta(minutes=20))
    builders.inbound(ticket)
    clock.shift(timedelta(minutes=5))
    builders.inbound(ticket)
    clock.shift(timedelta(minutes=10))
    builders.reply(ticket, cast.budi)
    clock.shift(timedelta(minutes=1))
    builders.reply(ticket, cast.budi)
    catch_up()
    turns = ReplyFacts.objects.order_by("message").values_list("is_first", "seconds_c", "member")
    assert list(turns) == [(1, 600, cast.dewi.pk), (0, 900, cast.budi.pk), (0, None, cast.budi.pk)]


def test_a_ticket_that_an_agent_opened_counts_from_the_customers_first_word(cast: Cast, clock: Any) -> None:
    ticket = builders.ticket(cast.rina, messages=0)
    builders.reply(ticket, cast.dewi)
    clock.shift(timedelta(hours=1))
    builders.inbound(ticket)
    clock.shift(timedelta(minutes=15))
    builders.reply(ticket, cast.dewi)
    row = facts(ticket)
    assert (row.first_reply_c, row.replies) == (900, 2)


def test_a_reply_taken_back_was_none(cast: Cast, clock: Any) -> None:
    ticket = builders.ticket(cast.rina)
    clock.shift(timedelta(minutes=10))
    message = builders.reply(ticket, cast.dewi, hold_seconds=10, then="resolve")
    catch_up()
    cancel_reply(message=message, by=Actor.member(cast.dewi.pk), member=cast.dewi)
    row = facts(ticket)
    assert (row.first_reply_at, row.replies, row.resolved_at, row.turn_since) == (None, 0, None, row.first_inbound_at)
    assert not ReplyFacts.objects.exists()
    assert not QuarterCount.objects.filter(what__in=("reply", "resolved")).exclude(n=0).exists()


def test_resolution_first_and_full_and_who_reopened(cast: Cast, clock: Any) -> None:
    by = Actor.member(cast.dewi.pk)
    ticket = builders.ticket(cast.rina)
    clock.shift(timedelta(hours=1))
    builders.reply(ticket, cast.dewi, then="resolve")
    clock.shift(timedelta(hours=1))
    builders.inbound(ticket, "Belum beres, kak.")
    clock.shift(timedelta(hours=1))
    resolve(ticket=ticket, by=by)
    clock.shift(timedelta(minutes=1))
    reopen(ticket=ticket, by=by)
    clock.shift(timedelta(hours=1))
    resolve(ticket=ticket, by=by)
    row = facts(ticket)
    assert (row.first_resolution_b, row.resolution_b) == (HOUR, 4 * HOUR + 60)
    assert (row.customer_reopens, row.agent_reopens, row.unanswered_turns) == (1, 1, 1)


def test_a_reopening_after_seven_days_is_counted_apart(cast: Cast, clock: Any) -> None:
    ticket = builders.ticket(cast.rina)
    resolve(ticket=ticket, by=Actor.member(cast.dewi.pk))
    clock.shift(timedelta(days=7, minutes=1))
    builders.inbound(ticket)
    row = facts(ticket)
    assert (row.customer_reopens, row.late_reopens) == (0, 1)


def test_time_in_states_adds_up_to_the_time_to_the_resolution(cast: Cast, clock: Any) -> None:
    by = Actor.member(cast.dewi.pk)
    ticket = builders.ticket(cast.rina)
    for state, hours in (("open", 1), ("waiting_customer", 2), ("open", 3), ("waiting_other", 30), ("resolved", 5)):
        clock.shift(timedelta(hours=hours))
        change_state(ticket=ticket, to=state, by=by)
    row = facts(ticket)
    assert sum(calendar for _business, calendar in row.state_seconds.values()) == row.resolution_c == 41 * HOUR
    assert sum(business for business, _calendar in row.state_seconds.values()) == row.resolution_b
    assert row.state_seconds["waiting_customer"][1] == 3 * HOUR and row.state_seconds["new"][1] == HOUR


def test_spam_is_in_no_number(cast: Cast, clock: Any) -> None:
    ticket = builders.ticket(cast.rina)
    catch_up()
    mark_spam(ticket=ticket, by=Actor.member(cast.dewi.pk))
    assert facts(ticket).is_counted == 0
    assert not QuarterCount.objects.filter(what="created").exclude(n=0).exists()


def test_making_it_anew_gives_the_same_rows(cast: Cast, clock: Any) -> None:
    tickets = [builders.ticket(customer, team=team) for customer, team in ((cast.rina, cast.senja.team), (cast.joko, None))]
    for ticket, member in zip(tickets, (cast.dewi, cast.tono), strict=True):
        clock.shift(timedelta(minutes=40))
        catch_up()
        builders.reply(ticket, member)
        message = builders.reply(ticket, member, hold_seconds=10)
        catch_up()
        cancel_reply(message=message, by=Actor.member(member.pk), member=member)
        clock.shift(timedelta(hours=20))
        change_state(ticket=ticket, to="resolved", by=Actor.member(member.pk))
        catch_up()
        builders.inbound(ticket)
    catch_up()
    before = everything()
    assert rebuild() == 2
    catch_up()
    assert everything() == before
