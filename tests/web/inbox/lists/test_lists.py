"""The list as a person arranges it: views, counts, the filter as a sentence, order, layout, and why it is empty."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.desk.actions.views import delete_view, save_view
from percaya.core.desk.models import SavedView
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.fields import set_fields
from percaya.core.tickets.models import Draft, Label, Mention, Message, Ticket
from percaya.core.tickets.queries import listing, views
from percaya.core.tickets.queries.conditions import read
from percaya.core.workspace.actions.fields import FieldWish, save_field
from percaya.core.workspace.models import Member
from percaya.web.inbox import counting, rows
from percaya.web.inbox.listing import counts
from percaya.web.inbox.lists import pages
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(rows, "KEPT", rows.Kept(100))
    monkeypatch.setattr(counting, "EVERY", 300.0)  # on a slow machine the counts would grow old between two calls


def show(cast: Cast, who: Member, query: str = "view=open", *, client: Client | None = None) -> str:
    answer = (client or logged_in(who)).get(f"{reverse('inbox:list', args=[cast.workspace.slug])}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(html: str) -> list[int]:
    return [int(found) for found in re.findall(r'id="row-(\d+)"', html)]


def arrange(client: Client, cast: Cast, query: str, **data: Any) -> str:
    """POST an arrangement; the address that it leads to."""
    answer = client.post(f"{reverse('inbox:arrange', args=[cast.workspace.slug])}?{query}", data)
    assert answer.status_code == 302
    return str(answer["Location"])


def view_of(cast: Cast, member: Member, **more: Any) -> SavedView:
    conditions = read({"of": [{"field": "priority", "op": "is", "value": ["urgent"]}]}, {})
    return save_view(member=member, name="Mendesak semua", conditions=conditions, by=Actor.member(member.pk), **more)


def test_the_ten_views_stand_in_their_order(cast: Cast) -> None:
    names = re.findall(r'nav-item__text one-line">([^<]+)<', show(cast, cast.dewi).split('id="views"')[1])
    assert names[:13] == [
        "Perlu saya balas", "Belum diambil", "Janji hari ini", "Hampir lewat tenggat", "Menunggu pelanggan", "Diingatkan nanti",
        "Disebut", "Draf", "Hening", "Semua terbuka", "Semua milik saya", "Selesai", "Spam",
    ]  # fmt: skip


def test_each_view_shows_what_it_says(cast: Cast) -> None:
    now, dewi = timezone.now(), cast.dewi
    made = {
        name: builders.ticket(cast.rina, subject=name) for name in ("late", "today", "later", "named", "mine", "shared", "quiet")
    }
    change = Ticket.objects.filter
    change(pk=made["late"].pk).update(promise_owner=dewi, promise_due_at=now - timedelta(minutes=5))
    tonight = timezone.localtime(now, ZoneInfo("Asia/Jakarta")).replace(hour=23, minute=59, second=59)
    change(pk=made["today"].pk).update(promise_owner=dewi, promise_due_at=tonight)
    change(pk=made["later"].pk).update(promise_owner=dewi, promise_due_at=now + timedelta(days=2))
    change(pk=made["quiet"].pk).update(quiet_since=now - timedelta(days=3, minutes=1))
    change(pk=made["later"].pk).update(quiet_since=now - timedelta(days=2))
    place = {"workspace": cast.workspace}
    message = Message.objects.filter(ticket=made["named"]).latest("pk")
    Mention.objects.create(**place, ticket=made["named"], message=message, member=dewi)
    Draft.objects.create(**place, ticket=made["mine"], member=dewi, kind="reply", text="Halo")
    Draft.objects.create(**place, ticket=made["shared"], member=cast.budi, kind="reply", text="Tolong lihat", is_shared=True)
    Draft.objects.create(**place, ticket=made["late"], member=cast.budi, kind="reply", text="punya Budi sendiri")
    expected = {"promises": ["late", "today"], "mentioned": ["named"], "drafts": ["mine", "shared"], "quiet": ["quiet"]}
    for view, names in expected.items():
        html = show(cast, dewi, f"view={view}")
        assert set(numbers(html)) == {made[name].number for name in names}, view
        assert "punya Budi sendiri" not in html
    assert "Budi minta bantu:" in show(cast, dewi, "view=drafts")
    found = counts(dewi)
    assert (found["promises"], found["mentioned"], found["drafts"], found["quiet"]) == ("1/2", "1", "2", "1")
    assert counts(cast.sari)["promises"] == ""


def test_unclaimed_are_those_of_ones_own_teams(cast: Cast) -> None:
    own, nobodys = builders.ticket(cast.rina, team=cast.senja.team), builders.ticket(cast.rina)
    other = builders.ticket(cast.rina)
    Ticket.objects.filter(pk=other.pk).update(team=builders.team(cast.workspace, "Gudang"))
    assert set(numbers(show(cast, cast.dewi, "view=unassigned"))) == {own.number, nobodys.number}
    assert len(numbers(show(cast, cast.sari, "view=unassigned"))) == 3  # a supervisor sees to all
    assert len(numbers(show(cast, cast.budi, "view=unassigned"))) == 3  # and who is in no team


def test_while_one_pages_counts_are_made_the_next_is_asked_to_come_again(cast: Cast) -> None:
    where, client = reverse("inbox:views", args=[cast.workspace.slug]), logged_in(cast.dewi)
    with pages._counting:
        asked = client.get(where)
    assert (asked.status_code, asked.content) == (204, b"")
    assert client.get(where).status_code == 200


def test_counts_are_made_once_for_all_who_look(cast: Cast) -> None:
    builders.ticket(cast.rina)
    counts(cast.dewi)
    with CaptureQueriesContext(connection) as asked:
        counts(cast.dewi)
    assert len(asked) == 0
    with CaptureQueriesContext(connection) as asked:
        counts(cast.sari)  # what looks the same to everyone is there already
    assert not [query for query in asked if "urgency_key" in query["sql"] and "assignee" not in query["sql"]]
    assert counting.number(1000) == "999+" and counting.number(0) == ""


def test_the_default_views_and_the_teams_are_counted_in_one_statement(cast: Cast) -> None:
    for owner in (cast.dewi, cast.dewi, None):
        builders.ticket(cast.rina, assignee=owner, team=cast.senja.team)
    with CaptureQueriesContext(connection) as asked:
        found = counts(cast.dewi)
    assert len([query for query in asked if "COUNT(" in query["sql"]]) == 1
    each = {key: views.count(views.rows_of(view, cast.dewi)) for key, view in views.VIEWS.items() if view.counted}
    each[f"team-{cast.senja.team.pk}"] = 3
    assert found == {key: counting.number(count) for key, count in each.items()}


def test_a_filter_is_a_sentence_that_is_built_and_taken_apart_without_scripts(cast: Cast) -> None:
    refund = builders.ticket(cast.rina, labels=["refund"], priority="high")
    builders.ticket(cast.rina, labels=["resi"])
    label, client = Label.objects.get(name="refund"), logged_in(cast.dewi)
    address = arrange(client, cast, "view=open&sort=newest", add=1, field="label", op="any", values=label.pk)
    html = client.get(address).content.decode()
    assert "label berisi refund" in html and numbers(html) == [refund.number]
    query = address.partition("?")[2]
    address = arrange(client, cast, query, add=1, field="created", op="within", within_count="7", within_unit="d")
    address = arrange(
        client, cast, address.partition("?")[2], add=1, field="assignee", op="is", values=["me", "none"], place="new"
    )
    html = client.get(address).content.decode()
    assert "dibuat dalam 7 hari terakhir" in html and "penanggung jawab adalah saya atau belum ada" in html
    assert numbers(html) == [refund.number]
    address = arrange(client, cast, address.partition("?")[2], match="m")
    assert len(numbers(client.get(address).content.decode())) == 2  # "or" now
    address = arrange(client, cast, address.partition("?")[2], drop="0")
    assert "label.any" not in address
    assert "&w=" not in arrange(client, cast, address.partition("?")[2], clear=1)


def test_a_wrong_condition_is_refused_in_words_and_changes_nothing(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    for data in (
        {"field": "label", "op": "any"},
        {"field": "created", "op": "before", "before": ""},
        {"field": "password", "op": "is", "value": "x"},
        {"field": "contact", "op": "is", "value": "tak@ada.example"},
    ):
        address = arrange(client, cast, "view=open&sort=newest", add=1, **data)
        assert "&w=" not in address
        assert "toast--error" in client.get(address).content.decode()


def test_a_customer_is_found_by_address_or_name(cast: Cast) -> None:
    hers, client = builders.ticket(cast.rina), logged_in(cast.dewi)
    for text in ("RINA@contoh.example", "rina marlina"):
        address = arrange(client, cast, "view=open&sort=newest", add=1, field="contact", op="is", value=text)
        assert numbers(client.get(address).content.decode()) == [hers.number]
    address = arrange(client, cast, "view=open&sort=newest", add=1, field="contact", op="is", value="joko@contoh.example")
    assert "&w=" not in address  # a customer of the neighbours


def test_an_old_address_and_a_wrong_one_still_show_a_list(cast: Cast) -> None:
    high = builders.ticket(cast.rina, priority="high")
    builders.ticket(cast.rina)
    assert numbers(show(cast, cast.dewi, "view=open&priority=high")) == [high.number]
    assert len(numbers(show(cast, cast.dewi, "view=open&w=priority.is.highest&w=nonsense&w1=%00&sort=by-magic"))) == 2


def test_order_and_filter_are_remembered_for_each_view_and_member(cast: Cast) -> None:
    for _ in range(2):
        builders.ticket(cast.rina, assignee=cast.dewi)
    client = logged_in(cast.dewi)
    arrange(client, cast, "view=open", sort="oldest")
    arrange(client, cast, "view=open&sort=oldest", add=1, field="assignee", op="is", values="me")
    html = show(cast, cast.dewi, "view=open")
    assert "penanggung jawab adalah saya" in html and numbers(html) == sorted(numbers(html))
    assert "penanggung jawab adalah saya" not in show(cast, cast.dewi, "view=mine")
    assert "penanggung jawab adalah saya" not in show(cast, cast.sari, "view=open")
    assert "penanggung jawab adalah saya" not in show(cast, cast.dewi, "view=open&sort=newest")  # an address that says its own


@pytest.mark.parametrize("order", list(listing.ORDERS))
def test_every_order_sorts_and_pages_as_it_says(cast: Cast, order: str) -> None:
    now = timezone.now()
    made = []
    for n in range(30):
        at = now - timedelta(hours=(n * 7) % 30)
        made.append(builders.ticket(cast.rina, priority=("low", "urgent", "normal")[n % 3], at=at))
    client = logged_in(cast.dewi)
    html = show(cast, cast.dewi, f"view=open&sort={order}", client=client)
    following = re.search(r'class="more"><a class="button" href="([^"]+)"', html)
    assert following
    found = numbers(html) + numbers(client.get(following[1].replace("&amp;", "&")).content.decode())
    keys = {
        "urgent": lambda t: (t.due_at, t.waiting_since),
        "waiting": lambda t: t.waiting_since,
        "newest": lambda t: -t.pk,
        "oldest": lambda t: t.pk,
        "priority": lambda t: ("urgent", "normal", "low").index(t.priority),
        "due": lambda t: t.due_at,
        "update": lambda t: t.update_due_at or t.due_at,
        "updated": lambda t: -t.updated_at.timestamp(),
    }
    by_number = {ticket.number: ticket for ticket in made}
    assert sorted(found) == sorted(by_number)
    seen = [keys[order](by_number[number]) for number in found]
    assert order in ("urgent", "due", "waiting") or seen == sorted(seen)
    if order in ("urgent", "due", "waiting"):  # to the minute
        minutes = [
            key.replace(second=0, microsecond=0) for key in (pair[0] if isinstance(pair, tuple) else pair for pair in seen)
        ]
        assert minutes == sorted(minutes)


def test_the_most_urgent_say_why_they_are_on_top(cast: Cast) -> None:
    builders.ticket(cast.rina, at=timezone.now() - timedelta(days=9))
    assert "Di atas karena balasan lewat tenggat" in show(cast, cast.dewi, "view=open&sort=urgent")
    assert "Di atas karena" not in show(cast, cast.dewi, "view=open&sort=newest")


def test_the_chip_is_the_nearest_of_what_is_owed(cast: Cast) -> None:
    now = timezone.now()
    ticket = builders.ticket(cast.rina)
    rows_of = Ticket.objects.filter(pk=ticket.pk)
    for columns, words in (
        ({"due_at": now + timedelta(hours=5), "promise_due_at": now + timedelta(hours=2)}, "Janji ≤"),
        ({"due_at": now + timedelta(hours=1)}, "Balas ≤"),
        ({"promise_due_at": now - timedelta(hours=1)}, "Janji lewat"),
        ({"due_at": None, "promise_due_at": None, "snoozed_until": now + timedelta(hours=1)}, "Kembali"),
    ):
        rows_of.update(**columns)
        assert words in show(cast, cast.dewi)


def test_the_chip_is_tinted_from_the_first_warning_of_the_tickets_own_level_on(cast: Cast) -> None:
    now = timezone.now()
    owed = {"due_at": now + timedelta(hours=3), "promise_due_at": None, "snoozed_until": None, "due_kind": "first_reply"}
    ticket = builders.ticket(cast.rina)
    for warn_at, stands in ((now - timedelta(minutes=1), "near"), (now + timedelta(minutes=1), "safe"), (None, "safe")):
        Ticket.objects.filter(pk=ticket.pk).update(**owed, due_warn_at=warn_at)
        assert f'data-due-state="{stands}"' in show(cast, cast.dewi)
        head = logged_in(cast.dewi).get(reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number]))
        assert head.content.decode().count(f'data-due-state="{stands}"') == 2  # in the list and in the head
    row = listing.page(Ticket.objects.filter(pk=ticket.pk), reader=cast.dewi).rows[0]
    late, close = replace(row, due_at=now - timedelta(minutes=1)), replace(row, due_at=now + timedelta(minutes=20))
    assert [rows.obligation(one, now).state for one in (late, close)] == ["late", "near"]  # type: ignore[union-attr]
    promise = replace(row, due_at=None, due_warn_at=now - timedelta(hours=1), promise_due_at=now + timedelta(hours=1))
    assert rows.obligation(promise, now) == rows.Due(now + timedelta(hours=1), "safe", "promise")


def test_as_a_table_with_the_columns_one_chose(cast: Cast) -> None:
    builders.ticket(cast.rina, subject="Kain sutra", labels=["refund"])
    client = logged_in(cast.dewi)
    arrange(client, cast, "view=open&sort=urgent", layout="table")
    html = show(cast, cast.dewi)
    assert '<table class="table tickets"' in html and 'aria-sort="ascending"' not in html and "Kain sutra" in html
    arrange(client, cast, "view=open&sort=priority", columns=1, column=["subject", "labels", "priority"])
    html = show(cast, cast.dewi)
    heads = re.findall(r'<th scope="col" class="cell--(\w+)"', html)
    assert heads == ["subject", "labels", "priority"] and 'aria-sort="ascending"' in html
    part = show(cast, cast.dewi, "view=open&part=rows&layout=table")
    assert '<tr class="row"' in part and "<li" not in part
    rows_url = reverse("inbox:rows", args=[cast.workspace.slug]) + "?view=open&layout=table&numbers=1"
    assert '<tr class="row"' in client.get(rows_url).content.decode()
    assert '<li class="row"' in show(cast, cast.sari)
    arrange(client, cast, "view=open", density="roomy")
    assert 'data-density="roomy"' in show(cast, cast.dewi).split("<table")[1][:60]


def test_custom_fields_are_columns_in_the_order_one_chose_and_cost_one_statement(cast: Cast) -> None:
    for wish in (
        FieldWish(name="Ukuran", kind="choice", options=[("", "Sedang", ""), ("", "Besar", "")]),
        FieldWish(name="Penerima", kind="contact"),
        FieldWish(name="NIK", is_sensitive=True),
    ):
        save_field(workspace_id=cast.workspace.pk, of="ticket", wish=wish, by=Actor.system())
    tickets = [builders.ticket(cast.rina, subject=f"Kain {count}") for count in range(5)]
    held = {"ukuran": "Besar", "penerima": public_ids.encode("contact", cast.rina.pk), "nik": "3171234567890001"}
    client = logged_in(cast.dewi)
    arrange(client, cast, "view=open&sort=newest", layout="table")
    form = client.get(reverse("inbox:choices", args=[cast.workspace.slug]) + "?view=open&part=columns").content.decode()
    assert "Ukuran" in form and "Penerima" in form and "NIK" not in form
    columns = ["field:ukuran", "subject", "field:penerima", "field:nik"]
    arrange(client, cast, "view=open&sort=newest", columns=1, column=columns)

    def asks() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as caught:
            html = show(cast, cast.dewi)
        return html, len(caught)

    set_fields(ticket=tickets[0], values=held, by=Actor.system())
    asks()
    _html, before = asks()
    for ticket in tickets[1:]:
        set_fields(ticket=ticket, values=held, by=Actor.system())
    html, after = asks()
    assert after == before
    assert re.findall(r'<th scope="col" class="cell--(\w+)"', html) == ["field", "subject", "field"]
    assert html.count(">Besar</td>") == 5 and html.count(">Rina Marlina</td>") == 5 and "0001" not in html
    answer = arrange(client, cast, "view=open&sort=newest", columns=1, column=columns[:3], earlier="field:penerima")
    assert "part=columns" in answer
    cells = re.findall(r'<td class="cell--(\w+)">', show(cast, cast.dewi))
    assert cells[:4] == ["tick", "field", "field", "subject"]


def test_empty_lists_say_which_kind_of_empty(cast: Cast) -> None:
    assert "Belum ada tiket" in show(cast, cast.dewi, "view=open")
    builders.ticket(cast.rina, assignee=cast.sari)
    assert "Semua sudah dibalas" in show(cast, cast.dewi, "view=reply")
    assert "Semua tiket sudah diambil" in show(cast, cast.dewi, "view=unassigned")
    assert "Tidak ada tiket yang cocok" in show(cast, cast.dewi, "view=open&w=priority.is.urgent")
    assert "Tampilan ini bukan milik Anda" in show(cast, cast.dewi, "view=v-viw_aaaaaaaaaaaaaaaaaaaaaaaaaa")
    Ticket.objects.update(promise_owner=cast.dewi, promise_due_at=timezone.now() + timedelta(hours=26))
    assert "1 janji Anda jatuh tempo sampai besok." in show(cast, cast.dewi, "view=reply")


def test_a_saved_view_is_made_from_the_list_and_shared_by_its_address(cast: Cast) -> None:
    urgent = builders.ticket(cast.rina, priority="urgent")
    builders.ticket(cast.rina)
    client, slug = logged_in(cast.sari), cast.workspace.slug
    new = reverse("settings:new_view", args=[slug]) + "?view=open&sort=newest&w=priority.is.urgent"
    html = client.get(new).content.decode()
    assert "masih terbuka" in html and "prioritas adalah Mendesak" in html
    answer = client.post(new, {"name": "Gawat", "scope": "workspace", "order": "newest", "icon": "zap", "match": "all"})
    address = str(answer["Location"])
    html = client.get(address).content.decode()
    assert numbers(html) == [urgent.number] and "Gawat · Percaya" in html
    assert numbers(logged_in(cast.budi).get(address).content.decode()) == [urgent.number]
    cache.clear()
    assert "Gawat" in show(cast, cast.dewi)  # beside everyone's inbox, with its count
    theirs = address.replace(f"/w/{slug}/", f"/w/{cast.tono.workspace.slug}/")
    assert "Tampilan ini bukan milik Anda" in logged_in(cast.tono).get(theirs).content.decode()


def test_a_view_is_changed_put_away_moved_and_deleted(cast: Cast) -> None:
    first, second = view_of(cast, cast.dewi), view_of(cast, cast.dewi)
    client, slug = logged_in(cast.dewi), cast.workspace.slug
    page = reverse("settings:views", args=[slug])
    ids = re.findall(r'name="down" value="(viw_\w+)"', client.get(page).content.decode())
    client.post(page, {"down": ids[0]})
    assert re.findall(r'name="down" value="(viw_\w+)"', client.get(page).content.decode()) == ids[::-1]
    client.post(page, {"unpin": ids[0]})
    assert f"view-v-{ids[0]}" not in show(cast, cast.dewi) and f"view-v-{ids[1]}" in show(cast, cast.dewi)
    edit = reverse("settings:view", args=[slug, ids[1]]) + "?w=state.is.new"
    answer = client.post(edit, {"name": "Baru", "scope": "own", "match": "any", "without": ["0"], "order": "oldest"})
    assert answer.status_code == 302
    changed = SavedView.objects.get(name="Baru")
    assert changed.conditions == {"match": "any", "of": [{"field": "state", "op": "is", "value": ["new"]}]}
    assert client.post(edit, {"delete": "1"}).status_code == 302
    assert SavedView.objects.count() == 1
    assert {first.pk, second.pk} >= set(SavedView.objects.values_list("pk", flat=True))


def test_a_colleagues_view_is_not_found_and_a_shared_one_only_looked_at(cast: Cast) -> None:
    view_of(cast, cast.budi)
    shared = view_of(cast, cast.sari, scope="workspace")
    client, slug = logged_in(cast.dewi), cast.workspace.slug
    html = client.get(reverse("settings:views", args=[slug])).content.decode()
    (public_id,) = re.findall(r'name="down" value="(viw_\w+)"', html)
    address = reverse("settings:view", args=[slug, public_id])
    assert "Hanya supervisor" in client.get(address).content.decode()
    assert client.post(address, {"name": "Punya saya", "scope": "own"}).status_code == 422
    assert client.post(address, {"delete": 1}, follow=True).status_code == 200
    assert SavedView.objects.get(pk=shared.pk).name == "Mendesak semua"
    delete_view(view=shared, member=cast.sari, by=Actor.member(cast.sari.pk))
    assert client.get(address).status_code == 404


def test_how_long_quiet_is_is_the_admins_to_say(cast: Cast) -> None:
    page = reverse("settings:views", args=[cast.workspace.slug])
    for member, days in ((cast.dewi, 3), (cast.wayan, 5)):
        logged_in(member).post(page, {"quiet_days": "5"})
        cast.workspace.refresh_from_db()
        assert cast.workspace.settings.get("quiet_days", 3) == days


def test_a_filtered_and_a_saved_list_ask_as_few_things_as_a_plain_one(cast: Cast) -> None:
    for _ in range(30):
        builders.ticket(cast.rina, labels=["refund"], account=cast.senja.email)
    view_of(cast, cast.dewi)
    key = re.search(r"view=(v-viw_\w+)", show(cast, cast.dewi))
    assert key
    client, label = logged_in(cast.dewi), Label.objects.get()
    asked = {}
    for query in ("view=open", f"view=open&w=label.any.{label.pk}&w=created.within.7d&w1=assignee.is.me,none", f"view={key[1]}"):
        show(cast, cast.dewi, query, client=client)
        with CaptureQueriesContext(connection) as captured:
            show(cast, cast.dewi, query, client=client)
        asked[query] = len(captured)
    assert max(asked.values()) <= asked["view=open"] <= 9, asked


def test_an_integrator_reads_the_views_and_their_tickets(cast: Cast) -> None:
    urgent = builders.ticket(cast.rina, priority="urgent")
    builders.ticket(cast.rina)
    view_of(cast, cast.sari, scope="workspace")
    api = Client(headers={"Authorization": f"Bearer {builders.token(cast.dewi)}"})
    (view,) = api.get("/api/v1/views").json()["views"]
    assert (view["name"], view["scope"], view["sort"], view["team"]) == ("Mendesak semua", "workspace", "urgent", None)
    found = api.get("/api/v1/tickets", {"view": view["id"]}).json()["tickets"]
    assert [ticket["number"] for ticket in found] == [urgent.number]
    neighbour = Client(headers={"Authorization": f"Bearer {builders.token(cast.tono)}"})
    assert neighbour.get("/api/v1/views").json() == {"views": []}
    assert neighbour.get("/api/v1/tickets", {"view": view["id"]}).status_code == 422
