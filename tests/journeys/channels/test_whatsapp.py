"""WhatsApp from door to door: what a customer's phone does becomes a ticket, what an agent answers reaches the phone, and
whatever goes wrong on the wire is told as it is. Meta is a stand-in on this machine."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from percaya.channels.contract import AccountFacts, Answer, Parcel
from percaya.core import public_ids
from percaya.core.journal import blobs
from percaya.core.journal.actor import Actor
from percaya.core.people.models import Contact, Handle
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import Attachment, Message, Ticket
from percaya.core.workspace.actions.accounts import change_account, connect_account
from percaya.core.workspace.models import ChannelAccount
from percaya.demo.vendors.graph import GraphCustomer, GraphVendor
from percaya.demo.vendors.hooking import Knocking
from percaya.demo.vendors.serving import Asked, Said
from percaya.stages.delivery import trying
from percaya.stages.delivery.actions import send
from percaya.stages.delivery.keys import check_keys
from percaya.stages.delivery.models import ChannelTemplate
from percaya.stages.delivery.queries import ToSend, may_send
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast
from tests.stages.mails import run_jobs

pytestmark = pytest.mark.django_db
RINA = GraphCustomer(name="Rina Melati", phone="6281234567890", user_id="ID.8801aZ52QmRina")
TEMPLATE = {
    "id": "594425479261596", "name": "paket_tiba", "language": "id", "status": "APPROVED", "category": "UTILITY",
    "components": [{"type": "BODY", "text": "Halo {{1}}, paket Anda tiba."}],
}  # fmt: skip


@pytest.fixture
def vendor(settings: Any) -> Iterator[GraphVendor]:
    with GraphVendor(clock=lambda: timezone.now().timestamp()) as vendor:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        vendor.templates = [TEMPLATE]
        yield vendor


def connect(cast: Cast, vendor: GraphVendor, *, number: str = "", next_door: bool = False) -> ChannelAccount:
    shop = cast.warung if next_door else cast.senja
    return connect_account(
        workspace=shop.workspace, channel="whatsapp", name="WA", address=number or vendor.phone_number_id,
        settings={"base_url": vendor.url, "waba_id": vendor.waba_id},
        secrets={"access_token": vendor.token, "app_secret": vendor.app_secret, "verify_token": vendor.verify_token},
        by=Actor.system(),
    )  # fmt: skip


@pytest.fixture
def account(cast: Cast, vendor: GraphVendor) -> ChannelAccount:
    made = connect(cast, vendor)
    vendor.hook_url = f"/hooks/whatsapp/{public_ids.encode('account', made.pk)}"
    return made


def post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Meta knocks at our real door."""
    signed = headers["X-Hub-Signature-256"]
    answer = Client().post(url, body, content_type="application/json", HTTP_X_HUB_SIGNATURE_256=signed)
    return answer.status_code, answer.content


def deliver(vendor: GraphVendor, **how: Any) -> None:
    tried = vendor.deliver(post, **how)
    assert all(knocking.status == 200 for knocking in tried)
    run_jobs()


def hear(vendor: GraphVendor, text: str = "Halo kak, paket saya belum sampai ya. Sudah lima hari.") -> Ticket:
    vendor.says(RINA, text)
    deliver(vendor)
    return Ticket.objects.latest("pk")


def fresh(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def answer(ticket: Ticket, cast: Cast, text: str = "Baik kak, kami cek dulu ya.", **more: Any) -> Message:
    message = builders.reply(ticket, cast.dewi, text, **more)
    run_jobs()
    return fresh(message)


def public_id(message: Message) -> str:
    return public_ids.encode("message", message.pk)


def bodies(vendor: GraphVendor) -> list[dict[str, Any]]:
    return [json.loads(asked.body) for asked in vendor.asked if asked.path.endswith("/messages")]


def test_setting_up_turns_green_on_what_really_happens(cast: Cast, vendor: GraphVendor, account: ChannelAccount) -> None:
    assert check_keys(account=account, hook_url="https://desk.example/hooks/x", by=Actor.system()) == ""
    assert vendor.subscribed and vendor.hook_url == "https://desk.example/hooks/x"
    vendor.hook_url = f"/hooks/whatsapp/{public_ids.encode('account', account.pk)}"
    asked = urlsplit(vendor.handshake("1158201444"))
    shaken = Client().get(f"{asked.path}?{asked.query}")
    assert (shaken.status_code, shaken.content) == (200, b"1158201444")
    assert Client().get(asked.path, {"hub.mode": "subscribe", "hub.verify_token": "x", "hub.challenge": "1"}).status_code == 403
    answer(hear(vendor), cast)
    account.refresh_from_db()
    assert {"checked", "handshake", "outbound", "templates"} <= account.milestones.keys() and account.last_in_at
    assert account.settings["quality"] == "green" and account.settings["display_name"] == "Toko Senja"
    assert ChannelTemplate.objects.get(account=account).blanks == ["1"]


def test_a_customers_words_become_a_ticket_of_a_person_with_a_phone(vendor: GraphVendor, account: ChannelAccount) -> None:
    ticket = hear(vendor)
    assert (ticket.contact.name, ticket.channel, ticket.inbound_count) == ("Rina Melati", "whatsapp", 1)
    handles = {(one.kind, one.value) for one in Handle.objects.filter(contact=ticket.contact)}
    assert handles == {("external", "whatsapp:ID.8801aZ52QmRina"), ("phone", "+6281234567890")}


def test_what_is_not_signed_leaves_nothing_behind(vendor: GraphVendor, account: ChannelAccount) -> None:
    vendor.says(RINA, "Halo")
    vendor.app_secret = "tebakan"
    body = vendor.waiting[0].body
    assert post(vendor.hook_url, body, vendor.signed(body))[0] == 401
    assert Client().post(vendor.hook_url, body, content_type="application/json").status_code == 401
    assert not Arrival.objects.exists()


def test_one_event_told_ten_times_is_one_message(vendor: GraphVendor, account: ChannelAccount) -> None:
    vendor.says(RINA, "Halo, mau tanya pesanan saya")
    deliver(vendor, times=10)
    assert Message.objects.filter(direction="inbound").count() == 1 and Ticket.objects.count() == 1


def test_what_speaks_to_a_number_next_door_is_not_kept_here(cast: Cast, vendor: GraphVendor, account: ChannelAccount) -> None:
    next_door = connect(cast, vendor, number="999", next_door=True)
    vendor.phone_number_id = "999"
    vendor.says(RINA, "Ini untuk warung sebelah")
    vendor.deliver(post)
    run_jobs()
    assert not Message.objects.exists() and not Arrival.objects.filter(workspace=cast.workspace).exists()
    assert not Arrival.objects.filter(account=next_door).exists(), "the door of one workspace opens nothing in another"


def test_a_photo_is_fetched_and_held_to_its_digest(vendor: GraphVendor, account: ChannelAccount) -> None:
    vendor.sends_file(RINA, "image", builders.PNG, "image/png", caption="Sobek di jahitan")
    deliver(vendor)
    file = Attachment.objects.get()
    assert (file.note, file.content_type) == ("", "image/png") and blobs.store().read(file.sha256) == builders.PNG
    vendor.sends_file(RINA, "image", builders.PNG, "image/png")
    vendor.files[list(vendor.files)[-1]] = (builders.PNG + b"!", "image/png")
    deliver(vendor)
    other = Attachment.objects.latest("pk")
    assert (other.note, other.details["lost"]) == ("lost", "mismatch")


def test_an_answer_points_at_the_message_and_is_sent_delivered_and_read(
    cast: Cast, vendor: GraphVendor, account: ChannelAccount
) -> None:
    ticket = hear(vendor)
    asked = Message.objects.get(ticket=ticket, direction="inbound")
    message = answer(ticket, cast, "Baik kak, **kami cek** ya.", out={"quotes": public_id(asked)})
    (body,) = bodies(vendor)
    assert body["text"]["body"] == "Baik kak, *kami cek* ya." and body["context"] == {"message_id": asked.external_id}
    assert (message.delivery_state, message.external_id) == ("sent", next(iter(vendor.sent)))
    vendor.read_by_customer(message.external_id)
    deliver(vendor, order=lambda waiting: waiting[::-1], times=2)  # read, delivered, sent; each twice
    assert fresh(message).delivery_state == "read"


def test_words_with_two_files_go_in_pieces_and_what_became_of_one_is_not_said_of_another(
    cast: Cast, vendor: GraphVendor, account: ChannelAccount
) -> None:
    ticket = hear(vendor)
    files = [builders.stored_file("a.png"), builders.stored_file("b.png")]
    message = answer(ticket, cast, "Ini fotonya", files=files)
    assert [body["type"] for body in bodies(vendor)] == ["image", "image"]
    first, second = vendor.sent
    assert message.delivery_state == "sent" and message.external_id == first
    deliver(vendor)
    assert fresh(message).external_id == first and fresh(message).delivery_state == "delivered"
    vendor.status(vendor.sent[second], "failed", [{"code": 131053, "title": "Media upload error"}])
    deliver(vendor)
    assert fresh(message).delivery_state == "failed" and fresh(message).delivery_code == "131053"


def test_statuses_that_come_before_the_answer_to_our_request_are_believed(
    cast: Cast, vendor: GraphVendor, account: ChannelAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = hear(vendor)
    carried = trying.carry

    def carry(parcel: Parcel, known: AccountFacts, handing: Callable[[], None]) -> Answer:
        answered = carried(parcel, known, handing)
        vendor.deliver(post)
        run_jobs()
        return answered

    monkeypatch.setattr(trying, "carry", carry)
    message = answer(ticket, cast)
    assert (message.delivery_state, message.external_id) == ("delivered", next(iter(vendor.sent)))


def test_an_answer_that_never_came_is_shown_as_unknown_until_our_own_token_comes_back(
    cast: Cast, vendor: GraphVendor, account: ChannelAccount
) -> None:
    ticket = hear(vendor)

    def cut(asked: Asked) -> Said:
        vendor.answer(asked)
        return Said(silent=True)

    vendor.misbehave(cut)
    message = answer(ticket, cast)
    assert message.delivery_state == "unknown" and len(vendor.sent) == 1
    run_jobs()
    assert len(vendor.sent) == 1, "never blindly again"
    deliver(vendor)
    assert (fresh(message).delivery_state, fresh(message).external_id) == ("delivered", next(iter(vendor.sent)))


def test_after_a_day_words_are_stopped_and_a_template_goes(cast: Cast, vendor: GraphVendor, account: ChannelAccount) -> None:
    ticket = hear(vendor)
    heard = Message.objects.get(ticket=ticket, direction="inbound").fields["said_at"]
    later = datetime.fromisoformat(heard) + timedelta(hours=24)
    assert may_send(ticket=ticket, what=ToSend(text="Halo"), now=later - timedelta(seconds=1)) is None
    refusal = may_send(ticket=ticket, what=ToSend(text="Halo"), now=later + timedelta(seconds=1))
    assert refusal is not None and refusal.word == "window-closed"
    with time_machine.travel(later + timedelta(seconds=1), tick=False):
        late = answer(ticket, cast)
        assert (late.delivery_state, late.delivery_code) == ("failed", "window-closed") and not bodies(vendor)
        template = {"name": "paket_tiba", "language": "id", "values": {"1": "Rina"}}
        sent = answer(ticket, cast, "Halo Rina, paket Anda tiba.", out={"template": template})
    assert sent.delivery_state == "sent" and bodies(vendor)[0]["template"]["name"] == "paket_tiba"


def test_an_expired_token_alarms_the_account_and_keeps_the_queue_until_it_is_rotated(
    cast: Cast, vendor: GraphVendor, account: ChannelAccount
) -> None:
    ticket = hear(vendor)
    vendor.expire_token("EAAG-baru")
    first, second = answer(ticket, cast, "Satu"), answer(ticket, cast, "Dua")
    account.refresh_from_db()
    assert account.trouble and first.delivery_state == second.delivery_state == "queued"
    assert len(bodies(vendor)) == 1, "the second waits behind the first"
    change_account(account=account, secrets={"access_token": "EAAG-baru"}, by=Actor.system())
    for _ in range(3):
        run_jobs()
    account.refresh_from_db()
    assert [fresh(first).delivery_state, fresh(second).delivery_state] == ["sent", "sent"] and not account.trouble
    assert [body["text"]["body"] for body in bodies(vendor)][-2:] == ["Satu", "Dua"]


def test_too_many_to_one_person_waits_longer_each_time_and_then_goes(
    cast: Cast, vendor: GraphVendor, account: ChannelAccount
) -> None:
    ticket = hear(vendor)
    vendor.refuse_next(131056, 131056)
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        message = answer(ticket, cast)
        assert message.delivery_state == "queued"
        run_jobs()
        assert len(bodies(vendor)) == 1, "not at once"
    with time_machine.travel(now + timedelta(seconds=6), tick=False):
        run_jobs()
        assert len(bodies(vendor)) == 2
    with time_machine.travel(now + timedelta(seconds=12), tick=False):
        run_jobs()
        assert len(bodies(vendor)) == 2, "sixteen seconds, more or less, the second time"
    with time_machine.travel(now + timedelta(seconds=40), tick=False):
        run_jobs()
    account.refresh_from_db()
    assert fresh(message).delivery_state == "sent" and not account.trouble


def test_a_refusal_for_good_is_told_with_its_code_and_not_tried_again(
    cast: Cast, vendor: GraphVendor, account: ChannelAccount
) -> None:
    ticket = hear(vendor)
    vendor.refuse_next(131026)
    message = answer(ticket, cast)
    assert (message.delivery_state, message.delivery_code) == ("failed", "131026")
    run_jobs()
    assert len(bodies(vendor)) == 1


def test_a_new_number_with_a_new_user_id_is_the_same_person(vendor: GraphVendor, account: ChannelAccount) -> None:
    ticket = hear(vendor)
    moved = vendor.changes_number(RINA, "6285700001111", "ID.9912cNewRina")
    vendor.says(moved, "Ini nomor baru saya kak")
    deliver(vendor)
    assert Contact.objects.filter(handles__value__startswith="whatsapp:").distinct().count() == 1
    values = set(Handle.objects.filter(contact=ticket.contact).values_list("value", flat=True))
    assert {"whatsapp:ID.9912cNewRina", "+6285700001111"} <= values
    assert builders.fresh(ticket).inbound_count == 2 and Ticket.objects.count() == 1


def test_somebody_known_by_phone_alone_stays_the_same_person_with_a_user_id(vendor: GraphVendor, account: ChannelAccount) -> None:
    vendor.says(GraphCustomer(name="Rina Melati", phone=RINA.phone), "Ready stok warna mocca?")
    deliver(vendor)
    ticket = hear(vendor, "Saya tunggu ya kak")
    assert ticket.inbound_count == 2 and Contact.objects.filter(handles__value__startswith="whatsapp:").distinct().count() == 1


def test_an_answer_from_the_phones_app_stands_in_the_ticket_and_is_not_sent_again(
    vendor: GraphVendor, account: ChannelAccount
) -> None:
    ticket = hear(vendor)
    id = vendor.phone_app_says(RINA, "Sebentar ya kak, saya cek")
    deliver(vendor, times=2)
    echo = Message.objects.get(ticket=ticket, direction="outbound", external_id=id)
    assert echo.body_text == "Sebentar ya kak, saya cek" and echo.fields["echo"] and not bodies(vendor)
    assert builders.fresh(ticket).waiting_since is None, "somebody has answered"


def test_edits_deletions_and_reactions_change_what_was_said(vendor: GraphVendor, account: ChannelAccount) -> None:
    first = vendor.says(RINA, "Paket saya di mana?")
    vendor.edits(RINA, first, "Paket INV/77 di mana?")
    vendor.reacts(RINA, first, "🙏")
    second = vendor.says(RINA, "salah kirim")
    vendor.takes_back(RINA, second)
    deliver(vendor)
    kept, gone = Message.objects.filter(direction="inbound").order_by("pk")
    assert kept.body_text == "Paket INV/77 di mana?" and kept.fields["edited"][0]["text"] == "Paket saya di mana?"
    assert kept.fields["reactions"][0]["emoji"] == "🙏" and "salah kirim" not in gone.body_text and gone.fields["deleted"]


def test_an_agents_reaction_reaches_the_phone(cast: Cast, vendor: GraphVendor, account: ChannelAccount) -> None:
    ticket = hear(vendor)
    asked = Message.objects.get(ticket=ticket, direction="inbound")
    builders.reply(ticket, cast.dewi, "", out={"reaction": "👍", "quotes": public_id(asked)})
    run_jobs()
    assert bodies(vendor)[0]["reaction"] == {"message_id": asked.external_id, "emoji": "👍"}


def test_quick_answers_go_and_the_one_that_is_pressed_comes_back(
    cast: Cast, vendor: GraphVendor, account: ChannelAccount
) -> None:
    ticket = hear(vendor)
    offer = {"choices": [{"id": "ya", "title": "Ya, sudah"}, {"id": "belum", "title": "Belum"}]}
    message = answer(ticket, cast, "Sudah sampai kak?", out={"offer": offer})
    assert bodies(vendor)[0]["interactive"]["type"] == "button"
    vendor.presses(RINA, "ya", "Ya, sudah", quotes=message.external_id)
    deliver(vendor)
    pressed = Message.objects.filter(ticket=ticket, direction="inbound").latest("pk")
    assert pressed.body_text == "Ya, sudah" and pressed.fields["quotes"] == message.external_id
    assert pressed.fields["rich"] == [{"kind": "choice", "data": {"id": "ya", "title": "Ya, sudah"}}]
    with pytest.raises(Refused):
        builders.reply(ticket, cast.dewi, "Pilih", out={"offer": {"choices": []}})


def test_two_hundred_messages_in_three_megabytes_all_arrive(vendor: GraphVendor, account: ChannelAccount) -> None:
    head = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": vendor.phone_number_id}}
    said = [
        {
            "from": f"62812{n // 20:07}",
            "id": f"wamid.{n}",
            "timestamp": vendor.at(),
            "type": "text",
            "text": {"body": "x" * 15_000},
        }
        for n in range(200)
    ]
    vendor.tell("messages", {**head, "messages": said})
    assert len(vendor.waiting[0].body) > 3_000_000
    deliver(vendor)
    assert Message.objects.filter(direction="inbound").count() == 200 and Ticket.objects.count() == 10


def test_a_desk_that_cannot_take_it_is_told_again_until_it_can(vendor: GraphVendor, account: ChannelAccount) -> None:
    ChannelAccount.objects.filter(pk=account.pk).update(is_active=False)
    vendor.says(RINA, "Halo, mau tanya pesanan saya")
    tried: list[Knocking] = vendor.deliver(post)
    assert tried[0].status == 503 and vendor.waiting == tried and not Message.objects.exists()
    ChannelAccount.objects.filter(pk=account.pk).update(is_active=True)
    deliver(vendor)
    assert Message.objects.filter(direction="inbound").count() == 1 and tried[0].status == 200


def test_news_of_a_template_and_of_the_number_are_shown_and_alarm(vendor: GraphVendor, account: ChannelAccount) -> None:
    hook = vendor.hook_url
    check_keys(account=account, hook_url="", by=Actor.system())
    run_jobs()
    vendor.hook_url = hook
    vendor.template_event("paket_tiba", "PAUSED")
    vendor.number_event("FLAGGED", limit="TIER_250")
    deliver(vendor)
    account.refresh_from_db()
    assert ChannelTemplate.objects.get(account=account).state == "paused"
    assert account.alarm and (account.settings["quality"], account.settings["limit"]) == ("red", "TIER_250")
    assert not Message.objects.exists()


def test_what_was_being_sent_when_we_died_is_not_sent_again_and_its_token_clears_it_up(
    cast: Cast, vendor: GraphVendor, account: ChannelAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = hear(vendor)
    message = builders.reply(ticket, cast.dewi, "Baik kak")
    carried = trying.carry

    def killed(parcel: Parcel, known: AccountFacts, handing: Callable[[], None]) -> Answer:
        carried(parcel, known, handing)
        raise KeyboardInterrupt

    monkeypatch.setattr(trying, "carry", killed)
    with pytest.raises(KeyboardInterrupt):
        send(message_id=message.pk)
    monkeypatch.setattr(trying, "carry", carried)
    send(message_id=message.pk)
    assert fresh(message).delivery_state == "unknown" and len(bodies(vendor)) == 1
    deliver(vendor)
    assert fresh(message).delivery_state == "delivered" and fresh(message).external_id in vendor.sent
