"""A call is written down by hand: whose it was, what was said, what we promised, in a ticket of its own or one that is there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.promises.models import Promise
from percaya.core.tickets.models import Message, Ticket
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def save(client: Client, cast: Cast, **given: str) -> int:
    typed = {"caller": "0812-3456-7890", "direction": "in", "at": "2026-02-04T09:30", "outcome": "follow_up"} | given
    return client.post(f"/w/{cast.workspace.slug}/call", typed).status_code


def test_a_call_opens_a_ticket_of_the_caller(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    assert save(client, cast, name="Bu Sri", minutes="4", said="Halo, ongkir ke Wonosari berapa? Rumahnya di gang.") == 302
    ticket = Ticket.objects.latest("pk")
    assert (ticket.subject, ticket.channel, ticket.assignee) == ("Ongkir ke Wonosari berapa?", "phone", cast.dewi)
    note = Message.objects.get(ticket=ticket)
    assert (note.direction, note.fields["call"]["number"], note.fields["call"]["minutes"]) == ("note", "+6281234567890", 4)
    assert ticket.contact.name == "Bu Sri"
    page = client.get(f"/w/{cast.workspace.slug}/inbox/{ticket.number}").content.decode()
    assert "Mereka menelepon" in page and "+6281234567890" in page


def test_a_call_about_a_ticket_goes_into_it_with_what_was_promised(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    due = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    typed = {
        "ticket": f"#{ticket.number}",
        "direction": "out",
        "said": "Minta waktu sampai Sabtu.",
        "promise": "Mengirim ulang paket",
        "due": due,
    }
    assert save(logged_in(cast.dewi), cast, **typed) == 302
    note = Message.objects.get(ticket=ticket, direction="note")
    assert note.fields["call"]["direction"] == "out"
    promise = Promise.objects.get(ticket=ticket)
    assert (promise.text, promise.owner, promise.message) == ("Mengirim ulang paket", cast.dewi, note)


def test_a_name_is_looked_for_and_nobody_is_meant_by_it_alone(cast: Cast) -> None:
    resolve_contact(workspace_id=cast.workspace.pk, kind="phone", value="081299990000", name="Slamet Riyadi", by=Actor.system())
    client = logged_in(cast.dewi)
    answer = client.post(
        f"/w/{cast.workspace.slug}/call",
        {"caller": "Slamet", "said": "Ada?", "at": "2026-02-04T09:30", "direction": "in", "outcome": "settled"},
    )
    assert answer.status_code == 422 and not Ticket.objects.exists()
    said = answer.content.decode()
    assert "Slamet" in said and "Ada?" in said


@pytest.mark.parametrize(
    "wrong", [{"said": ""}, {"at": ""}, {"at": "2090-01-01T10:00"}, {"at": "2026-13-45T10:00"}, {"caller": ""},
              {"ticket": "9999"},
              {"promise": "Kirim", "due": ""}, {"minutes": "9000"}, {"direction": "sideways"}],
)  # fmt: skip
def test_what_makes_no_sense_is_said_and_nothing_is_kept(cast: Cast, wrong: dict[str, str]) -> None:
    assert save(logged_in(cast.dewi), cast, **{"said": "Isi", **wrong}) == 422
    assert not Ticket.objects.exists() and not Message.objects.exists()


def test_a_call_that_nobody_took_needs_no_words(cast: Cast) -> None:
    assert save(logged_in(cast.dewi), cast, direction="out", outcome="unreached", said="") == 302
    assert Message.objects.get().body_text == "Tidak diangkat."


def test_who_may_not_reply_and_who_is_of_another_business_log_nothing(cast: Cast) -> None:
    ticket = builders.ticket(cast.joko)
    assert save(logged_in(cast.gilang), cast, said="Isi") == 403
    assert save(logged_in(cast.tono), cast, said="Isi") == 404
    assert save(logged_in(cast.dewi), cast, said="Isi", ticket=str(ticket.number)) == 422
    assert not Message.objects.filter(direction="note").exists()
