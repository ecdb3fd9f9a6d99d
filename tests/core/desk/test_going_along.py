"""What a macro does besides goes with a scheduled reply, and only while it is still right."""

from datetime import timedelta

import pytest
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.desk.steps import parse
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import Alarm, EventRow
from percaya.core.journal.queries import facts
from percaya.core.tickets.actions.drafts import draft_of
from percaya.core.tickets.actions.replying import cancel_reply
from percaya.core.tickets.actions.scheduling import release_reply, reschedule, send_now
from percaya.core.tickets.models import Message, Ticket
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi)


def later(cast: Cast, ticket: Ticket, *steps: str) -> Message:
    deeds = [step.as_json() for step in parse(steps)]
    at = timezone.now() + timedelta(hours=2)
    return builders.reply(ticket, cast.dewi, "Besok kami kirim.", send_at=at, deeds=deeds)


def ring(message: Message) -> None:
    release_reply(**Alarm.objects.get(key=f"release:{message.pk}").args)


def left(ticket: Ticket) -> list[tuple[list[str], str]]:
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk, kind="reply.steps_left")
    return [(list(said["what"]), str(said["reason"])) for said in map(facts, rows)]


def test_a_snooze_begins_when_the_words_leave(cast: Cast, ticket: Ticket) -> None:
    message = later(cast, ticket, "snooze:tomorrow", "label:retur", "note:Sudah dijanjikan")
    now = builders.fresh(ticket)
    assert now.snoozed_until is None and not now.ticketlabel_set.exists()
    ring(message)
    now = builders.fresh(ticket)
    assert now.snoozed_until is not None and now.ticketlabel_set.filter(label__name="retur").exists()
    assert Message.objects.filter(ticket=ticket, direction="note", member=cast.dewi).exists()
    assert left(ticket) == []


def test_a_customer_who_wrote_since_leaves_the_steps_undone_and_the_story_says_so(cast: Cast, ticket: Ticket) -> None:
    message = later(cast, ticket, "snooze:tomorrow", "label:retur")
    builders.inbound(builders.fresh(ticket), "Tidak jadi, kak.")
    ring(message)  # held back
    assert left(ticket) == []
    assert send_now(message=message, by=Actor.member(cast.sari.pk))
    now = builders.fresh(ticket)
    assert now.snoozed_until is None and not now.ticketlabel_set.exists()
    assert left(ticket) == [(["snooze", "label"], "spoken")]


def test_who_has_looked_again_lets_the_steps_go_along(cast: Cast, ticket: Ticket) -> None:
    message = later(cast, ticket, "label:retur")
    builders.inbound(builders.fresh(ticket), "Baik, kak.")
    assert reschedule(message=message, at=timezone.now() + timedelta(hours=5), by=Actor.member(cast.dewi.pk))
    ring(message)
    assert builders.fresh(ticket).ticketlabel_set.filter(label__name="retur").exists()


def test_a_step_that_is_no_longer_possible_holds_up_neither_the_reply_nor_the_others(cast: Cast, ticket: Ticket) -> None:
    message = later(cast, ticket, f"assign:{public_ids.encode('member', cast.tono.pk)}", "label:retur")
    ring(message)
    assert Message.objects.get(pk=message.pk).delivery_state == "queued"
    assert builders.fresh(ticket).ticketlabel_set.filter(label__name="retur").exists()
    assert left(ticket) == [(["assign"], "refused")]


def test_taken_back_the_steps_are_in_the_draft_again(cast: Cast, ticket: Ticket) -> None:
    message = later(cast, ticket, "snooze:tomorrow")
    assert cancel_reply(message=message, by=Actor.member(cast.dewi.pk), member=cast.dewi)
    assert draft_of(ticket, cast.dewi, "reply").deeds == [{"do": "snooze", "value": "tomorrow"}]
