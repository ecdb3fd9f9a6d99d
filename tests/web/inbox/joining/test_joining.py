"""Merging, splitting, linking and finding from the pages: what is said happens, and nobody sees what is not theirs."""

import pytest
from django.test import Client
from django.urls import reverse

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.merging import merge
from percaya.core.tickets.models import Joining, Message, Participant, Ticket
from percaya.core.tickets.status_links import token_for
from percaya.core.workspace.actions.members import save_team
from percaya.stages.delivery.composing import outgoing
from tests import builders
from tests.cast import Cast, customer, logged_in

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture
def desk(cast: Cast) -> Client:
    return logged_in(cast.budi)


def at(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"inbox:{name}", args=[cast.workspace.slug, *args])


def test_the_dialog_finds_warns_merges_and_leads_on(cast: Cast, desk: Client) -> None:
    bagus = customer(cast.workspace, "Bagus")
    ours, other = builders.ticket(cast.rina), builders.ticket(bagus, subject="Kurir nyasar", text="kurir ke alamat lain")
    builders.search_is_current()
    page = desk.get(at(cast, "merge", ours.number), {"q": "nyasar"})
    assert f"#{other.number} Kurir nyasar" in page.content.decode()
    page = desk.get(at(cast, "merge", ours.number), {"into": other.number})
    assert "Dua pelanggan berbeda" in page.content.decode()
    answer = desk.post(at(cast, "merge_now", ours.number), {"into": other.number}, follow=True)
    assert f"#{ours.number} digabung ke #{other.number}" in answer.content.decode()
    assert not Participant.objects.filter(ticket=other, contact=cast.rina).exists()
    assert desk.get(at(cast, "ticket", ours.number)).status_code == 302
    stays = desk.get(at(cast, "ticket", ours.number) + "?stay=1").content.decode()
    assert "Digabung ke" in stays and 'id="composer"' not in stays


def test_undo_from_the_page_says_why_when_it_cannot(cast: Cast, desk: Client) -> None:
    one, two, three = (builders.ticket(cast.rina) for _ in range(3))
    joining = merge(source=one, target=two, by=BY)
    last = merge(source=two, target=three, by=BY)
    answer = desk.post(at(cast, "undo_joining", one.number, joining.pk), headers={"x-requested-with": "fetch"})
    assert answer.status_code == 409 and "Batalkan itu dulu" in answer.content.decode()
    answer = desk.post(at(cast, "undo_joining", three.number, last.pk), headers={"x-requested-with": "fetch"})
    assert answer.json()["ticket"].startswith(at(cast, "ticket", two.number))


def test_a_merge_into_a_ticket_one_may_not_see_is_not_possible_and_not_told(cast: Cast, desk: Client) -> None:
    ours, hidden = builders.ticket(cast.rina), builders.ticket(cast.rina, team=cast.senja.team, subject="Rahasia")
    save_team(workspace=cast.workspace, team=cast.senja.team, name="Pesanan", members=[cast.dewi], is_private=True, by=BY)
    assert "Rahasia" not in desk.get(at(cast, "merge", ours.number)).content.decode()
    desk.post(at(cast, "merge_now", ours.number), {"into": hidden.number})
    assert not Joining.objects.exists()
    joining = merge(source=ours, target=hidden, by=BY)
    page = desk.get(at(cast, "ticket", ours.number))
    assert page.status_code == 200 and "tidak bisa Anda lihat" in page.content.decode()
    assert desk.post(at(cast, "undo_joining", ours.number, joining.pk)).status_code == 404


def test_no_customer_reads_the_others_words_by_link_or_by_mail(cast: Cast) -> None:
    bagus = customer(cast.workspace, "Bagus")
    hers = builders.ticket(cast.rina, text="rahasia Rina", account=cast.senja.email)
    his = builders.ticket(bagus, text="rahasia Bagus", account=cast.senja.email)
    merge(source=his, target=hers, by=BY)
    builders.inbound(builders.fresh(his), "rahasia Bagus lagi")
    answer = builders.reply(builders.fresh(hers), cast.dewi, "Untuk Rina")
    page = Client().get(reverse("portal:status", args=[token_for(builders.fresh(hers))])).content.decode()
    assert "rahasia Rina" in page and "Untuk Rina" in page and "Bagus" not in page
    page = Client().get(reverse("portal:status", args=[token_for(builders.fresh(his))])).content.decode()
    assert "rahasia Bagus lagi" in page and "Rina" not in page
    mail = outgoing(Message.objects.get(pk=answer.pk), "email")
    assert "Bagus" not in mail.quoted and [one.value for one in mail.to] == ["rina@contoh.example"]


def test_the_link_of_a_merged_ticket_of_the_same_customer_leads_to_the_truth(cast: Cast) -> None:
    one, two, three = (builders.ticket(cast.rina) for _ in range(3))
    merge(source=one, target=two, by=BY)
    merge(source=two, target=three, by=BY)
    answer = Client().get(reverse("portal:status", args=[token_for(builders.fresh(one))]), follow=True)
    assert f"#{three.number}" in answer.content.decode()


def test_splitting_makes_a_ticket_and_goes_there(cast: Cast, desk: Client) -> None:
    ticket = builders.ticket(cast.rina, messages=3)
    second = Message.objects.filter(ticket=ticket, direction="inbound").order_by("pk")[1]
    page = desk.get(at(cast, "split", ticket.number), {"message": second.pk})
    assert page.status_code == 200
    given = {"message": second.pk, "after": "1", "subject": "Yang kedua"}
    desk.post(at(cast, "split_now", ticket.number), given)
    made = Ticket.objects.get(subject="Yang kedua")
    assert Message.objects.filter(ticket=made, direction="inbound").count() == 2


def test_links_are_added_shown_and_parts_solved_with_the_whole(cast: Cast, desk: Client) -> None:
    whole, part = builders.ticket(cast.rina), builders.ticket(cast.rina, subject="Bagian satu")
    desk.post(at(cast, "add_link", whole.number), {"other": f"#{part.number}", "how": "child"})
    builders.reply(whole, cast.dewi, then="resolve")
    page = desk.get(at(cast, "links", whole.number)).content.decode()
    assert "Bagian satu" in page and "masih terbuka" in page
    desk.post(at(cast, "children", whole.number))
    assert builders.fresh(part).state == "resolved"


def test_words_are_found_in_what_is_not_loaded_and_the_window_opens_there(cast: Cast, desk: Client) -> None:
    ticket = builders.ticket(cast.rina, text="nomor resi JNE-77")
    for count in range(45):
        builders.inbound(ticket, f"kabar ke-{count}")
    first = Message.objects.filter(ticket=ticket).order_by("pk").first()
    assert first is not None
    hits = desk.get(at(cast, "find", ticket.number), {"q": "jne resi"}, headers={"hx-request": "true"}).content.decode()
    assert f'data-hit="{first.pk}"' in hits and "<mark>" in hits
    page = desk.get(at(cast, "ticket", ticket.number), {"at": first.pk}).content.decode()
    assert (
        f'id="m-{first.pk}"' in page
        and 'id="later"' in page
        and "kabar ke-44" not in page.split('id="thread"')[1].split('id="to-latest"')[0]
    )
    strange = builders.inbound(builders.ticket(cast.rina), "di tiket lain")
    assert f'id="m-{strange.pk}"' not in desk.get(at(cast, "ticket", ticket.number), {"at": strange.pk}).content.decode()
