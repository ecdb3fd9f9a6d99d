"""A change taken back leaves the ticket as it was before it, unless somebody has changed the same since."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import ring_due
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import Alarm
from percaya.core.journal.queries import verify
from percaya.core.tickets.actions import properties, shelving, states
from percaya.core.tickets.actions.assigning import assign, set_team
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.undoing import undo
from percaya.core.tickets.models import Ticket
from tests import builders
from tests.cast import Cast

LATER = timedelta(hours=3)
COLUMNS = (
    "state", "waits_for", "waiting_since", "due_at", "resolved_at", "closed_at", "snoozed_until", "snoozed_till_reply",
    "is_spam", "priority", "assignee_id", "team_id", "subject", "topic", "shelf", "is_open", "urgency_key",
)  # fmt: skip

CHANGES: dict[str, Callable[[Ticket, Cast, Actor], object]] = {
    "assign": lambda t, cast, by: assign(ticket=t, to=cast.budi, by=by),
    "team": lambda t, cast, by: set_team(ticket=t, to=cast.senja.team, by=by),
    "priority": lambda t, cast, by: properties.change_priority(ticket=t, to="urgent", by=by),
    "subject": lambda t, cast, by: properties.change_subject(ticket=t, to="Lain", by=by),
    "topic": lambda t, cast, by: properties.change_topic(ticket=t, to="Retur", by=by),
    "label": lambda t, cast, by: properties.add_label(ticket=t, name="baru", by=by),
    "unlabel": lambda t, cast, by: properties.set_labels(ticket=t, names=[], by=by),
    "wait": lambda t, cast, by: states.wait_for_customer(ticket=t, question="Nomor resi?", by=by),
    "resolve": lambda t, cast, by: states.resolve(ticket=t, by=by),
    "close": lambda t, cast, by: states.change_state(ticket=t, to="closed", by=by),
    "snooze": lambda t, cast, by: shelving.snooze(ticket=t, until=timezone.now() + LATER, by=by),
    "until the reply": lambda t, cast, by: shelving.snooze(ticket=t, until=None, by=by),
    "spam": lambda t, cast, by: shelving.mark_spam(ticket=t, by=by),
}


def picture(ticket: Ticket) -> tuple[object, ...]:
    now = builders.fresh(ticket)
    labels = sorted(now.ticketlabel_set.values_list("label__name", flat=True))
    return (*(getattr(now, name) for name in COLUMNS), labels)


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("asleep", [False, True])
def test_taken_back_is_as_it_was(cast: Cast, what: str, asleep: bool) -> None:
    ticket, by = builders.ticket(cast.rina, assignee=cast.dewi, labels=["retur"]), Actor.member(cast.dewi.pk)
    if asleep:
        shelving.snooze(ticket=ticket, until=timezone.now() + timedelta(days=1), by=by)
    before, version = picture(ticket), builders.fresh(ticket).version
    CHANGES[what](ticket, cast, by)
    assert picture(ticket) != before
    undo(ticket=ticket, after=version, upto=builders.fresh(ticket).version, by=by)
    assert picture(ticket) == before
    assert Alarm.objects.filter(key=f"wake:{ticket.pk}").exists() is asleep
    assert list(verify(cast.workspace.pk)) == []


def test_taking_back_can_itself_be_taken_back(cast: Cast) -> None:
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    states.resolve(ticket=ticket, by=by)
    resolved, version = picture(ticket), builders.fresh(ticket).version
    undo(ticket=ticket, after=ticket.version, upto=version, by=by)
    undo(ticket=ticket, after=version, upto=builders.fresh(ticket).version, by=by)
    assert picture(ticket) == resolved


def test_what_was_changed_again_since_stays(cast: Cast) -> None:
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    properties.change_priority(ticket=ticket, to="high", by=by)
    assign(ticket=ticket, to=cast.dewi, by=by)
    upto = builders.fresh(ticket).version
    properties.change_priority(ticket=ticket, to="urgent", by=Actor.member(cast.budi.pk))
    undone = undo(ticket=ticket, after=ticket.version, upto=upto, by=by)
    assert (undone.back, undone.kept) == (1, 1)
    assert builders.fresh(ticket).priority == "urgent" and builders.fresh(ticket).assignee_id is None


def test_a_customer_who_wrote_since_is_not_sent_back_to_sleep(cast: Cast) -> None:
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    states.resolve(ticket=ticket, by=by)
    upto = builders.fresh(ticket).version
    builders.inbound(ticket)
    with pytest.raises(Refused):
        undo(ticket=ticket, after=ticket.version, upto=upto, by=by)
    assert builders.fresh(ticket).state == "open"


def test_messages_and_old_changes_are_not_taken_back(cast: Cast) -> None:
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    with pytest.raises(Refused):
        undo(ticket=ticket, after=0, upto=1, by=by)
    properties.change_priority(ticket=ticket, to="high", by=by)
    with time_machine.travel(timezone.now() + timedelta(hours=2)), pytest.raises(Refused):
        undo(ticket=ticket, after=ticket.version, upto=builders.fresh(ticket).version, by=by)


def test_until_the_customer_replies_wakes_with_their_word(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    shelving.snooze(ticket=ticket, until=None, by=Actor.member(cast.dewi.pk))
    assert builders.fresh(ticket).shelf == 2 and builders.fresh(ticket).due_at is not None
    builders.inbound(ticket)
    awake = builders.fresh(ticket)
    assert awake.shelf == 0 and not awake.snoozed_till_reply and awake.reminded_at is None


def test_a_snooze_that_ran_out_is_marked_until_somebody_acts(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    shelving.snooze(ticket=ticket, until=timezone.now() + LATER, by=Actor.member(cast.dewi.pk))
    with time_machine.travel(timezone.now() + LATER + timedelta(minutes=1)):
        ring_due(timezone.now())
        engine().run_pending()
        assert builders.fresh(ticket).shelf == 0 and builders.fresh(ticket).reminded_at is not None
        builders.inbound(ticket)
        assert builders.fresh(ticket).reminded_at is not None
        properties.change_priority(ticket=ticket, to="high", by=Actor.member(cast.dewi.pk))
        assert builders.fresh(ticket).reminded_at is None


def test_solving_a_sleeping_ticket_ends_its_sleep(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    shelving.snooze(ticket=ticket, until=timezone.now() + LATER, by=Actor.system())
    states.resolve(ticket=ticket, by=Actor.system())
    assert not Alarm.objects.filter(key=f"wake:{ticket.pk}").exists()
