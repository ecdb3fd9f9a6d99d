"""What a customer does in the portal: sees how everything stands, answers, brings others in, asks for more."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.knowledge.models import Feedback, Gap
from percaya.core.people.actions.contacts import change_contact
from percaya.core.people.actions.organisations import create_organisation
from percaya.core.people.models import Contact, Handle
from percaya.core.tickets.actions.states import close, resolve
from percaya.core.tickets.models import Message, Participant, Ticket
from percaya.stages.intake.models import Arrival
from percaya.web.portal.sending import send_invitation
from tests import builders
from tests.cast import Cast, customer
from tests.core.knowledge import shelf
from tests.web.portal.visiting import inside

pytestmark = pytest.mark.django_db
HOME = "/p/toko-senja"
BY_DEWI = Actor.system()


def at(ticket: Ticket, what: str = "") -> str:
    return f"{HOME}/tickets/{ticket.number}{what}"


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def test_the_list_says_word_who_since_and_by_when(cast: Cast) -> None:
    builders.ticket(cast.rina, subject="Kain luntur", assignee=cast.dewi, team=cast.senja.team)
    body = text_of(inside(cast.rina), HOME)
    assert "Sedang dikerjakan" in body and "Dewi, tim Pesanan" in body and "Anda mendapat kabar paling lambat" in body


def test_open_and_solved_are_told_apart_and_spam_is_in_neither(cast: Cast) -> None:
    builders.ticket(cast.rina, subject="Masih jalan")
    resolve(ticket=builders.ticket(cast.rina, subject="Sudah beres ini"), by=BY_DEWI)
    Ticket.objects.filter(pk=builders.ticket(cast.rina, subject="Iklan aneh").pk).update(is_spam=True)
    client = inside(cast.rina)
    shown = [[word in text_of(client, f"{HOME}?show={show}") for word in ("Masih jalan", "Sudah beres ini", "Iklan aneh")]
             for show in ("open", "solved", "all")]  # fmt: skip
    assert shown == [[True, False, False], [False, True, False], [True, True, False]]


def test_the_list_goes_on_by_number_and_costs_the_same_however_long(cast: Cast) -> None:
    client = inside(cast.rina)
    builders.ticket(cast.rina, subject="Satu")
    with CaptureQueriesContext(
        connection,
    ) as few:
        text_of(client, HOME)
    for _count in range(21):
        builders.ticket(cast.rina, subject="Lagi", assignee=cast.dewi)
    with CaptureQueriesContext(connection) as many:
        body = text_of(client, HOME)
    assert len(many) <= len(few) and body.count('class="mine__link"') == 20
    older = re.search(r'href="(\?show=open&amp;before=\d+)"', body)
    assert older is not None
    assert text_of(client, HOME + older[1].replace("&amp;", "&")).count('class="mine__link"') == 2


def test_an_answer_and_its_file_arrive_and_the_verdict_ends_or_reopens(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    client = inside(cast.rina)
    file = SimpleUploadedFile("resi.png", builders.PNG, "image/png")
    response = client.post(at(ticket, "/reply"), {"text": "Belum juga", "files": [file], "submission": "b" * 32})
    assert response["Location"] == at(ticket) + "?done=replied#news"
    message = Message.objects.filter(ticket=ticket).latest("pk")
    assert message.body_text == "Belum juga" and message.contact_id == cast.rina.pk and "third-party" not in message.flags
    assert Arrival.objects.get(channel="portal").state == "processed"
    Message.objects.filter(pk=builders.reply(ticket, cast.dewi).pk).update(delivery_state="sent")
    resolve(ticket=builders.fresh(ticket), by=BY_DEWI)
    client.post(at(ticket, "/not-solved"))
    assert builders.fresh(ticket).state == "open"
    client.post(at(ticket, "/solved"))
    assert builders.fresh(ticket).state == "closed"


def test_an_answer_to_a_closed_ticket_leads_to_the_one_that_continues_it(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    close(ticket=resolve(ticket=ticket, by=BY_DEWI), by=BY_DEWI)
    response = inside(cast.rina).post(at(ticket, "/reply"), {"text": "Rusak lagi", "submission": "c" * 32})
    new = Ticket.objects.latest("pk")
    assert new.follows_id == ticket.pk and response["Location"] == at(new) + "?done=follow-up#news"


def test_a_new_request_has_its_number_at_once_and_carries_what_the_business_asks(cast: Cast) -> None:
    fields = [
        {"key": "order", "label": "Nomor pesanan", "kind": "text", "required": True},
        {"key": "email", "label": "Email", "kind": "email"},
    ]
    cast.senja.form.settings = {"fields": fields}
    cast.senja.form.save()
    client = inside(cast.rina)
    page = text_of(client, f"{HOME}/new")
    assert "Nomor pesanan" in page and 'name="email"' not in page
    given = {"subject": "Ukuran", "text": "Ada ukuran L?", "submission": "d" * 32}
    refused = client.post(f"{HOME}/new", given)
    assert refused.status_code == 422 and "Ada ukuran L?" in refused.content.decode() and not Ticket.objects.exists()
    for _twice in range(2):
        made = client.post(f"{HOME}/new", {**given, "order": "INV-7"})
    ticket = Ticket.objects.get()
    assert made["Location"] == at(ticket) + "?done=opened#news" and ticket.subject == "Ukuran"
    assert ticket.contact_id == cast.rina.pk and ticket.channel == "portal"
    assert Message.objects.get(ticket=ticket).body_text == "Nomor pesanan: INV-7\n\nAda ukuran L?"
    assert f"#{ticket.number}" in text_of(client, made["Location"].partition("#")[0])


def test_only_a_confirmed_answer_counts_as_answered_by_the_help_centre(cast: Cast) -> None:
    client = inside(cast.rina)
    page = text_of(client, f"{HOME}/new?q=ukuran+kebaya")
    assert "Tulis kepada Toko Senja" in page and 'value="ukuran kebaya"' in page
    client.post(f"{HOME}/answered", {"article": public_ids.encode("article", 1), "language": "id"})
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("language", "title", "thanks"), [("id", "Ukuran kebaya", "Syukurlah"), ("en", "Kebaya sizes", "Good to hear")]
)
def test_a_confirmed_answer_is_counted_once_and_looking_or_reading_is_not(
    cast: Cast, language: str, title: str, thanks: str
) -> None:
    article = shelf.article(cast.workspace, title, "S, M, L.", language=language)
    client = inside(cast.rina)
    client.cookies["percaya_language"] = language
    page = text_of(client, f"{HOME}/new?q=kebaya")
    named = public_ids.encode("article", article.pk)
    assert title in page and f'value="{named}"' in page
    text_of(client, f"/bantuan/toko-senja/{language}/a/{title.lower().replace(' ', '-')}")
    assert not Feedback.objects.exists()
    for _twice in range(2):
        said = client.post(f"{HOME}/answered", {"article": named, "language": language})
    made = Feedback.objects.get()
    assert (made.helped, made.article_id, made.language) == (True, article.pk, language) and not Ticket.objects.exists()
    article.refresh_from_db()
    assert article.helped == 1 and thanks in text_of(client, said["Location"])


@pytest.mark.parametrize(("language", "none"), [("id", "Kami tidak menemukan"), ("en", "We found no article")])
def test_while_somebody_types_the_answers_come_alone_and_without_scripts_by_the_button(
    cast: Cast, language: str, none: str
) -> None:
    shelf.article(cast.workspace, "Ukuran kebaya", "S, M, L.")
    client = inside(cast.rina)
    client.cookies["percaya_language"] = language
    part = text_of(client, f"{HOME}/new?part=1&q=kebaya")
    assert "Ukuran kebaya" in part and "csrfmiddlewaretoken" in part and "<html" not in part
    assert none in text_of(client, f"{HOME}/new?part=1&q=qwertz")
    assert "<li" not in text_of(client, f"{HOME}/new?part=1&q=ke")
    page = text_of(client, f"{HOME}/new?q=kebaya")
    assert "Ukuran kebaya" in page and 'hx-target="#found"' in page


def test_what_is_looked_for_in_vain_is_a_gap_once_and_not_while_somebody_types(cast: Cast) -> None:
    client = inside(cast.rina)
    for query in ("part=1&q=garansi+jahitan", "q=garansi+jahitan"):
        text_of(client, f"{HOME}/new?{query}")
        assert not Gap.objects.exists()
    text_of(client, f"{HOME}/new?asked=1&q=garansi+jahitan")
    assert (Gap.objects.get().words, Gap.objects.get().times) == ("garansi jahitan", 1)


def test_somebody_brought_in_gets_a_link_of_their_own_and_no_word_of_the_customers(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, subject="Baca jahat.example")
    client = inside(cast.rina)
    assert client.post(at(ticket, "/add"), {"email": "Siti@contoh.example"})["Location"].endswith("?done=added#news")
    one = Participant.objects.get(ticket=ticket, role="cc")
    send_invitation(participant_id=one.pk)
    letter = mail.outbox[-1]
    assert letter.to == ["siti@contoh.example"] and "jahat" not in f"{letter.subject}{letter.body}" and "Rina" not in letter.body
    found = re.search(r"https?://[^/\s]+(/s/\S+)", str(letter.body))
    assert found is not None
    theirs = Client()
    page = text_of(theirs, found[1])
    assert "Baca jahat.example" in page and "Sudah beres" not in page and "siti@contoh.example" not in page
    theirs.post(f"{found[1]}/reply", {"text": "Saya juga", "submission": "e" * 32})
    said = Message.objects.filter(ticket=ticket).latest("pk")
    assert said.body_text == "Saya juga" and said.contact_id == one.contact_id and said.contact_id != cast.rina.pk
    theirs.post(f"{found[1]}/solved")
    assert builders.fresh(ticket).state == "new"
    siti = inside(Contact.objects.get(pk=one.contact_id))  # proved by her code, she has it in her own list
    assert "Baca jahat.example" in text_of(siti, HOME)
    siti.post(at(ticket, "/unfollow"))
    assert siti.get(at(ticket)).status_code == 404 and theirs.get(found[1]).status_code == 404


def test_who_is_brought_in_must_have_an_address_and_be_somebody_else(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    client = inside(cast.rina)
    for wrong in ("bukan alamat", "rina@contoh.example", ""):
        client.post(at(ticket, "/add"), {"email": wrong})
    assert not Participant.objects.filter(ticket=ticket, role="cc").exists()


def test_a_colleague_follows_answers_and_stops(cast: Cast) -> None:
    organisation = create_organisation(workspace_id=cast.workspace.pk, name="PT Sinar", by=BY_DEWI)
    siti = customer(cast.workspace, "Siti")
    for one in (cast.rina, siti):
        change_contact(contact=one, organisation=organisation, by=BY_DEWI)
    change_contact(contact=Contact.objects.get(pk=siti.pk), sees_organisation=True, by=BY_DEWI)
    ticket = builders.ticket(cast.rina)
    client = inside(siti)
    client.post(at(ticket, "/reply"), {"text": "Dari rekan", "submission": "f" * 32})
    said = Message.objects.filter(ticket=ticket).latest("pk")
    assert said.contact_id == siti.pk and "third-party" not in said.flags
    assert Participant.objects.get(ticket=ticket, contact=siti).role == "cc"
    client.post(at(ticket, "/unfollow"))
    assert Participant.objects.get(ticket=ticket, contact=siti).role == "left"
    client.post(at(ticket, "/follow"))
    assert Participant.objects.get(ticket=ticket, contact=siti).role == "cc"
    assert Handle.objects.filter(contact=siti).count() == 1


def test_the_wish_to_be_forgotten_reaches_a_person_in_words_and_deletes_nothing_by_itself(cast: Cast) -> None:
    client = inside(cast.rina)
    assert "/new?about=deletion" in text_of(client, HOME)
    page = text_of(client, f"{HOME}/new?about=deletion")
    assert "Mohon hapus data saya" in page and Ticket.objects.count() == 0
    said = {"subject": "Hapus data saya", "text": "Mohon hapus data saya yang Anda simpan.", "submission": "d" * 32}
    assert client.post(f"{HOME}/new", said).status_code == 302
    assert Ticket.objects.visible_to(cast.dewi).get().subject == "Hapus data saya"
