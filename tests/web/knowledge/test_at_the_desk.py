"""Articles beside the reply, and drafts out of tickets."""

import pytest

from percaya.core.knowledge.models import Article
from percaya.core.tickets.models import Message, Ticket
from percaya.web.knowledge.drafting import _body
from tests import builders
from tests.cast import Cast, logged_in
from tests.core.knowledge import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return builders.ticket(
        cast.rina,
        subject="Refund Rina Marlina",
        text="Saya Rina, nomor 0812-3456-7890, e-mail rina@contoh.example. Kapan dana kembali?",
        account=cast.senja.email,
    )


def test_a_slash_offers_public_articles_as_links(cast: Cast, ticket: Ticket) -> None:
    shelf.article(cast.workspace, "Kapan dana kembali", "Dana kembali dalam tiga hari kerja.")
    shelf.article(cast.workspace, "Batas dana ganti rugi", "Rahasia dana.", audience="internal")
    shelf.article(cast.warung.workspace, "Dana kembali di warung", "Dana.")
    address = f"/w/toko-senja/inbox/{ticket.number}/macros"
    client = logged_in(cast.dewi)
    found = client.get(address, {"q": "dana kembali"}, headers={"X-Requested-With": "fetch"}).json()["macros"]
    assert [(one["title"], one["scope"]) for one in found] == [("Kapan dana kembali", "article")] * 2
    assert "/bantuan/toko-senja/id/a/kapan-dana-kembali" in found[0]["text"]
    assert found[1]["text"].startswith("Dana kembali dalam tiga hari kerja.")
    assert client.get(address, {"q": ""}, headers={"X-Requested-With": "fetch"}).json()["macros"] == []
    assert "kapan-dana-kembali" in client.get(address, {"q": "dana"}).content.decode()  # without scripts


def test_a_ticket_becomes_a_draft_without_what_names_the_customer(cast: Cast, ticket: Ticket) -> None:
    builders.reply(ticket, cast.dewi, "Baik Kak Rina, dana kembali dalam tiga hari kerja.")
    client = logged_in(cast.sari)
    at = f"/w/toko-senja/inbox/{ticket.number}"
    assert f"{at}/article" in client.get(f"{at}/links").content.decode()
    response = client.post(f"{at}/article", follow=True)
    article = Article.objects.get(workspace=cast.workspace)
    text = article.texts.get()
    assert article.state == "draft" and article.from_ticket == ticket.number
    assert not any(word in text.title + text.body for word in ("Rina", "rina", "3456", "Marlina"))
    assert "tiga hari kerja" in text.body and "Kapan dana kembali?" in text.body
    assert f"#{ticket.number}" in response.content.decode()


def test_the_answer_of_the_draft_is_what_a_person_said_and_sent(cast: Cast, ticket: Ticket) -> None:
    builders.reply(ticket, cast.dewi, "Dana kembali dalam tiga hari kerja.")
    Message.objects.filter(ticket=ticket, direction="outbound").update(delivery_state="sent")
    for words, more in (("Seberapa puas?", {"auto": "auto-reply"}), ("Salah kirim", {"delivery_state": "cancelled"})):
        later = builders.reply(ticket, cast.dewi, words)
        Message.objects.filter(pk=later.pk).update(**more)
    body = _body(builders.fresh(ticket))
    assert "tiga hari kerja" in body and "Seberapa puas?" not in body and "Salah kirim" not in body


def test_only_those_who_write_articles_may_and_only_of_tickets_they_see(cast: Cast, ticket: Ticket) -> None:
    address = f"/w/toko-senja/inbox/{ticket.number}/article"
    assert logged_in(cast.dewi).post(address).status_code == 403
    assert address not in logged_in(cast.dewi).get(f"/w/toko-senja/inbox/{ticket.number}/links").content.decode()
    assert logged_in(cast.tono).post(address).status_code == 404
    assert not Article.objects.exists()
