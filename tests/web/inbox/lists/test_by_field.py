"""A list in the order of a custom field: its head is a button that says how it stands, pages follow each other, and the walk
goes along the index of the values."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.fields import set_fields
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries import by_field
from percaya.core.tickets.queries.by_field import FieldOrder
from percaya.core.workspace.actions.fields import FieldWish, save_field
from percaya.core.workspace.models import CustomField
from percaya.stages.bulk.models import Run
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
BY = Actor.system()


def field(cast: Cast, name: str, kind: str, **more: Any) -> CustomField:
    return save_field(workspace_id=cast.workspace.pk, of="ticket", wish=FieldWish(name=name, kind=kind, **more), by=BY)


def holding(cast: Cast, key: str, values: list[str]) -> list[Ticket]:
    made = [builders.ticket(cast.rina, assignee=cast.dewi) for _value in values]
    for ticket, value in zip(made, values, strict=True):
        if value:
            set_fields(ticket=ticket, values={key: value}, by=BY)
    return made


def walked(cast: Cast, sort: str, view: str = "open") -> list[int]:
    """The numbers of all pages, one after the other, by the links that a reader presses."""
    client, address = logged_in(cast.dewi), reverse("inbox:list", args=[cast.workspace.slug]) + f"?view={view}&sort={sort}"
    found: list[int] = []
    while address:
        html = client.get(address).content.decode()
        found += [int(number) for number in re.findall(r'id="row-(\d+)"', html)]
        following = re.search(r'class="more">.*?<a class="button" href="([^"]+)"', html)
        address = following[1].replace("&amp;", "&") if following else ""
    return found


@pytest.mark.parametrize(("kind", "values"), [
    ("number", ["10", "9", "", "-1,5", "9"]),
    ("money", ["1250000", "990000", "", "15000", "990000"]),
    ("date", ["2026-12-01", "2026-11-26", "", "2025-01-01", "2026-11-26"]),
    ("text", ["resi-c", "resi-b", "", "resi-a", "resi-b"]),
])  # fmt: skip
@pytest.mark.parametrize("view", ["open", "mine"])
def test_a_list_sorts_and_pages_by_what_a_field_holds_tickets_without_it_last(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, kind: str, values: list[str], view: str
) -> None:
    monkeypatch.setattr("percaya.web.inbox.listing.page.__kwdefaults__", {"limit": 2})
    field(cast, "Nilai", kind)
    a, b, c, d, e = (one.number for one in holding(cast, "nilai", values))
    assert walked(cast, "field:nilai", view) == [d, b, e, a, c]
    assert walked(cast, "-field:nilai", view) == [a, e, b, d, c]


@pytest.mark.parametrize("view", ["open", "mine"])
def test_choices_stand_as_the_business_put_them_those_offered_no_more_behind(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    monkeypatch.setattr("percaya.web.inbox.listing.page.__kwdefaults__", {"limit": 2})
    sizes = [("", "Kecil", ""), ("", "Sedang", ""), ("", "Besar", ""), ("", "Ajaib", "")]
    made = field(cast, "Ukuran", "choice", options=sizes)
    tickets = holding(cast, "ukuran", ["Besar", "Kecil", "", "Ajaib", "Sedang", "Kecil"])
    made.refresh_from_db()
    made.options = [option for option in made.options if option["name"] != "Ajaib"]
    made.save()
    big, small, none, gone, middle, another = (one.number for one in tickets)
    assert walked(cast, "field:ukuran", view) == [small, another, middle, big, gone, none]
    assert walked(cast, "-field:ukuran", view) == [gone, big, middle, another, small, none]


@pytest.mark.parametrize("sort", ["field:berat", "-field:berat"])
def test_a_saved_view_keeps_the_order_by_a_field_until_the_field_is_gone(cast: Cast, sort: str) -> None:
    berat = field(cast, "Berat", "number")
    light, heavy = (one.number for one in holding(cast, "berat", ["2", "30"]))
    client = logged_in(cast.dewi)
    new = reverse("settings:new_view", args=[cast.workspace.slug]) + f"?view=mine&sort={sort}"
    assert f'<option value="{sort}" selected>' in client.get(new).content.decode()
    there = client.post(new, {"name": "Paket", "order": sort})["Location"]

    def numbers() -> list[int]:
        return [int(number) for number in re.findall(r'id="row-(\d+)"', client.get(there).content.decode())]

    assert numbers() == ([heavy, light] if sort.startswith("-") else [light, heavy])
    edit = reverse("settings:view", args=[cast.workspace.slug, there.rpartition("=v-")[2]])
    assert f'<option value="{sort}" selected>' in client.get(edit).content.decode()
    berat.delete()
    assert sorted(numbers()) == [light, heavy]


@pytest.mark.parametrize("sort", ["field:berat", "-field:berat", "newest"])
def test_all_of_a_view_are_chosen_in_the_order_in_which_they_stand(cast: Cast, sort: str) -> None:
    field(cast, "Berat", "number")
    holding(cast, "berat", ["10", "9", "", "30"])
    address = reverse("inbox:bulk_choose", args=[cast.workspace.slug]) + f"?view=mine&sort={sort}"
    logged_in(cast.dewi).post(address, {"all": "1"})
    run = Run.objects.get(member=cast.dewi.pk)
    numbers = dict(Ticket.objects.values_list("pk", "number"))
    assert [numbers[pk] for pk in run.tickets] == walked(cast, sort, "mine")


def test_the_head_is_a_button_that_turns_the_order_and_says_it(cast: Cast) -> None:
    field(cast, "Berat", "number")
    light, heavy = holding(cast, "berat", ["2", "30"])
    client, home = logged_in(cast.dewi), reverse("inbox:list", args=[cast.workspace.slug])
    arrange = reverse("inbox:arrange", args=[cast.workspace.slug])
    client.post(f"{arrange}?view=open", {"layout": "table"})
    client.post(f"{arrange}?view=open", {"columns": 1, "column": ["subject", "field:berat"]})
    assert 'name="sort" value="field:berat"' in client.get(home, {"view": "open"}).content.decode()
    up = client.post(f"{arrange}?view=open", {"sort": "field:berat"})["Location"]
    html = client.get(up).content.decode()
    assert "sort=field%3Aberat" in up
    assert 'aria-sort="ascending"' in html and 'name="sort" value="-field:berat"' in html and "Berat, menaik" in html
    down = client.get(client.post(f"{arrange}?view=open", {"sort": "-field:berat"})["Location"]).content.decode()
    assert 'aria-sort="descending"' in down and "Berat, menurun" in down
    assert down.index(f'id="row-{heavy.number}"') < down.index(f'id="row-{light.number}"')
    remembered = client.get(home, {"view": "open"}).content.decode()
    assert 'aria-sort="descending"' in remembered


def test_what_is_masked_gone_or_of_several_values_is_no_order_and_the_list_stands_all_the_same(cast: Cast) -> None:
    masked, several = field(cast, "NIK", "text", is_sensitive=True), field(cast, "Warna", "multi", options=[("", "Merah", "")])
    assert not by_field.sorts_of(masked) and not by_field.sorts_of(several)
    one, two = (builders.ticket(cast.rina).number for _n in range(2))
    for sort in ("field:nik", "field:warna", "-field:tiada", "field:", "field:a b"):
        assert sorted(walked(cast, sort)) == [one, two]
    made = field(cast, "Berat", "number")
    address = reverse("inbox:list", args=[cast.workspace.slug])
    for after in ("=1e999~4", "=NaN~4", "=x~4", "-~x", "~", "=1%00~3"):
        assert logged_in(cast.dewi).get(f"{address}?view=open&sort=field:berat&after={after}").status_code == 200
    assert by_field.order_of("-field:berat", [made]) == FieldOrder(made.pk, "number", True)


def test_the_next_ticket_is_the_next_of_this_order(cast: Cast) -> None:
    field(cast, "Berat", "number")
    light, heavy, none = holding(cast, "berat", ["2", "30", ""])
    client = logged_in(cast.dewi)
    for ticket, following in ((light, heavy), (heavy, none), (none, light)):
        answer = reverse("inbox:ticket", args=[cast.workspace.slug, following.number])
        done = reverse("inbox:change", args=[cast.workspace.slug, ticket.number, "resolve"])
        gone = client.post(f"{done}?view=mine&sort=field:berat", headers={"HX-Request": "true"})
        assert answer in gone["HX-Location"]
        Ticket.objects.filter(pk=ticket.pk).update(state="open", is_open=1, shelf=0, assignee=cast.dewi)


def test_more_values_cost_no_more_statements_and_the_walk_uses_their_index(cast: Cast) -> None:
    berat = field(cast, "Berat", "number")
    holding(cast, "berat", ["3", "1", "2"])

    def asks() -> list[str]:
        with CaptureQueriesContext(connection) as caught:
            rows = Ticket.objects.visible_to(cast.dewi).filter(is_open=1)
            by_field.page_by_field(rows, reader=cast.dewi, order=FieldOrder(berat.pk, "number"), limit=2)
        return [one["sql"] for one in caught]

    few = asks()
    holding(cast, "berat", [str(n) for n in range(12)])
    assert len(asks()) == len(few) == 2
    if connection.vendor == "sqlite":  # PostgreSQL plans by its own statistics
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {few[0]}")
            plan = " ".join(str(row[3]) for row in cursor.fetchall())
        assert "tickets_field_number (field_id=?" in plan and "TEMP B-TREE" not in plan
