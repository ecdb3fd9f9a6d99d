"""Machines: never answered automatically, never reopening, loops that settle, bounces that correct "answered"
(facts/mail A.3 no. 5 to 7)."""

import pytest

from percaya.core.people.models import Handle
from percaya.core.tickets.actions.states import close, resolve
from percaya.core.tickets.models import Message, Ticket
from tests import builders
from tests.cast import Cast
from tests.stages.mails import answer, arrive, bounce, outbound, with_headers


def test_a_person_gets_one_receipt(cast: Cast) -> None:
    kept = arrive(cast.senja.email, builders.raw_mail())
    assert kept.ticket is not None
    (receipt,) = outbound(kept.ticket)
    assert receipt.auto == "auto-reply"
    arrive(cast.senja.email, builders.raw_mail(message_id="<dua@contoh.example>", in_reply_to="<satu@contoh.example>"))
    assert len(outbound(kept.ticket)) == 1


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Auto_Response_Suppress": "All"},
        {"List_Id": "<berita.contoh.example>"},
        {"Return_Path": "<>"},
        {"Precedence": "auto_reply"},
    ],
)
def test_a_machine_gets_none(cast: Cast, header: dict[str, str]) -> None:
    kept = arrive(cast.senja.email, with_headers(builders.raw_mail(), **header))
    assert kept.ticket is not None and kept.message is not None
    assert kept.message.auto
    assert outbound(kept.ticket) == []
    assert kept.ticket.waiting_since is None


def test_an_exchange_rule_alone_is_a_person(cast: Cast) -> None:
    kept = arrive(cast.senja.email, with_headers(builders.raw_mail(), X_MS_Exchange_Inbox_Rules_Loop="rina@contoh.example"))
    assert kept.ticket is not None and kept.message is not None
    assert kept.message.auto == "" and len(outbound(kept.ticket)) == 1


@pytest.mark.parametrize("end", ["resolved", "closed"])
def test_automatic_mail_reopens_nothing_and_opens_no_follow_up(cast: Cast, end: str) -> None:
    kept = arrive(cast.senja.email, builders.raw_mail())
    assert kept.ticket is not None
    _sent, mail = answer(kept.ticket, cast.dewi)
    resolve(ticket=builders.fresh(kept.ticket), by=builders.Actor.system())
    if end == "closed":
        close(ticket=builders.fresh(kept.ticket), by=builders.Actor.system())
    away = builders.raw_mail(message_id="<cuti@contoh.example>", in_reply_to=mail["Message-ID"], text="Saya sedang cuti.")
    back = arrive(cast.senja.email, with_headers(away, Auto_Submitted="auto-replied"))
    assert back.ticket == kept.ticket
    assert builders.fresh(kept.ticket).state == end
    assert builders.fresh(kept.ticket).waiting_since is None


def test_two_machines_that_thank_each_other_settle(cast: Cast) -> None:
    """A responder that answers everything, even receipts, and hides that it is one."""
    arrive(cast.senja.email, builders.raw_mail(sender="Bot <bot@lain.example>", message_id="<0@lain.example>"))
    for turn in range(1, 12):
        receipt = Message.objects.filter(direction="outbound").order_by("pk").last()
        assert receipt is not None
        raw = builders.raw_mail(
            sender="Bot <bot@lain.example>", message_id=f"<{turn}@lain.example>", subject=f"Terima kasih {turn}",
            text=f"Pesan Anda kami terima, nomor {turn}.",
        )  # fmt: skip
        arrive(cast.senja.email, raw)
    assert all(len(outbound(ticket)) <= 1 for ticket in Ticket.objects.all())
    assert Message.objects.filter(direction="outbound").count() <= 5


def test_our_own_mail_that_comes_back_is_let_go(cast: Cast) -> None:
    kept = arrive(cast.senja.email, builders.raw_mail())
    assert kept.ticket is not None
    _sent, mail = answer(kept.ticket, cast.dewi)
    back = arrive(cast.senja.email, mail.as_bytes())
    assert back.state == "ignored" and back.reason == "own-loop"
    assert Message.objects.filter(ticket=kept.ticket, direction="inbound").count() == 1


def test_a_bounce_takes_answered_back_and_closes_the_address(cast: Cast) -> None:
    kept = arrive(cast.senja.email, builders.raw_mail())
    assert kept.ticket is not None
    waited_since = builders.fresh(kept.ticket).waiting_since
    message, _mail = answer(kept.ticket, cast.dewi)
    assert builders.fresh(kept.ticket).waiting_since is None
    report = arrive(cast.senja.email, bounce(message, to="rina@contoh.example"), mail_from="")
    assert report.state == "processed" and report.ticket == kept.ticket
    message.refresh_from_db()
    ticket = builders.fresh(kept.ticket)
    assert message.delivery_state == "failed" and "no such user" in message.delivery_reason
    assert ticket.failed_delivery and ticket.waiting_since == waited_since
    assert Handle.objects.get(value="rina@contoh.example", workspace_id=cast.workspace.pk).unreachable
    assert Message.objects.filter(ticket=kept.ticket, direction="inbound").count() == 1


def test_a_full_mailbox_fails_the_message_but_not_the_address(cast: Cast) -> None:
    kept = arrive(cast.senja.email, builders.raw_mail())
    assert kept.ticket is not None
    message, _mail = answer(kept.ticket, cast.dewi)
    soft = bounce(message, to="rina@contoh.example", status="4.2.2", text="452 4.2.2 mailbox full")
    arrive(cast.senja.email, soft, mail_from="")
    message.refresh_from_db()
    assert message.delivery_state == "failed"
    assert not Handle.objects.get(value="rina@contoh.example", workspace_id=cast.workspace.pk).unreachable


def test_news_of_a_delay_changes_nothing(cast: Cast) -> None:
    kept = arrive(cast.senja.email, builders.raw_mail())
    assert kept.ticket is not None
    message, _mail = answer(kept.ticket, cast.dewi)
    version = builders.fresh(kept.ticket).version
    arrive(cast.senja.email, bounce(message, to="rina@contoh.example", action="delayed", status="4.4.1"), mail_from="")
    message.refresh_from_db()
    assert message.delivery_state == "sent"
    assert builders.fresh(kept.ticket).version == version


def test_a_bounce_for_an_id_we_never_gave_out_touches_nobody(cast: Cast) -> None:
    kept = arrive(cast.senja.email, builders.raw_mail())
    assert kept.ticket is not None
    message, _mail = answer(kept.ticket, cast.dewi)
    message.external_id = "dibuat.sendiri@senja.example"
    arrive(cast.senja.email, bounce(message, to="rina@contoh.example"), mail_from="")
    message.refresh_from_db()
    assert message.delivery_state == "sent"
