"""Rows: drawn once for all their readers, and never for one who may not see them; what is a reader's own stays theirs."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from percaya.core.tickets.models import Label, Ticket
from percaya.core.workspace.actions.members import change_habits
from percaya.core.workspace.models import Member
from percaya.runtime.presence import LocalPresence
from percaya.web.inbox import counting, rows
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[rows.Kept]:
    empty = rows.Kept(100)
    monkeypatch.setattr(rows, "KEPT", empty)
    nobody = LocalPresence()  # whoever other tests left at tickets of the same id
    monkeypatch.setattr(rows, "presence", lambda: nobody)
    yield empty


def page(cast: Cast, who: Member, query: str = "view=open", slug: str = "") -> str:
    answer = logged_in(who).get(reverse("inbox:list", args=[slug or cast.workspace.slug]) + f"?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def row(html: str, number: int) -> str:
    found = re.search(rf'<li class="row" id="row-{number}".*?</li>', html, re.DOTALL)
    assert found
    return found[0]


def test_the_second_reader_gets_the_row_that_the_first_had_drawn(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = builders.ticket(cast.rina, subject="Uang kembali", account=cast.senja.email)
    first = row(page(cast, cast.dewi), ticket.number)
    monkeypatch.setattr(rows, "_draw", lambda *_given: pytest.fail("drawn again"))
    assert row(page(cast, cast.budi), ticket.number) == first
    assert "Uang kembali" in first
    assert "slot" not in first


def test_what_is_ones_own_stays_ones_own(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    opened = logged_in(cast.dewi).get(reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number]) + "?view=open")
    draft = reverse("inbox:draft", args=[cast.workspace.slug, ticket.number, "reply"])
    logged_in(cast.dewi).post(draft, {"text": "rahasia Dewi", "revision": 0})
    dewis, budis = row(page(cast, cast.dewi), ticket.number), row(page(cast, cast.budi), ticket.number)
    assert "rahasia Dewi" in dewis and "data-unread" not in dewis
    assert "rahasia Dewi" not in budis and "data-unread" in budis and "aria-current" not in budis
    assert 'aria-current="true"' in row(opened.content.decode(), ticket.number)
    assert "data-unread" not in row(opened.content.decode(), ticket.number)
    assert "view=unassigned" in row(page(cast, cast.budi, "view=unassigned"), ticket.number)


def test_a_row_of_one_workspace_never_stands_in_another(cast: Cast, kept: rows.Kept) -> None:
    """Even when everything that a row shows is the same next door."""
    ours = builders.ticket(cast.rina, subject="Sama", account=cast.senja.email)
    theirs = builders.ticket(cast.joko, subject="Sama", account=cast.warung.email)
    page(cast, cast.dewi)
    html = page(cast, cast.tono, slug=cast.tono.workspace.slug)
    assert f"/w/{cast.workspace.slug}/" not in html
    assert row(html, theirs.number)
    keys = [str(key) for key in kept._found]
    assert len(keys) == len(set(keys)) == 2
    assert {key[0] for key in kept._found} == {ours.workspace_id, theirs.workspace_id}  # type: ignore[index]


def test_a_changed_ticket_is_drawn_anew(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, subject="Lama", account=cast.senja.email, labels=["refund"])
    assert "Lama" in row(page(cast, cast.dewi), ticket.number)
    Ticket.objects.filter(pk=ticket.pk).update(subject="Baru")  # without a version even
    label = Label.objects.get(name="refund")
    label.name = "uang kembali"
    label.save()
    shown = row(page(cast, cast.dewi), ticket.number)
    assert "Baru" in shown and "uang kembali" in shown and "Lama" not in shown


def test_a_customer_cannot_write_into_the_places_of_a_row(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, subject="slot-query; <b>tebal</b>", account=cast.senja.email)
    shown = row(page(cast, cast.dewi), ticket.number)
    assert "slot-query; &lt;b&gt;tebal&lt;/b&gt;" in shown


def test_only_the_last_rows_are_kept() -> None:
    kept = rows.Kept(2)
    for key in "abc":
        kept.get(key, lambda key=key: [key])  # type: ignore[misc]
    assert list(kept._found) == ["b", "c"]


def test_one_lands_where_the_work_is(cast: Cast) -> None:
    bare = reverse("inbox:list", args=[cast.workspace.slug])
    client = logged_in(cast.dewi)
    assert "Perlu saya balas · Percaya" in client.get(bare).content.decode()
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    assert row(page(cast, cast.budi, ""), ticket.number)  # nobody has taken it
    Ticket.objects.filter(pk=ticket.pk).update(assignee=cast.sari)
    cache.clear()  # counts may be two seconds old
    assert "Semua terbuka · Percaya" in page(cast, cast.gilang, "")


@pytest.mark.parametrize("messages", [1, 60])
def test_a_page_asks_few_things_and_as_many_for_a_long_ticket(cast: Cast, messages: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "EVERY", 300.0)  # on a slow machine the counts would grow old between the two calls
    ticket = builders.ticket(cast.rina, account=cast.senja.email, labels=["refund"])
    for count in range(messages):
        builders.inbound(ticket, f"Pesan {count}")
    for count in range(30):
        builders.ticket(cast.rina, subject=f"Pesanan {count}", account=cast.senja.email, labels=["vip"])
    client = logged_in(cast.dewi)
    for path, most in (("", 9), (f"/{ticket.number}", 18)):
        address = f"/w/{cast.workspace.slug}/inbox{path}?view=open"
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        assert len(asked) <= most, [query["sql"][:90] for query in asked]


def test_filters_and_long_menus_have_pages_of_their_own_without_scripts(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email, labels=["refund"])
    client, slug = logged_in(cast.dewi), cast.workspace.slug
    choices = reverse("inbox:choices", args=[slug]) + "?view=open"
    for field, word in (("", "Penanggung jawab"), ("label", "refund"), ("assignee", cast.budi.name), ("created", "Dalam")):
        html = client.get(f"{choices}&field={field}").content.decode()
        assert "<html" in html and word in html, field
    offers = reverse("inbox:offers", args=[slug, ticket.number])
    builders.ticket(cast.rina, labels=["garansi"])
    for of, word in (("assign", cast.budi.name), ("team", cast.senja.team.name), ("label", "garansi")):
        html = client.get(f"{offers}?of={of}").content.decode()
        assert "<html" in html and word in html, of
        assert "<html" not in client.get(f"{offers}?of={of}", headers={"HX-Request": "true"}).content.decode()
    for name, args in (("choices", [slug]), ("offers", [slug, ticket.number])):
        assert logged_in(cast.tono).get(reverse(f"inbox:{name}", args=args)).status_code == 404


def test_a_new_colleague_is_offered_at_once(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    path = reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number])
    client = logged_in(cast.dewi)
    client.get(path)
    change_habits(member=cast.budi, name="Budi Baru")
    assert "Budi Baru" in client.get(path).content.decode()
