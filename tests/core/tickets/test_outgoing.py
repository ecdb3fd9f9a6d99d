"""Forwards stay between us and whom we asked; a scheduled reply answers nobody before it leaves, and not past a new word."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import Alarm
from percaya.core.tickets.actions import drafts
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.forwarding import write_forward
from percaya.core.tickets.actions.outbox import Reply
from percaya.core.tickets.actions.replying import cancel_reply
from percaya.core.tickets.actions.scheduling import release_reply, reschedule, send_now
from percaya.core.tickets.models import Delivery, Message, Participant, Ticket
from percaya.core.tickets.queries.audience import public_messages
from percaya.stages.delivery.composing import outgoing
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
COURIER = ("email", "kurir@jne.example", "")


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi)


def forward(cast: Cast, ticket: Ticket, text: str = "Tolong cek resi ini.", **more: object) -> Message:
    said = Reply(text=text, **{"to": [COURIER], **more})  # type: ignore[arg-type]
    return write_forward(
        ticket=ticket, forward=said, channel="email", account_id=cast.senja.email.pk, subject="Fwd: Paket", member=cast.dewi,
        by=Actor.member(cast.dewi.pk),
    )  # fmt: skip


def later(cast: Cast, ticket: Ticket, hours: int = 3, then: str = "") -> Message:
    return builders.reply(ticket, cast.dewi, "Besok kami kirim.", send_at=timezone.now() + timedelta(hours=hours), then=then)


def ring(message: Message) -> Message:
    alarm = Alarm.objects.get(key=f"release:{message.pk}")
    with time_machine.travel(alarm.due_at + timedelta(seconds=1), tick=False):
        release_reply(**alarm.args)
    message.refresh_from_db()
    return message


def test_a_forward_answers_nobody_and_brings_a_third_party_in(cast: Cast, ticket: Ticket) -> None:
    forward(cast, ticket)
    now = builders.fresh(ticket)
    assert now.waiting_since is not None and now.first_replied_at is None
    assert Participant.objects.get(ticket=ticket, value="kurir@jne.example").role == "third_party"


def test_what_third_parties_and_we_write_is_never_the_customers_to_read(cast: Cast, ticket: Ticket) -> None:
    sent = forward(cast, ticket, "Pelanggan ini cerewet.")
    answer = builders.inbound_from(ticket, "kurir@jne.example", "Paket hilang di gudang kami.")
    public = list(public_messages(builders.fresh(ticket)))
    assert sent not in public and answer not in public
    reply = builders.reply(builders.fresh(ticket), cast.dewi, "Kami cek dulu ya.")
    out = outgoing(reply, "email")
    assert "gudang" not in out.quoted and [one.value for one in out.to] == ["rina@contoh.example"]
    asked = outgoing(sent, "email")
    assert asked.quoted == "" and asked.subject == "Fwd: Paket" and [one.value for one in asked.to] == ["kurir@jne.example"]


def test_a_third_partys_answer_does_not_look_like_a_waiting_customer(cast: Cast, ticket: Ticket) -> None:
    forward(cast, ticket)
    builders.reply(builders.fresh(ticket), cast.dewi)
    builders.inbound_from(builders.fresh(ticket), "kurir@jne.example", "Sudah kami antar.")
    assert builders.fresh(ticket).waiting_since is None


def test_forwarding_to_the_customer_is_no_forward(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(Refused):
        forward(cast, ticket, to=[("email", "rina@contoh.example", "")])
    with pytest.raises(Refused):
        forward(cast, ticket, to=[])


def test_a_forward_taken_back_returns_to_its_own_draft(cast: Cast, ticket: Ticket) -> None:
    before = builders.fresh(ticket)
    sent = forward(cast, ticket, hold_seconds=10)
    assert cancel_reply(message=sent, by=Actor.member(cast.dewi.pk), member=cast.dewi)
    kept = drafts.draft_of(ticket, cast.dewi, "forward")
    assert (kept.text, kept.to) == ("Tolong cek resi ini.", "kurir@jne.example")
    assert builders.fresh(ticket).waiting_since == before.waiting_since


def test_until_a_scheduled_reply_leaves_the_customer_waits(cast: Cast, ticket: Ticket) -> None:
    message = later(cast, ticket, then="resolve")
    now = builders.fresh(ticket)
    assert now.waiting_since is not None and now.state != "resolved"
    assert message.delivery_state == Delivery.HELD
    message = ring(message)
    now = builders.fresh(ticket)
    assert message.delivery_state == Delivery.QUEUED
    assert (now.waiting_since, now.state, now.preview) == (None, "resolved", "Besok kami kirim.")


def test_a_customer_who_writes_in_between_holds_it_back(cast: Cast, ticket: Ticket) -> None:
    message = later(cast, ticket)
    builders.inbound(builders.fresh(ticket), "Tidak jadi, kak.")
    assert ring(message).delivery_state == Delivery.HELD
    assert send_now(message=message, by=Actor.member(cast.dewi.pk))
    assert Message.objects.get(pk=message.pk).delivery_state == Delivery.QUEUED


def test_moved_on_a_persons_word_it_leaves_at_the_new_time_only(cast: Cast, ticket: Ticket) -> None:
    message = later(cast, ticket, hours=1)
    first = Alarm.objects.get(key=f"release:{message.pk}").args
    builders.inbound(builders.fresh(ticket), "Masih menunggu.")
    assert reschedule(message=message, at=timezone.now() + timedelta(hours=5), by=Actor.member(cast.dewi.pk))
    release_reply(**first)
    assert Message.objects.get(pk=message.pk).delivery_state == Delivery.HELD
    assert ring(message).delivery_state == Delivery.QUEUED


def test_a_scheduled_reply_taken_back_changes_nothing_else(cast: Cast, ticket: Ticket) -> None:
    waiting = builders.fresh(ticket).waiting_since
    message = later(cast, ticket)
    assert cancel_reply(message=message, by=Actor.member(cast.dewi.pk), member=cast.dewi)
    assert not Alarm.objects.filter(key=f"release:{message.pk}").exists()
    assert builders.fresh(ticket).waiting_since == waiting
    assert drafts.draft_of(ticket, cast.dewi, "reply").text == "Besok kami kirim."
    assert not send_now(message=message, by=Actor.member(cast.dewi.pk))


def test_open_slots_of_a_template_never_reach_a_customer(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(Refused, match=r"contact\.salutation"):
        builders.reply(ticket, cast.dewi, "Halo {{contact.salutation}} Rina")
    assert builders.reply(ticket, cast.dewi, "Pakai {{ nama }} di kode Anda").pk


def test_only_a_shared_draft_is_a_colleagues_to_change(cast: Cast, ticket: Ticket) -> None:
    by = Actor.member(cast.dewi.pk)
    with pytest.raises(Refused):
        drafts.share_draft(ticket=ticket, member=cast.dewi, kind="reply", by=by)
    drafts.save_draft(ticket=ticket, member=cast.dewi, kind="reply", text="Halo", revision=0)
    helped = {"ticket": ticket, "member": cast.dewi, "kind": "reply", "text": "Halo Kak", "writer": cast.budi}
    assert drafts.save_draft(**helped, revision=9) is None  # type: ignore[arg-type]
    shared = drafts.share_draft(ticket=ticket, member=cast.dewi, kind="reply", by=by)
    kept = drafts.save_draft(**helped, revision=shared.revision)  # type: ignore[arg-type]
    assert kept is not None and kept.last_by == cast.budi
    drafts.return_draft(draft=kept, by=Actor.member(cast.budi.pk))
    assert drafts.save_draft(**helped, revision=99) is None  # type: ignore[arg-type]
