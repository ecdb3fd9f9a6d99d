"""What a channel can decides what the composer offers: the reply window and templates after it, quick answers, places, answers to
one message, reactions; and the server refuses what the page would not have offered."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.handles import add_handle
from percaya.core.tickets.actions.drafts import draft_of, restore_draft
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.delivery.models import ChannelTemplate, ReplyWindow
from percaya.web.inbox.composer.approved import Blank
from percaya.web.inbox.composer.places import coordinates
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def account(cast: Cast) -> ChannelAccount:
    return connect_account(workspace=cast.workspace, channel="whatsapp", name="WA Toko", address="1100", by=Actor.system())


@pytest.fixture
def ticket(cast: Cast, account: ChannelAccount) -> Ticket:
    add_handle(contact=cast.rina, kind="external", value="whatsapp:ID.1", by=Actor.system())
    return builders.ticket(cast.rina, account=account, assignee=cast.dewi)


def heard(ticket: Ticket, **ago: int) -> None:
    """The customer last wrote that long ago."""
    at = timezone.now() - timedelta(**ago)
    ReplyWindow.objects.update_or_create(
        account_id=ticket.account_id, contact_id=ticket.contact_id, defaults={"workspace_id": ticket.workspace_id, "heard_at": at}
    )


def template(account: ChannelAccount, name: str = "pesanan_dikirim", **more: Any) -> ChannelTemplate:
    facts = {
        "language": "id",
        "state": "approved",
        "body": "Halo {{1}}, pesanan {{nomor}} sudah dikirim.",
        "blanks": ["1", "nomor"],
    }
    return ChannelTemplate.objects.create(
        workspace_id=account.workspace_id, account=account, name=name, synced_at=timezone.now(), examples={"1": "Rina"},
        **{**facts, **more},
    )  # fmt: skip


def page(cast: Cast, ticket: Ticket, query: str = "") -> str:
    address = reverse("inbox:compose", args=[cast.workspace.slug, ticket.number])
    return logged_in(cast.dewi).get(address + query, headers=HTMX).content.decode()


def send(cast: Cast, ticket: Ticket, **given: Any) -> HttpResponse:
    address = reverse("inbox:reply", args=[cast.workspace.slug, ticket.number])
    return logged_in(cast.dewi).post(address, given, headers=HTMX)  # type: ignore[return-value]


def sent(ticket: Ticket) -> Message:
    return Message.objects.filter(ticket=ticket, member__isnull=False).latest("pk")


def test_an_open_window_counts_down_and_a_closed_one_gives_way_to_templates(cast: Cast, ticket: Ticket, account: Any) -> None:
    template(account)
    with time_machine.travel(timezone.now(), tick=False):
        heard(ticket, hours=20, minutes=48)
        open_now = page(cast, ticket)
    assert "Jendela balas tertutup dalam 3 j 12 mnt" in open_now
    assert 'id="form-reply"' in open_now and "data-closes" in open_now
    heard(ticket, hours=24, seconds=1)
    closed = page(cast, ticket)
    assert "Sekarang hanya template yang disetujui" in closed and 'id="form-reply"' not in closed and "pesanan_dikirim" in closed
    assert 'id="form-note"' in closed


def test_the_server_refuses_words_after_the_window_and_keeps_them(cast: Cast, ticket: Ticket) -> None:
    heard(ticket, hours=24, seconds=1)
    answer = send(cast, ticket, text="Halo lagi", seen_up_to=ticket.version)
    assert answer.status_code == 422
    assert not Message.objects.filter(ticket=ticket, member=cast.dewi).exists()


def test_a_template_is_filled_looked_at_and_sent_with_its_words(cast: Cast, ticket: Ticket, account: Any) -> None:
    heard(ticket, days=3)
    row = template(account)
    key = f"{row.name}|{row.language}"
    form = page(cast, ticket, f"?tab=reply&approved=1&template={key}")
    assert f'value="#{ticket.number}"' in form and 'placeholder="misalnya Rina"' in form
    preview = reverse("inbox:approved_preview", args=[cast.workspace.slug, ticket.number])
    given = {"template": key, "blank": ["{{contact.name}}", "INV-7"]}
    assert "Halo Rina Marlina, pesanan INV-7" in logged_in(cast.dewi).post(preview, given).content.decode()
    draft_of(ticket, cast.dewi, "reply")
    assert send(cast, ticket, **given, send_key="t1").status_code == 200
    message = sent(ticket)
    assert message.body_text == "Halo Rina Marlina, pesanan INV-7 sudah dikirim."
    assert message.fields["out"]["template"]["values"] == {"1": "Rina Marlina", "nomor": "INV-7"}
    assert send(cast, ticket, template=key, blank=["", "INV-7"]).status_code == 422


def test_a_half_filled_template_comes_back_on_another_page_and_is_gone_once_sent(
    cast: Cast, ticket: Ticket, account: Any
) -> None:
    row = template(account)
    key = f"{row.name}|{row.language}"
    typing = {"template": key, "blank": ["{{contact.name}}", ""], "revision": "0"}
    address = reverse("inbox:approved_preview", args=[cast.workspace.slug, ticket.number])
    heard(ticket, minutes=5)
    assert "form-approved" not in page(cast, ticket)
    assert logged_in(cast.dewi).post(address, typing).status_code == 200
    again = page(cast, ticket)
    assert f'value="{key}"' in again and "{{contact.name}}" in again
    assert "form-approved" not in page(cast, ticket, "?tab=reply")  # who writes freely is not led back
    assert f'value="{key}"' not in page(cast, ticket, "?tab=reply&approved=1")  # who wants another one sees all
    assert send(cast, ticket, template=key, blank=["Rina", "INV-7"]).status_code < 400
    logged_in(cast.dewi).post(address, typing)  # was under way while it was sent
    assert "form-approved" not in page(cast, ticket)
    client = logged_in(cast.dewi)
    client.post(address, {**typing, "revision": "99999"})
    client.post(address, {**typing, "blank": ["", ""], "revision": "99999"})
    assert "form-approved" not in page(cast, ticket)


def test_a_template_that_is_taken_back_is_being_filled_again(cast: Cast, ticket: Ticket, account: Any) -> None:
    row = template(account)
    key = f"{row.name}|{row.language}"
    heard(ticket, minutes=5)
    send(cast, ticket, template=key, blank=["Rina", "INV-7"])
    restore_draft(message=sent(ticket), member=cast.dewi)
    again = page(cast, ticket)
    assert f'value="{key}"' in again and 'value="INV-7"' in again
    assert draft_of(ticket, cast.dewi, "reply").text == ""


def test_the_picker_has_the_customers_language_first_and_what_is_paused_cannot_be_chosen(
    cast: Cast, ticket: Ticket, account: Any
) -> None:
    heard(ticket, days=3)
    template(account, "a_english", language="en")
    paused = template(account, "a_paused", state="paused", reason="Mutu rendah")
    template(account, "z_indonesia")
    html = page(cast, ticket)
    assert html.index("z_indonesia") < html.index("a_english") < html.index("a_paused")
    assert "Dijeda" in html and f"{paused.name}%7C" not in html
    assert "a_english" not in page(cast, ticket, "?tab=reply&approved=1&find=indonesia")
    assert send(cast, ticket, template="a_paused|id", blank=["a", "b"]).status_code == 422


def test_quick_answers_are_kept_in_the_draft_and_sent(cast: Cast, ticket: Ticket) -> None:
    heard(ticket, minutes=5)
    given = {
        "text": "Mau yang mana?",
        "offer_kind": "list",
        "offer_button": "Pilih",
        "choice": ["Tukar | ukuran lain", "", "Refund"],
    }
    address = reverse("inbox:draft", args=[cast.workspace.slug, ticket.number, "reply"])
    logged_in(cast.dewi).post(address, {**given, "deeds": "1", "revision": "0"})
    assert 'value="Tukar | ukuran lain"' in page(cast, ticket)
    assert send(cast, ticket, **given, deeds="1").status_code == 200
    assert sent(ticket).fields["out"]["offer"] == {
        "button": "Pilih",
        "choices": [{"id": "choice-1", "title": "Tukar", "description": "ukuran lain"}, {"id": "choice-2", "title": "Refund"}],
    }
    assert "Tukar" not in page(cast, ticket).split("composer__offer", 1)[1]
    assert send(cast, ticket, text="?", choice=["1", "2", "3", "4"]).status_code == 422


def test_one_message_is_answered(cast: Cast, ticket: Ticket) -> None:
    heard(ticket, minutes=5)
    asked = Message.objects.get(ticket=ticket, direction="inbound")
    html = page(cast, ticket, f"?tab=reply&answer={asked.pk}")
    key = public_ids.encode("message", asked.pk)
    assert f'name="quotes" value="{key}"' in html
    assert send(cast, ticket, text="Ada", quotes=key).status_code == 200
    assert sent(ticket).fields["out"] == {"quotes": key}


def test_a_place_is_read_from_a_link_and_leaves_the_draft_alone(cast: Cast, ticket: Ticket) -> None:
    heard(ticket, minutes=5)
    where = "https://www.google.com/maps/place/Toko/@-7.80,110.36,17z/data=!3d-7.8014!4d110.3647"
    assert send(cast, ticket, place="1", where=where, place_name="Toko Senja").status_code == 200
    assert sent(ticket).fields["out"]["location"] == {"latitude": -7.8014, "longitude": 110.3647, "name": "Toko Senja"}
    assert send(cast, ticket, place="1", where="https://maps.app.goo.gl/abc").status_code == 422


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("-6.2, 106.8", (-6.2, 106.8)),
        ("https://maps.google.com/?q=-6.2,106.8", (-6.2, 106.8)),
        ("https://www.openstreetmap.org/?mlat=-6.2&mlon=106.8#map=16/1/2", (-6.2, 106.8)),
        ("https://www.openstreetmap.org/#map=16/-6.2/106.8", (-6.2, 106.8)),
        ("geo:-6.2,106.8?z=16", (-6.2, 106.8)),
        ("https://maps.apple.com/?ll=-6.2%2C106.8", (-6.2, 106.8)),
        ("https://goo.gl/maps/abc", None),
        ("Jalan Mawar 12, 55281", None),
        ("-96.2, 106.8", None),
    ],
)
def test_links_to_maps_are_read_here_and_nowhere_else(text: str, found: tuple[float, float] | None) -> None:
    assert coordinates(text) == found


def test_an_emoji_is_sent_from_its_sheet_and_shown_on_the_message(cast: Cast, ticket: Ticket) -> None:
    heard(ticket, minutes=5)
    asked = Message.objects.get(ticket=ticket, direction="inbound")
    address = reverse("inbox:react", args=[cast.workspace.slug, ticket.number, asked.pk])
    client = logged_in(cast.dewi)
    assert "🙏" in client.get(address, headers=HTMX).content.decode()
    assert client.post(address, {"emoji": "🙏", "send_key": "1"}, headers={"X-Requested-With": "fetch"}).status_code == 200
    asked.refresh_from_db()
    assert [one["emoji"] for one in asked.fields["reactions"]] == ["🙏"]
    heard(ticket, days=2)
    assert client.post(address, {"emoji": "👍"}, headers={"X-Requested-With": "fetch"}).status_code == 409


def test_sending_later_than_the_window_is_asked_about_first(cast: Cast, ticket: Ticket) -> None:
    heard(ticket, hours=23)
    later = (timezone.now() + timedelta(hours=2)).isoformat()
    answer = send(cast, ticket, text="Nanti ya", send_at="at", send_at_time=later)
    assert answer.status_code == 422 and "Waktu membalas bebas habis" in answer.content.decode()
    soon = (timezone.now() + timedelta(minutes=20)).isoformat()
    assert send(cast, ticket, text="Nanti ya", send_at="at", send_at_time=soon).status_code == 200


def test_mail_has_none_of_it(cast: Cast) -> None:
    mail = builders.ticket(cast.rina, account=cast.senja.email)
    html = page(cast, mail)
    assert not any(word in html for word in ("data-closes", "composer__offer", "place-menu", "form-approved", "data-count"))


def test_a_customer_whom_the_channel_did_not_name_is_called_as_the_desk_knows_them(cast: Cast, ticket: Ticket) -> None:
    ticket.participant_set.filter(role="requester").update(name="")
    shown = page(cast, ticket)
    assert f"<b>{ticket.contact.name}</b>" in shown and "whatsapp:ID.1" not in shown


def test_three_quick_answers_are_offered_and_one_more_at_a_time_up_to_the_channels_most(cast: Cast, ticket: Ticket) -> None:
    heard(ticket, hours=1)
    shown = page(cast, ticket).partition('class="composer__choices"')[2]
    first, *further = shown.split("data-further")
    assert (first.count('name="choice"'), len(further)) == (3, 7) and all(part.count('name="choice"') == 1 for part in further)
    titles = [f"Ukuran {number}" for number in range(1, 6)]
    assert send(cast, ticket, text="Pilih ukuran", offer_kind="list", choice=titles).status_code == 200
    restore_draft(message=sent(ticket), member=cast.dewi)
    shown = page(cast, ticket).partition('class="composer__choices"')[2]
    assert [part.startswith(" open") for part in shown.split("data-further")[1:]] == [True, True, *[False] * 5]
    assert all(f'value="{title}"' in shown for title in titles)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("1", "{{1}}"),
        ("nama", "{{nama}}"),
        ("header.1", "Judul {{1}}"),
        ("header.image", "Gambar di atas (alamat)"),
        ("button.0.1", "Tombol 1: akhir tautannya"),
        ("button.1.code", "Tombol 2: kode"),
        ("button.x.1", "{{button.x.1}}"),
    ],
)
def test_a_blank_is_called_what_the_preview_shows_or_where_it_stands(key: str, label: str) -> None:
    with translation.override("id"):
        assert Blank(key, "", "").label == label
