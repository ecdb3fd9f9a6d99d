"""What the chat stage promises: a visitor's words reach their own ticket alone, and an unread answer follows them."""

from datetime import timedelta

import orjson
import pytest
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import is_set
from percaya.core.people.actions.merging import merge_contacts
from percaya.core.people.models import Handle
from percaya.core.tickets.actions.deliveries import mark_delivery
from percaya.core.tickets.models import Delivery, Message, Participant, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.chat.actions import hear, meet, notice
from percaya.stages.chat.mailing import mail_link, mail_unread
from percaya.stages.chat.models import Conversation, Visitor
from percaya.stages.chat.queries import is_here, tickets_of, visitor_at
from percaya.stages.delivery.actions import send
from percaya.stages.intake.actions import accept, process
from tests import builders
from tests.cast import Cast, Shop

pytestmark = pytest.mark.django_db


def chat_of(shop: Shop, **settings: object) -> ChannelAccount:
    return connect_account(workspace=shop.workspace, channel="webchat", name="Chat", settings=settings, by=Actor.system())


def says(account: ChannelAccount, visitor: Visitor, text: str, submission: str) -> Message:
    """The visitor writes, through intake."""
    payload = {
        "submission": submission, "conversation": visitor.key, "text": text,
        "sender": {"external_id": visitor.key, "name": visitor.name},
    }  # fmt: skip
    arrival = process(arrival_id=accept(account=account, raw=orjson.dumps(payload), door="chat", mail_from=visitor.key).pk)
    assert arrival.message is not None
    return arrival.message


def gone(visitor: Visitor) -> None:
    Visitor.objects.filter(pk=visitor.pk).update(last_seen_at=timezone.now() - timedelta(minutes=15))


def test_words_of_two_visitors_never_meet_though_a_person_made_one_contact_of_them(cast: Cast) -> None:
    account = chat_of(cast.senja)
    first, second = meet(account=account, key="web:a"), meet(account=account, key="web:b")
    one, two = says(account, first, "Halo", "c1"), says(account, second, "Permisi", "c1")
    assert one.ticket_id != two.ticket_id
    assert one.contact is not None and two.contact is not None
    merge_contacts(keep=one.contact, gone=two.contact, by=Actor.member(cast.dewi.pk))
    later = says(account, second, "Masih di sini", "c2")
    assert later.ticket_id == two.ticket_id
    assert [ticket.pk for ticket in tickets_of(first)] == [one.ticket_id]
    assert [ticket.pk for ticket in tickets_of(second)] == [two.ticket_id]


def test_the_same_message_sent_twice_is_one(cast: Cast) -> None:
    account = chat_of(cast.senja)
    visitor = meet(account=account, key="web:a")
    first = says(account, visitor, "Halo", "c1")
    assert says(account, visitor, "Halo", "c1").pk == first.pk
    assert Message.objects.filter(ticket=first.ticket_id, direction="inbound").count() == 1


def test_after_a_closed_ticket_the_talk_goes_on_in_a_new_one(cast: Cast) -> None:
    account = chat_of(cast.senja)
    visitor = meet(account=account, key="web:a")
    first = says(account, visitor, "Halo", "c1")
    Ticket.objects.filter(pk=first.ticket_id).update(state="closed")
    second = says(account, visitor, "Lagi, kak", "c2")
    third = says(account, visitor, "Satu lagi", "c3")
    assert second.ticket_id != first.ticket_id and third.ticket_id == second.ticket_id
    assert {ticket.pk for ticket in tickets_of(visitor)} == {first.ticket_id, second.ticket_id}


def test_an_address_that_was_typed_stays_a_claim(cast: Cast) -> None:
    account = chat_of(cast.senja)
    visitor = meet(account=account, key="web:a", name="Rina", email="rina@contoh.example")
    said = says(account, visitor, "Halo", "c1")
    assert said.contact_id != cast.rina.pk
    assert Handle.objects.get(contact_id=said.contact_id, kind="email").claim == "webchat"


def answered(cast: Cast, account: ChannelAccount, visitor: Visitor) -> Message:
    said = says(account, visitor, "Ongkir berapa?", "c1")
    reply = builders.reply(said.ticket, cast.dewi, "Rp18.000, kak.")
    send(message_id=reply.pk)
    reply.refresh_from_db()
    assert reply.delivery_state == Delivery.SENT
    return reply


def test_an_answer_is_sent_in_the_house_then_delivered_and_read_by_the_visitor(cast: Cast) -> None:
    account = chat_of(cast.senja)
    visitor = meet(account=account, key="web:a")
    reply = answered(cast, account, visitor)
    for is_read, state in ((False, Delivery.DELIVERED), (True, Delivery.READ)):
        assert hear(visitor=visitor, ticket=reply.ticket, up_to=reply.pk, is_read=is_read) == 1
        assert hear(visitor=visitor, ticket=reply.ticket, up_to=reply.pk, is_read=is_read) == 0
        reply.refresh_from_db()
        assert reply.delivery_state == state


def test_an_unread_answer_follows_the_visitor_by_mail_once_and_is_answered_into_the_same_ticket(cast: Cast) -> None:
    account = chat_of(cast.senja)
    visitor = meet(account=account, key="web:a", name="Rina", email="rina.chat@contoh.example")
    reply = answered(cast, account, visitor)
    assert is_set(f"chat-mail:{reply.ticket_id}")
    mail_unread(ticket_id=reply.ticket_id)
    assert not Message.objects.filter(channel="email").exists(), "they are still there"
    gone(visitor)
    for _ in range(2):
        mail_unread(ticket_id=reply.ticket_id)
    mailed = Message.objects.get(channel="email")
    assert mailed.ticket_id == reply.ticket_id and "Rp18.000" in mailed.body_text and "/s/" in mailed.body_text
    assert "Ongkir berapa" not in mailed.body_text, "words of the visitor never go to an address that was typed"
    assert mailed.account_id == cast.senja.email.pk and mailed.addressed["to"][0]["value"] == "rina.chat@contoh.example"
    assert Participant.objects.filter(ticket=reply.ticket, value="rina.chat@contoh.example", role="requester").exists()


@pytest.mark.parametrize("case", ["read", "no address", "never"])
def test_no_mail_follows_what_was_read_or_whom_we_cannot_write_to(cast: Cast, case: str) -> None:
    account = chat_of(cast.senja, mail_after=0 if case == "never" else 5)
    visitor = meet(account=account, key="web:a", email="" if case == "no address" else "rina.chat@contoh.example")
    reply = answered(cast, account, visitor)
    gone(visitor)
    if case == "read":
        mark_delivery(message=reply, state=Delivery.READ, by=Actor.system())
    if case == "never":
        assert not is_set(f"chat-mail:{reply.ticket_id}")
        return
    mail_unread(ticket_id=reply.ticket_id)
    assert not Message.objects.filter(channel="email").exists()


def test_the_way_back_goes_to_the_visitors_address_with_our_words_alone(cast: Cast) -> None:
    account = chat_of(cast.senja)
    visitor = meet(account=account, key="web:a", email="rina.chat@contoh.example")
    reply = answered(cast, account, visitor)
    conversation = Conversation.objects.get(visitor=visitor, ticket=reply.ticket_id)
    assert mail_link(conversation=conversation, send_key="link:1")
    assert "Rp18.000" in Message.objects.get(channel="email").body_text


def test_who_is_there_is_known_and_fades(cast: Cast) -> None:
    account = chat_of(cast.senja)
    visitor = meet(account=account, key="web:a")
    said = says(account, visitor, "Halo", "c1")
    notice(visitor=visitor, page="https://toko.example/checkout")
    found = visitor_at(said.ticket)
    assert found is not None and found.page.endswith("/checkout") and is_here(found)
    gone(visitor)
    found = visitor_at(said.ticket)
    assert found is not None and not is_here(found)
    assert visitor_at(builders.ticket(cast.rina)) is None
