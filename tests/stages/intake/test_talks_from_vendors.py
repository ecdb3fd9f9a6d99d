"""What vendors tell besides plain messages: who else it is, our own words come back, what was read, changed or taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from percaya.channels.contract import (
    Address,
    AttachmentIn,
    ChangeIn,
    ChangeKind,
    HandleKind,
    MessageIn,
    NewsIn,
    NewsKind,
    Reading,
    ReceiptIn,
    ReceiptState,
    Rich,
    RichKind,
)
from percaya.core import public_ids
from percaya.core.journal import blobs
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import RetryIn, engine
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import verify
from percaya.core.people.models import Contact, Handle, MergeProposal
from percaya.core.tickets.models import Attachment, Message, Ticket
from percaya.core.tickets.queries.timeline import since, story
from percaya.core.tickets.search.follower import documents
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.intake.actions import accept, follow_up, process, processing, replay
from percaya.stages.intake.models import Arrival
from percaya.stages.intake.queries import raw_of_message
from tests import builders
from tests.cast import Cast
from tests.stages.stall import Stall, account_of, said, stall

__all__ = ["stall"]
ANI = Address(kind=HandleKind.EXTERNAL, value="stall:ani", name="Ani", verified=True)
PHONE = Address(kind=HandleKind.PHONE, value="+6281234567890", verified=True)
NOON = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)


class Counter:
    """The stall's account, and what comes in there."""

    def __init__(self, cast: Cast, stall: Stall) -> None:
        self.stall = stall
        self.member = cast.dewi
        self.account: ChannelAccount = account_of(cast.workspace)

    def hears(self, reading: Reading) -> Arrival:
        kept = accept(account=self.account, raw=self.stall.says(reading), door="hook")
        process(arrival_id=kept.pk)
        return Arrival.objects.select_related("ticket", "message").get(pk=kept.pk)

    def message(self, text: str = "Ada ukuran L?", **more: object) -> Message:
        message = self.hears(Reading(messages=(said(text, **more),))).message  # type: ignore[arg-type]
        assert message is not None
        return message

    def changes(self, kind: ChangeKind, target: str = "m-1", **more: object) -> Arrival:
        return self.hears(Reading(changes=(ChangeIn(kind=kind, sender=ANI, target=target, **more),)))  # type: ignore[arg-type]

    def sent(self, ticket: Ticket, external_id: str = "v-1", state: str = "sent", text: str = "Ada kak.") -> Message:
        message = builders.reply(ticket, self.member, text)
        Message.objects.filter(pk=message.pk).update(
            external_id=external_id, delivery_state=state, account=self.account, channel="stall"
        )
        message.refresh_from_db()
        return message

    def receipt(self, state: ReceiptState, external_id: str = "", **more: object) -> Arrival:
        return self.hears(Reading(receipts=(ReceiptIn(external_id=external_id, state=state, **more),)))  # type: ignore[arg-type]


@pytest.fixture
def counter(cast: Cast, stall: Stall) -> Counter:
    return Counter(cast, stall)


def kinds(ticket: Ticket) -> list[str]:
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk).order_by("seq")
    return list(rows.values_list("kind", flat=True))


# Who it is


def test_a_phone_beside_the_vendors_id_joins_the_contact(counter: Counter) -> None:
    message = counter.message(also=(PHONE,))
    assert message.contact is not None
    assert set(message.contact.handles.values_list("value", flat=True)) == {"stall:ani", PHONE.value}


def test_a_phone_that_is_somebody_elses_is_proposed_and_moves_nothing(counter: Counter, cast: Cast) -> None:
    Handle.objects.create(workspace=cast.workspace, contact=cast.rina, kind="phone", value=PHONE.value)
    counter.message()
    message = counter.message("Halo lagi", id="m-2", also=(PHONE,))
    assert message.contact != cast.rina
    assert MergeProposal.objects.get().evidence == PHONE.value


def test_what_the_channel_does_not_vouch_for_joins_nobody(counter: Counter) -> None:
    claimed = Address(kind=HandleKind.PHONE, value=PHONE.value)
    message = counter.message(also=(claimed,))
    assert message.contact is not None and message.contact.handles.count() == 1


# What it holds


def test_a_message_keeps_what_it_holds_besides_words(counter: Counter) -> None:
    place = Rich(kind=RichKind.LOCATION, data={"latitude": -6.9, "longitude": 107.6, "name": "Toko"})
    message = counter.message(rich=(place,), quotes="v-9", album="a-1", sent_at=NOON)
    assert message.fields["rich"] == [{"kind": "location", "data": {"latitude": -6.9, "longitude": 107.6, "name": "Toko"}}]
    assert (message.fields["quotes"], message.fields["album"]) == ("v-9", "a-1")
    assert message.fields["said_at"] == NOON.isoformat()
    assert message.in_reply_to == "v-9"


def test_a_clock_that_goes_ahead_promises_no_more_time(counter: Counter) -> None:
    message = counter.message(sent_at=timezone.now() + timedelta(hours=5))
    assert message.fields["said_at"] == message.created_at.isoformat()


def test_many_peoples_raw_source_is_shown_with_none_of_their_messages(counter: Counter) -> None:
    both = Reading(messages=(said("Satu"), said("Dua", id="m-2", who="budi")))
    counter.hears(both)
    assert set(Message.objects.values_list("raw_sha", flat=True)) == {""}
    assert counter.message("Tiga", id="m-3").raw_sha


# Our own words


def test_our_own_sending_come_back_is_no_message(counter: Counter) -> None:
    ticket = counter.message().ticket
    ours = counter.sent(ticket, external_id="ours")
    token = public_ids.encode("message", ours.pk)
    before = Message.objects.count()
    by_token = counter.hears(Reading(messages=(said("Ada kak.", id="v-7", echo=True, echo_token=token),)))
    assert (by_token.state, by_token.reason, by_token.message) == ("ignored", "own", ours)
    ours.refresh_from_db()
    assert ours.external_id == "v-7"  # known by our token alone until now
    by_id = counter.hears(Reading(messages=(said("Ada kak.", id="v-7", echo=True),)))
    assert by_id.reason == "own"
    assert Message.objects.count() == before


def test_what_one_of_ours_wrote_elsewhere_answers_the_customer_and_is_never_sent(counter: Counter) -> None:
    ticket = counter.message().ticket
    assert ticket.waiting_since is not None
    kept = counter.message("Ada, kak. Warna apa?", id="v-1", echo=True)
    ticket.refresh_from_db()
    assert (kept.ticket, kept.direction, kept.delivery_state, kept.external_id) == (ticket, "outbound", "sent", "v-1")
    assert (kept.fields["echo"], kept.author_kind, kept.member, kept.author_name) == (True, "member", None, "Lapak nr-1")
    assert ticket.waiting_since is None and ticket.first_replied_at is not None
    assert ticket.state == "open"
    assert kinds(ticket).count("reply.written") == 1
    again = counter.hears(Reading(messages=(said("Ada, kak. Warna apa?", id="v-1", echo=True),)))
    assert again.reason == "own"


def test_an_echo_to_somebody_without_a_ticket_opens_one_for_them(counter: Counter) -> None:
    kept = counter.message("Pesanan kakak siap diambil", id="v-1", echo=True)
    assert kept.ticket.contact.handles.get().value == "stall:ani"
    assert kept.ticket.waiting_since is None and kept.ticket.inbound_count == 0
    assert counter.message("Siap kak", id="m-2").ticket == kept.ticket


def test_an_echo_that_is_quicker_than_the_answer_waits_for_it(counter: Counter) -> None:
    ticket = counter.message().ticket
    counter.sent(ticket, external_id="placeholder", state="queued", text="Ada kak.")
    arrival = accept(
        account=counter.account, raw=counter.stall.says(Reading(messages=(said("Ada kak.", id="v-1", echo=True),))), door="hook"
    )
    with pytest.raises(RetryIn):
        process(arrival_id=arrival.pk)
    assert Message.objects.filter(direction="outbound").count() == 1
    Arrival.objects.filter(pk=arrival.pk).update(received_at=timezone.now() - timedelta(minutes=3))
    process(arrival_id=arrival.pk)  # it was never ours after all
    assert Message.objects.filter(direction="outbound").count() == 2


def test_an_echo_proves_that_a_message_of_unknown_outcome_left(counter: Counter) -> None:
    ticket = counter.message().ticket
    ours = counter.sent(ticket, external_id="placeholder", state="unknown", text="Ada kak.")
    counter.hears(Reading(messages=(said("Ada kak.", id="v-1", echo=True),)))
    ours.refresh_from_db()
    assert (ours.delivery_state, ours.external_id) == ("sent", "v-1")
    assert Message.objects.filter(direction="outbound").count() == 1


# Receipts


def test_a_receipt_by_our_token_names_the_message_that_had_no_vendors_id(counter: Counter) -> None:
    ours = counter.sent(counter.message().ticket, external_id="placeholder", state="unknown")
    counter.receipt(ReceiptState.DELIVERED, "v-1", token=public_ids.encode("message", ours.pk))
    ours.refresh_from_db()
    assert (ours.delivery_state, ours.external_id) == ("delivered", "v-1")


def test_a_watermark_marks_everything_up_to_it(counter: Counter) -> None:
    ticket = counter.message().ticket
    first, second = counter.sent(ticket, "v-1"), counter.sent(ticket, "v-2", text="Ada lagi?")
    foreign = counter.sent(counter.message("Halo", id="m-9", who="budi").ticket, "v-3")
    Message.objects.filter(pk=second.pk).update(created_at=timezone.now() + timedelta(minutes=5))
    counter.receipt(ReceiptState.READ, before=timezone.now(), recipient="ani")
    states = dict(Message.objects.filter(direction="outbound").values_list("pk", "delivery_state"))
    assert states == {first.pk: "read", second.pk: "sent", foreign.pk: "sent"}


def test_a_receipt_that_comes_before_what_it_speaks_of_is_tried_again(counter: Counter) -> None:
    ticket = counter.message().ticket
    early = counter.receipt(ReceiptState.DELIVERED, "v-1")
    assert early.state == "processed" and early.reason == ""
    with pytest.raises(RetryIn):
        follow_up(arrival_id=early.pk, receipts=[0])
    ours = counter.sent(ticket, "v-1")
    assert follow_up(arrival_id=early.pk, receipts=[0]).reason == ""
    ours.refresh_from_db()
    assert ours.delivery_state == "delivered"


def test_what_was_taken_back_while_nobody_could_read_it_does_not_come_back_with_its_reading(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(processing, "read_arrival", _defect)
        unread = counter.hears(Reading(messages=(said("Rahasia saya"),)))
    assert unread.state == "quarantined"
    deletion = counter.changes(ChangeKind.DELETED)
    Arrival.objects.filter(pk=deletion.pk).update(reason="unknown-message")  # given up after its ten minutes
    engine().run_pending()
    message = replay(arrival=unread, by=Actor.system()).message
    engine().run_pending()
    assert message is not None
    message.refresh_from_db()
    assert message.fields["deleted"] and message.body_text == ""


def _defect(arrival: Arrival) -> Reading:
    raise ValueError("a defect of ours")


def test_what_never_comes_is_noted_and_left(counter: Counter) -> None:
    early = counter.receipt(ReceiptState.READ, "never")
    Arrival.objects.filter(pk=early.pk).update(received_at=timezone.now() - timedelta(minutes=11))
    assert follow_up(arrival_id=early.pk, receipts=[0]).reason == "unknown-message"


@pytest.mark.parametrize(("word", "closed"), [("unreachable", True), ("blocked", True), ("template-misfit", False)])
def test_only_what_is_said_of_the_address_closes_it(counter: Counter, word: str, closed: bool) -> None:
    counter.sent(counter.message().ticket)
    counter.receipt(ReceiptState.FAILED, "v-1", permanent=True, recipient="ani", word=word, reason="Undeliverable")
    assert bool(Handle.objects.get(value="stall:ani").unreachable) is closed
    counter.message("Saya di sini", id="m-2")
    assert Handle.objects.get(value="stall:ani").unreachable == ""  # whoever writes can be reached


# Changes


def test_an_edit_keeps_what_stood_before(counter: Counter) -> None:
    message = counter.message("Ada ukuran L?", sent_at=NOON)
    seen = message.ticket.version
    waiting = message.ticket.waiting_since
    counter.changes(ChangeKind.EDITED, text="Ada ukuran XL?", at=NOON + timedelta(minutes=2))
    counter.changes(ChangeKind.EDITED, text="Ada ukuran S?", at=NOON + timedelta(minutes=1))  # late: older than what stands
    message.refresh_from_db()
    ticket = Ticket.objects.get(pk=message.ticket_id)
    assert message.body_text == "Ada ukuran XL?"
    assert [one["text"] for one in message.fields["edited"]] == ["Ada ukuran L?"]
    assert (ticket.preview, ticket.waiting_since, ticket.inbound_count) == ("Ada ukuran XL?", waiting, 1)
    assert kinds(ticket).count("message.edited") == 1
    assert since(ticket, seen).rearranged and len(story(ticket).entries) == len(story(ticket).entries)
    assert "xl" in documents([message.pk])[0].roots


def test_what_is_taken_back_is_gone_for_everybody_but_was_there(counter: Counter) -> None:
    sha = blobs.store().put(b"a picture")
    file = AttachmentIn(name="ktp.jpg", content=b"a picture", declared_type="image/jpeg", content_type="image/jpeg")
    message = counter.message("Rahasia", attachments=(file,), rich=(Rich(kind=RichKind.LOCATION, data={"name": "rumah"}),))
    assert Attachment.objects.get(message=message).sha256 == sha
    counter.changes(ChangeKind.EDITED, text="Rahasia sekali")
    counter.changes(ChangeKind.DELETED)
    counter.changes(ChangeKind.EDITED, text="Rahasia lagi")
    message.refresh_from_db()
    ticket = Ticket.objects.get(pk=message.ticket_id)
    assert "rahasia" not in f"{message.body_text}{message.fields}{ticket.preview}".lower()
    assert message.fields["deleted"] and "rich" not in message.fields
    left = Attachment.objects.get(message=message)
    assert (left.sha256, left.name, left.note) == ("", "", "deleted")
    with pytest.raises(blobs.Missing):
        blobs.store().open(left.sha256)
    assert message.raw_sha == ""
    raw = raw_of_message(message.pk)
    assert raw is None or raw.message is None or b"Rahasia" not in blobs.store().read(raw.sha256)
    assert any(entry.message == message for entry in story(ticket).entries)
    assert list(verify(ticket.workspace_id)) == []


def test_only_whoever_said_it_takes_it_back(counter: Counter) -> None:
    ours = counter.sent(counter.message().ticket)
    counter.changes(ChangeKind.DELETED, "v-1")
    ours.refresh_from_db()
    assert ours.body_text == "Ada kak."
    counter.changes(ChangeKind.DELETED, "v-1", echo=True)
    ours.refresh_from_db()
    assert ours.body_text == "" and ours.fields["deleted"]


def test_a_reaction_is_on_the_message_and_starts_no_clock(counter: Counter) -> None:
    ticket = counter.message().ticket
    ours = counter.sent(ticket)
    ticket.refresh_from_db()
    before = (ticket.waiting_since, ticket.inbound_count, ticket.message_count, ticket.state)
    counter.changes(ChangeKind.REACTED, "v-1", emoji="👍", at=NOON)
    counter.changes(ChangeKind.REACTED, "v-1", emoji="❤️", at=NOON + timedelta(minutes=1))
    ours.refresh_from_db()
    ticket.refresh_from_db()
    assert [(one["emoji"], one["by"], one["name"]) for one in ours.fields["reactions"]] == [("❤️", "contact", "Ani")]
    assert (ticket.waiting_since, ticket.inbound_count, ticket.message_count, ticket.state) == before
    counter.changes(ChangeKind.REACTED, "v-1", emoji="", at=NOON + timedelta(minutes=2))
    ours.refresh_from_db()
    assert ours.fields["reactions"] == []


def test_a_change_of_something_unknown_waits_for_it(counter: Counter) -> None:
    early = counter.changes(ChangeKind.EDITED, text="Ada ukuran XL?")
    with pytest.raises(RetryIn):
        follow_up(arrival_id=early.pk, changes=[0])
    message = counter.message()
    follow_up(arrival_id=early.pk, changes=[0])
    message.refresh_from_db()
    assert message.body_text == "Ada ukuran XL?"


def test_changes_touch_nothing_of_another_account(counter: Counter, cast: Cast, stall: Stall) -> None:
    message = counter.message()
    foreign = Counter.__new__(Counter)
    foreign.stall, foreign.account = stall, account_of(cast.warung.workspace, "nr-9")
    foreign.changes(ChangeKind.DELETED)
    foreign.changes(ChangeKind.BLOCKED)
    message.refresh_from_db()
    assert message.body_text and Handle.objects.get(value="stall:ani").unreachable == ""


def test_a_new_number_and_a_block_change_how_somebody_is_reached(counter: Counter) -> None:
    contact = counter.message().contact
    new = Address(kind=HandleKind.EXTERNAL, value="stall:ani-baru", verified=True)
    counter.changes(ChangeKind.RENUMBERED, "", successor=new)
    assert dict(Handle.objects.filter(contact=contact).values_list("value", "unreachable")) == {
        "stall:ani": "renumbered",
        "stall:ani-baru": "",
    }
    counter.hears(Reading(changes=(ChangeIn(kind=ChangeKind.BLOCKED, sender=new),)))
    assert Handle.objects.get(value="stall:ani-baru").unreachable == "blocked"
    counter.hears(Reading(changes=(ChangeIn(kind=ChangeKind.UNBLOCKED, sender=new),)))
    assert Handle.objects.get(value="stall:ani-baru").unreachable == ""


def test_a_block_by_somebody_unknown_makes_no_contact(counter: Counter) -> None:
    before = Contact.objects.count()
    counter.changes(ChangeKind.BLOCKED, "")
    assert Contact.objects.count() == before


def test_news_of_the_account_are_recorded_for_those_who_look_after_it(counter: Counter) -> None:
    news = NewsIn(kind=NewsKind.TEMPLATE, name="pesanan_dikirim", language="id", state="paused", reason="quality")
    counter.hears(Reading(news=(news,)))
    row = EventRow.objects.get(kind="account.news")
    assert '"news":"template"' in row.data.replace(" ", "") and "pesanan_dikirim" in row.data


def test_an_answer_to_our_very_words_goes_where_they_were_said(counter: Counter) -> None:
    first = counter.message().ticket
    counter.sent(first)
    Ticket.objects.filter(pk=first.pk).update(state="resolved", resolved_at=timezone.now() - timedelta(days=9))
    answer: MessageIn = said("Yang ini jadi kak", id="m-2", quotes="v-1")
    assert counter.hears(Reading(messages=(answer,))).ticket == first


def test_a_large_delivery_is_taken_in_pieces_and_survives_being_cut_off(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processing, "PIECE", 2)
    receive, taken = processing.receive_message, []

    def cut_off_at_the_fourth(**words: object) -> Message:
        taken.append(words)
        if len(taken) == 4:
            raise OSError("the power went")
        return receive(**words)  # type: ignore[arg-type]

    monkeypatch.setattr(processing, "receive_message", cut_off_at_the_fourth)
    many = tuple(said(f"Pesan {number}", id=f"m-{number}") for number in range(5))
    arrival = accept(account=counter.account, raw=counter.stall.says(Reading(messages=many)), door="hook")
    with pytest.raises(OSError, match="power"):
        process(arrival_id=arrival.pk)
    assert Message.objects.count() == 2
    assert process(arrival_id=arrival.pk).state == "processed"
    assert sorted(Message.objects.values_list("external_id", flat=True)) == [f"m-{number}" for number in range(5)]
    assert Ticket.objects.get().message_count == 5
