"""Clocks follow their ticket: through answers, states, merging, spam, undoing, other policies and other calendars."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from percaya.core.journal import alarms
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import Alarm
from percaya.core.tickets.actions.deliveries import mark_delivery
from percaya.core.tickets.actions.merging import merge, undo_merge
from percaya.core.tickets.actions.opening import open_ticket
from percaya.core.tickets.actions.properties import add_label, change_priority
from percaya.core.tickets.actions.replying import Reply, cancel_reply, write_reply
from percaya.core.tickets.actions.shelving import mark_spam, unmark_spam
from percaya.core.tickets.actions.states import reopen, resolve, start, wait_for_other
from percaya.core.tickets.models import Ticket
from percaya.stages.sla.actions.ringing import ring
from percaya.stages.sla.models import Clock
from tests import builders
from tests.cast import Cast
from tests.stages.sla.levels import level

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 2, 4, 5, 0, tzinfo=UTC)  # a Wednesday, 12.00 in Jakarta
HOUR = timedelta(hours=1)


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def clocks(ticket: Ticket) -> list[tuple[str, str]]:
    """(kind, how it stands) of all clocks, oldest first."""
    return [(clock.kind, how(clock)) for clock in Clock.objects.filter(ticket=ticket).order_by("pk")]


def how(clock: Clock) -> str:
    if clock.cancelled_at:
        return clock.cancel_reason
    ended = "met" if clock.met_at else "paused" if clock.paused_at else "runs"
    return f"late {ended}" if clock.breached_at else ended


def due(ticket: Ticket) -> tuple[str, datetime | None]:
    ticket = builders.fresh(ticket)
    return ticket.due_kind, ticket.due_at


def test_the_first_reply_then_the_next_is_owed(cast: Cast, time: time_machine.Traveller) -> None:
    ticket = builders.ticket(cast.rina)
    assert due(ticket) == ("first_reply", NOON + 4 * HOUR)
    time.shift(HOUR)
    builders.inbound(ticket, "Halo?")  # further messages do not reset it
    assert due(ticket) == ("first_reply", NOON + 4 * HOUR)
    builders.reply(ticket, cast.dewi)
    assert due(ticket) == ("", None) and clocks(ticket) == [("first_reply", "met")]
    builders.inbound(ticket, "Kapan?")
    assert due(ticket) == ("next_reply", NOON + 5 * HOUR)
    assert not alarms.is_set("sla:0") and alarms.is_set(f"sla:{ticket.pk}")
    builders.reply(ticket, cast.dewi)
    assert not alarms.is_set(f"sla:{ticket.pk}")


def test_what_answers_by_itself_stops_no_clock(cast: Cast, time: time_machine.Traveller) -> None:
    ticket = builders.ticket(cast.rina)
    write_reply(ticket=ticket, reply=Reply(text="Sudah kami terima."), member=None, by=Actor.system(), automatic=True)
    assert clocks(ticket) == [("first_reply", "runs")]


def test_a_ticket_we_opened_owes_nothing_until_its_customer_writes(cast: Cast, time: time_machine.Traveller) -> None:
    ticket = open_ticket(workspace_id=cast.rina.workspace_id, contact=cast.rina, channel="email", by=Actor.member(cast.dewi.pk))
    builders.reply(ticket, cast.dewi, "Kami ingin mengabari sesuatu.")
    assert clocks(ticket) == []
    builders.inbound(ticket)
    assert clocks(ticket) == [("first_reply", "runs")]


def test_a_reply_taken_back_leaves_the_same_clock_running(cast: Cast, time: time_machine.Traveller) -> None:
    ticket = builders.ticket(cast.rina)
    message = builders.reply(ticket, cast.dewi, hold_seconds=10)
    cancel_reply(message=message, by=Actor.member(cast.dewi.pk), member=cast.dewi)
    assert clocks(ticket) == [("first_reply", "runs")]
    assert due(ticket) == ("first_reply", NOON + 4 * HOUR)


def test_an_answer_that_did_not_arrive_leaves_the_same_clock_running(cast: Cast, time: time_machine.Traveller) -> None:
    ticket = builders.ticket(cast.rina)
    message = builders.reply(ticket, cast.dewi)
    mark_delivery(message=message, state="sent", by=Actor.system())
    assert clocks(ticket) == [("first_reply", "met")]
    time.shift(HOUR)
    mark_delivery(message=message, state="failed", reason="550", by=Actor.system())  # a bounce
    assert clocks(ticket) == [("first_reply", "runs")]
    assert due(ticket) == ("first_reply", NOON + 4 * HOUR)


def test_the_solution_stands_still_while_others_are_waited_for(cast: Cast, time: time_machine.Traveller) -> None:
    level(cast.workspace, resolution=24 * 60, working=False)
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    builders.reply(ticket, cast.dewi)
    assert due(ticket) == ("resolution", NOON + 24 * HOUR)
    time.shift(2 * HOUR)
    wait_for_other(ticket=ticket, whom="kurir", by=by)
    assert due(ticket) == ("", None) and builders.fresh(ticket).clock_paused
    time.shift(10 * HOUR)
    start(ticket=ticket, by=by)
    assert due(ticket) == ("resolution", NOON + 34 * HOUR)
    resolve(ticket=ticket, by=by)
    assert clocks(ticket) == [("resolution", "met"), ("first_reply", "met")]
    time.shift(5 * HOUR)
    reopen(ticket=ticket, by=by)
    assert due(ticket) == ("resolution", NOON + 39 * HOUR), "what was left goes on"


def test_solved_without_a_word_owes_no_answer_any_more(cast: Cast, time: time_machine.Traveller) -> None:
    ticket = builders.ticket(cast.rina)
    resolve(ticket=ticket, by=Actor.member(cast.dewi.pk))
    assert clocks(ticket) == [("first_reply", "solved")] and due(ticket) == ("", None)


def test_spam_owes_nothing_and_what_is_none_owes_again(cast: Cast, time: time_machine.Traveller) -> None:
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    mark_spam(ticket=ticket, by=by)
    assert clocks(ticket) == [("first_reply", "spam")] and due(ticket) == ("", None)
    unmark_spam(ticket=ticket, by=by)
    assert clocks(ticket) == [("first_reply", "runs")] and due(ticket) == ("first_reply", NOON + 4 * HOUR)


def test_merged_the_longer_wait_counts_and_parted_each_its_own(cast: Cast, time: time_machine.Traveller) -> None:
    older, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    time.shift(HOUR)
    newer = builders.ticket(cast.rina)
    joining = merge(source=older, target=newer, by=by)
    assert (due(older), due(newer)) == (("", None), ("first_reply", NOON + 4 * HOUR))
    undo_merge(joining=joining, by=by)
    assert due(older) == ("first_reply", NOON + 4 * HOUR)
    assert due(newer) == ("first_reply", NOON + 5 * HOUR)


def test_another_policy_fits_and_the_clock_moves_to_it(cast: Cast, time: time_machine.Traveller) -> None:
    level(cast.workspace, first_reply=60, asks=("priority", ["urgent"]))
    level(cast.workspace, first_reply=120, asks=("label", None), label="vip")
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    time.shift(HOUR / 2)
    add_label(ticket=ticket, name="vip", by=by)
    assert due(ticket) == ("first_reply", NOON + 2 * HOUR)
    change_priority(ticket=ticket, to="urgent", by=by)
    assert due(ticket) == ("first_reply", NOON + HOUR)
    change_priority(ticket=ticket, to="normal", by=by)
    assert due(ticket) == ("first_reply", NOON + 2 * HOUR)
    said = [row for row in builders.story(ticket) if row.startswith("clock.")]
    assert said == ["clock.started", "clock.changed", "clock.changed", "clock.changed"]


def test_a_warning_and_a_breach_are_said_once_each(cast: Cast, time: time_machine.Traveller) -> None:
    ticket = builders.ticket(cast.rina)
    for moved in (HOUR, HOUR, HOUR, 2 * HOUR, HOUR):
        time.shift(moved)
        ring(ticket_id=ticket.pk)
        ring(ticket_id=ticket.pk)
    said = [row for row in builders.story(ticket) if row in ("clock.warned", "clock.breached")]
    assert said == ["clock.warned", "clock.breached"]  # at five hours both the 80% and the due time had passed
    assert clocks(ticket) == [("first_reply", "late runs")]
    builders.reply(ticket, cast.dewi)
    assert clocks(ticket) == [("first_reply", "late met")]


def test_what_is_late_is_late_also_when_no_alarm_was_heard(cast: Cast, time: time_machine.Traveller) -> None:
    ticket = builders.ticket(cast.rina)
    time.shift(5 * HOUR)
    builders.reply(ticket, cast.dewi)
    assert clocks(ticket) == [("first_reply", "late met")]
    said = [row for row in builders.story(ticket) if row.startswith("clock.")]
    assert said == ["clock.started", "clock.breached", "clock.met"]


def test_a_machine_clock_set_forward_and_back_breaks_nothing(cast: Cast, time: time_machine.Traveller) -> None:
    ticket = builders.ticket(cast.rina)
    ring(ticket_id=ticket.pk)
    assert Alarm.objects.get(key=f"sla:{ticket.pk}").due_at == NOON + 2 * HOUR
    time.move_to(NOON - 3 * HOUR)
    ring(ticket_id=ticket.pk)
    assert clocks(ticket) == [("first_reply", "runs")]
    assert Alarm.objects.get(key=f"sla:{ticket.pk}").due_at == NOON + 2 * HOUR


def test_a_ticket_from_before_there_were_clocks_is_put_right(cast: Cast, time: time_machine.Traveller) -> None:
    ticket = builders.ticket(cast.rina)
    Clock.objects.all().delete()
    Ticket.objects.filter(pk=ticket.pk).update(due_kind="")
    builders.reply(ticket, cast.dewi)
    assert due(ticket) == ("", None)


def test_a_ticket_that_is_gone_rings_in_vain() -> None:
    ring(ticket_id=1)
