"""What the verbs promise: states, waiting, collisions, undo, drafts, deliveries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions import deliveries, drafts, properties, shelving, states
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.change import Refused, Stale
from percaya.core.tickets.actions.replying import Collision, cancel_reply
from percaya.core.tickets.models import Delivery, Message, Ticket
from tests import builders
from tests.cast import Cast

SYSTEM = Actor.system()


def test_numbers_have_no_gaps_and_each_workspace_its_own(cast: Cast) -> None:
    assert [builders.ticket(cast.rina).number for _ in range(3)] == [1, 2, 3]
    assert builders.ticket(cast.joko).number == 1


def test_the_wait_begins_with_the_first_message_and_ends_with_a_persons_answer(cast: Cast) -> None:
    at = timezone.now() - timedelta(hours=2)
    ticket = builders.ticket(cast.rina, at=at)
    builders.inbound(ticket)
    assert builders.fresh(ticket).waiting_since == at
    assert builders.fresh(ticket).due_at is not None
    builders.reply(ticket, cast.dewi)
    answered = builders.fresh(ticket)
    assert answered.waiting_since is None and answered.due_at is None and answered.first_replied_at is not None
    assert answered.state == "open"


@pytest.mark.parametrize("state", ["resolved", "waiting_customer", "waiting_other"])
def test_a_customers_word_brings_the_ticket_back(cast: Cast, state: str) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    states.change_state(ticket=ticket, to=state, by=Actor.member(cast.dewi.pk))
    builders.inbound(ticket)
    assert builders.fresh(ticket).state == "open" and builders.fresh(ticket).waiting_since is not None


def test_a_machines_word_changes_nothing(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    builders.reply(ticket, cast.dewi, then="resolve")
    builders.inbound(ticket, "Saya sedang cuti.", auto="auto-reply")
    after = builders.fresh(ticket)
    assert after.state == "resolved" and after.waiting_since is None and after.inbound_count == 1


def test_a_closed_ticket_takes_no_reply(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    states.change_state(ticket=ticket, to="closed", by=SYSTEM)
    assert builders.fresh(ticket).state == "closed"
    with pytest.raises(Refused):
        builders.reply(ticket, cast.dewi)
    with pytest.raises(Refused):
        states.change_state(ticket=ticket, to="open", by=SYSTEM)


def test_sending_twice_with_one_key_sends_once(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    first = builders.reply(ticket, cast.dewi, send_key="k1")
    assert builders.reply(ticket, cast.dewi, send_key="k1") == first
    assert Message.objects.filter(ticket=ticket, direction="outbound", auto="").count() == 1


def test_who_has_not_seen_the_news_is_stopped(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    seen = ticket.version
    builders.inbound(ticket, "Ternyata sudah sampai!")
    with pytest.raises(Collision) as stopped:
        builders.reply(ticket, cast.dewi, seen_version=seen)
    assert [message.body_text for message in stopped.value.messages] == ["Ternyata sudah sampai!"]
    assert builders.reply(ticket, cast.dewi, seen_version=stopped.value.version)


def test_ones_own_words_and_field_changes_are_no_collision(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    builders.note(ticket, cast.dewi)
    assign(ticket=ticket, to=cast.budi, by=Actor.member(cast.sari.pk))
    assert builders.reply(ticket, cast.dewi, seen_version=ticket.version)


def test_a_colleagues_note_is_a_collision(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    builders.note(ticket, cast.budi, "Jangan dijanjikan refund!")
    with pytest.raises(Collision):
        builders.reply(ticket, cast.dewi, seen_version=ticket.version)


def test_a_reply_taken_back_leaves_the_ticket_and_the_draft_as_they_were(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    waiting, due = ticket.waiting_since, ticket.due_at
    sent = builders.reply(ticket, cast.dewi, "Sudah kami kirim ulang", hold_seconds=10, then="resolve")
    assert builders.fresh(ticket).state == "resolved"
    assert cancel_reply(message=sent, by=Actor.member(cast.dewi.pk), member=cast.dewi)
    after = builders.fresh(ticket)
    assert (after.state, after.waiting_since, after.due_at) == (ticket.state, waiting, due)
    assert drafts.draft_of(ticket, cast.dewi, "reply").text == "Sudah kami kirim ulang"
    assert deliveries.begin_sending(message_id=sent.pk) is None


def test_a_reply_that_left_cannot_be_taken_back(cast: Cast) -> None:
    sent = builders.reply(builders.ticket(cast.rina), cast.dewi, hold_seconds=10)
    assert deliveries.begin_sending(message_id=sent.pk) is not None
    assert not cancel_reply(message=sent, by=Actor.member(cast.dewi.pk), member=cast.dewi)


def test_a_late_save_never_wakes_a_sent_draft(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    saved = drafts.save_draft(ticket=ticket, member=cast.dewi, kind="reply", text="Halo", revision=0)
    assert saved is not None
    builders.reply(ticket, cast.dewi, "Halo Kak")
    assert drafts.save_draft(ticket=ticket, member=cast.dewi, kind="reply", text="Halo K", revision=saved.revision) is None
    assert drafts.draft_of(ticket, cast.dewi, "reply").text == ""


def test_reply_and_note_are_two_drafts(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    drafts.save_draft(ticket=ticket, member=cast.dewi, kind="note", text="rahasia", revision=0)
    builders.reply(ticket, cast.dewi, "Halo")
    assert drafts.draft_of(ticket, cast.dewi, "note").text == "rahasia"


@pytest.mark.parametrize(
    ("news", "last"),
    [
        (["sent", "delivered", "sent"], "delivered"),
        (["delivered", "failed"], "failed"),
        (["read", "failed"], "read"),
        (["failed", "failed"], "failed"),
        (["unknown", "sent"], "sent"),
        (["sent", "unknown"], "sent"),
    ],
)
def test_late_news_of_a_delivery_never_turns_it_back(cast: Cast, news: list[str], last: str) -> None:
    message = builders.reply(builders.ticket(cast.rina), cast.dewi)
    for state in news:
        deliveries.mark_delivery(message=message, state=state, by=SYSTEM)
    message.refresh_from_db()
    assert message.delivery_state == last


def test_a_bounce_takes_answered_back(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    message = builders.reply(ticket, cast.dewi)
    deliveries.mark_delivery(message=message, state="sent", by=SYSTEM)
    deliveries.mark_delivery(message=message, state="failed", reason="no such user", code="5.1.1", by=SYSTEM)
    bounced = builders.fresh(ticket)
    assert bounced.waiting_since == ticket.waiting_since and bounced.failed_delivery


def test_a_bounce_brings_a_solved_ticket_back(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    message = builders.reply(ticket, cast.dewi, then="resolve")
    deliveries.mark_delivery(message=message, state="sent", by=SYSTEM)
    deliveries.mark_delivery(message=message, state="failed", by=SYSTEM)
    assert builders.fresh(ticket).state == "open" and builders.fresh(ticket).waiting_since is not None


def test_a_receipt_that_did_not_arrive_does_not_shout(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    receipt = Message.objects.get(ticket=ticket, direction="outbound")
    deliveries.mark_delivery(message=receipt, state="failed", by=SYSTEM)
    assert not builders.fresh(ticket).failed_delivery


def test_sending_again_clears_the_failure(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    message = builders.reply(ticket, cast.dewi)
    deliveries.mark_delivery(message=message, state="failed", by=SYSTEM)
    assert deliveries.send_again(message=message, by=Actor.member(cast.dewi.pk))
    message.refresh_from_db()
    assert message.delivery_state == Delivery.QUEUED and not builders.fresh(ticket).failed_delivery


def test_a_stale_version_is_refused_and_nothing_changes(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    assign(ticket=ticket, to=cast.dewi, by=SYSTEM, if_version=ticket.version)
    with pytest.raises(Stale):
        assign(ticket=ticket, to=cast.budi, by=SYSTEM, if_version=ticket.version)
    assert builders.fresh(ticket).assignee == cast.dewi


@pytest.mark.parametrize("who", ["gilang", "tono"])
def test_nobody_who_cannot_reply_is_made_responsible(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        assign(ticket=builders.ticket(cast.rina), to=getattr(cast, who), by=SYSTEM)


def test_doing_the_same_again_records_nothing(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi, labels=["retur"])
    before = EventRow.objects.count()
    assign(ticket=ticket, to=cast.dewi, by=SYSTEM)
    properties.add_label(ticket=ticket, name="RETUR", by=SYSTEM)
    properties.change_priority(ticket=ticket, to="normal", by=SYSTEM)
    states.change_state(ticket=ticket, to=ticket.state, by=SYSTEM)
    assert EventRow.objects.count() == before


def test_labels_can_be_made_exactly_these(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, labels=["retur", "vip"])
    properties.set_labels(ticket=ticket, names=["VIP", "kurir"], by=SYSTEM)
    assert sorted(ticket.ticketlabel_set.values_list("label__name", flat=True)) == ["kurir", "vip"]


def test_snooze_hides_until_the_customer_writes(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    shelving.snooze(ticket=ticket, until=timezone.now() + timedelta(days=1), by=Actor.member(cast.dewi.pk))
    assert builders.fresh(ticket).shelf == 2 and builders.fresh(ticket).due_at is not None
    builders.inbound(ticket)
    assert builders.fresh(ticket).shelf == 0


def test_a_private_teams_tickets_are_seen_by_its_own(cast: Cast) -> None:
    cast.senja.team.is_private = True
    cast.senja.team.save()
    ticket = builders.ticket(cast.rina, team=cast.senja.team)
    seen = {m.name for m in (cast.sari, cast.dewi, cast.budi, cast.tono) if Ticket.objects.visible_to(m).filter(pk=ticket.pk)}
    assert seen == {"Sari", "Dewi"}
    with pytest.raises(Refused):
        assign(ticket=ticket, to=cast.budi, by=SYSTEM)
