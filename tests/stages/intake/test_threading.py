"""Which ticket a mail belongs to: by evidence, never by what anybody can type (facts/mail A.3 no. 4; security D.5)."""

import pytest

from percaya.core.journal.queries import verify
from percaya.core.people.models import Contact
from percaya.core.tickets.actions.states import close, resolve
from percaya.core.tickets.models import Participant, Ticket
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast
from tests.stages.mails import answer, arrive, outbound, run_jobs


@pytest.fixture
def first(cast: Cast) -> Arrival:
    return arrive(cast.senja.email, builders.raw_mail())


def reply(**more: str) -> bytes:
    return builders.raw_mail(**{"message_id": "<dua@contoh.example>", "subject": "Re: Paket belum sampai", **more})  # type: ignore[arg-type]


def test_an_answer_to_our_mail_lands_in_its_ticket(cast: Cast, first: Arrival) -> None:
    assert first.ticket is not None
    _sent, mail = answer(first.ticket, cast.dewi)
    back = arrive(cast.senja.email, reply(in_reply_to=mail["Message-ID"]))
    assert back.ticket == first.ticket


def test_the_signed_reply_address_is_enough(cast: Cast, first: Arrival) -> None:
    assert first.ticket is not None
    _sent, mail = answer(first.ticket, cast.dewi)
    address = mail["Reply-To"].addresses[0].addr_spec
    back = arrive(cast.senja.email, reply(to=address, subject="tanpa subjek"), rcpt_to=[address.upper()])
    assert back.ticket == first.ticket


def test_an_id_of_another_customers_mail_is_evidence_only_for_participants(cast: Cast, first: Arrival) -> None:
    own = arrive(cast.senja.email, reply(in_reply_to="<satu@contoh.example>"))
    assert own.ticket == first.ticket
    stranger = arrive(
        cast.senja.email,
        reply(sender="Joko <joko@lain.example>", message_id="<tiga@lain.example>", in_reply_to="<satu@contoh.example>"),
    )
    assert stranger.ticket != first.ticket


def test_a_number_in_the_subject_means_nothing(cast: Cast, first: Arrival) -> None:
    assert first.ticket is not None
    outsider = arrive(
        cast.senja.email,
        reply(sender="Joko <joko@lain.example>", subject=f"Re: [#{first.ticket.number}] Paket", message_id="<x@lain.example>"),
    )
    assert outsider.ticket != first.ticket


def test_a_forged_token_is_no_evidence(cast: Cast, first: Arrival) -> None:
    assert first.ticket is not None
    _sent, mail = answer(first.ticket, cast.dewi)
    local, _at, domain = mail["Reply-To"].addresses[0].addr_spec.partition("@")
    forged = f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}"
    back = arrive(cast.senja.email, reply(sender="Joko <joko@lain.example>", to=forged), rcpt_to=[forged])
    assert back.ticket != first.ticket


def test_a_token_of_the_neighbours_opens_nothing_here(cast: Cast, first: Arrival) -> None:
    assert first.ticket is not None
    _sent, mail = answer(first.ticket, cast.dewi)
    there = arrive(cast.warung.email, reply(to="halo@warung.example", in_reply_to=mail["Message-ID"]))
    assert there.ticket is not None and there.ticket.workspace_id == cast.warung.workspace.pk


def test_a_third_party_with_a_token_is_shown_as_one(cast: Cast, first: Arrival) -> None:
    assert first.ticket is not None
    _sent, mail = answer(first.ticket, cast.dewi)
    husband = reply(
        sender="Andi <andi@lain.example>", to="halo@senja.example, teman@lain.example", in_reply_to=mail["Message-ID"]
    )
    back = arrive(cast.senja.email, husband)
    assert back.ticket == first.ticket
    assert back.message is not None and "third-party" in back.message.flags
    assert back.message.author_name == "Andi"
    roles = dict(Participant.objects.filter(ticket=first.ticket).values_list("value", "role"))
    assert roles == {"rina@contoh.example": "requester", "andi@lain.example": "third_party"}  # and brings nobody along


def test_an_agents_address_in_from_is_a_customer_like_any_other(cast: Cast, first: Arrival) -> None:
    """CVE-2026-47123: a forged In-Reply-To and an agent's From must never become an agent's reply."""
    assert first.ticket is not None
    forged = reply(sender=f"Dewi <{cast.dewi.user.email}>", in_reply_to="<satu@contoh.example>")
    back = arrive(cast.senja.email, forged)
    assert back.ticket != first.ticket
    assert back.message is not None and back.message.direction == "inbound" and back.message.member is None
    run_jobs()
    assert all(message.auto for message in outbound(first.ticket))  # nothing but the receipt went to Rina


def test_people_in_copy_take_part(cast: Cast) -> None:
    raw = builders.raw_mail(to="halo@senja.example, Andi <andi@lain.example>")
    kept = arrive(cast.senja.email, raw)
    assert kept.ticket is not None
    roles = dict(Participant.objects.filter(ticket=kept.ticket).values_list("value", "role"))
    assert roles == {"rina@contoh.example": "requester", "andi@lain.example": "cc"}
    assert list(verify(cast.workspace.pk)) == []  # the receipt and the newcomer each count as a change of their own
    joined = arrive(
        cast.senja.email,
        reply(sender="Andi <andi@lain.example>", message_id="<a@lain.example>", in_reply_to="<satu@contoh.example>"),
    )
    assert joined.ticket == kept.ticket


def test_a_customers_reply_reopens_what_was_resolved(cast: Cast, first: Arrival) -> None:
    assert first.ticket is not None
    resolve(ticket=first.ticket, by=builders.Actor.system())
    arrive(cast.senja.email, reply(in_reply_to="<satu@contoh.example>"))
    assert builders.fresh(first.ticket).state == "open"


def test_a_closed_ticket_takes_a_linked_follow_up(cast: Cast, first: Arrival) -> None:
    assert first.ticket is not None
    resolve(ticket=first.ticket, by=builders.Actor.system())
    close(ticket=builders.fresh(first.ticket), by=builders.Actor.system())
    back = arrive(cast.senja.email, reply(in_reply_to="<satu@contoh.example>"))
    assert back.ticket != first.ticket
    assert back.ticket is not None and back.ticket.follows == first.ticket
    assert builders.fresh(first.ticket).state == "closed"


def test_what_was_merged_continues_where_it_went(cast: Cast, first: Arrival) -> None:
    target = builders.ticket(cast.rina, account=cast.senja.email)
    assert first.ticket is not None
    Ticket.objects.filter(pk=first.ticket.pk).update(merged_into=target)
    assert arrive(cast.senja.email, reply(in_reply_to="<satu@contoh.example>")).ticket == target


def test_a_new_sender_becomes_a_contact(cast: Cast) -> None:
    kept = arrive(cast.senja.email, builders.raw_mail(sender="Sukarno <sukarno@baru.example>"))
    assert kept.ticket is not None
    assert Contact.objects.get(pk=kept.ticket.contact_id).name == "Sukarno"
