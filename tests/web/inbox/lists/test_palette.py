"""The palette's questions to the server: one's own places, and only what one may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from percaya.core.desk.actions.macros import save_macro
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.handles import add_handle
from percaya.core.people.models import Contact
from percaya.core.people.search import index
from percaya.core.workspace.actions.members import save_team
from tests import builders
from tests.cast import Cast, customer, logged_in

pytestmark = pytest.mark.django_db


def asked(cast: Cast, who: str, text: str = "") -> list[dict[str, str]]:
    client = logged_in(getattr(cast, who))
    client.cookies["percaya_language"] = "id"
    found: list[dict[str, str]] = client.get(f"/w/{cast.workspace.slug}/palette", {"q": text} if text else {}).json()
    return found


def test_places_are_found_by_the_words_of_both_languages(cast: Cast) -> None:
    places = {one["label"]: one for one in asked(cast, "wayan")}
    assert "Unclaimed" in places["Belum diambil"]["words"]
    assert "Members" in places["Anggota"]["words"]
    assert places["Anggota"]["href"].endswith("/settings/members/")


def test_a_role_is_offered_only_the_pages_it_may_open(cast: Cast) -> None:
    assert "Anggota" not in {one["label"] for one in asked(cast, "dewi")}
    assert "Pintasan saya" in {one["label"] for one in asked(cast, "gilang")}


def test_tickets_are_found_by_number_and_words(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, subject="Kain lurik sobek")
    builders.search_is_current()
    for text in (str(ticket.number), f"#{ticket.number}", "lurik", "Rina"):
        assert f"#{ticket.number} Kain lurik sobek" in [one["label"] for one in asked(cast, "dewi", text)], text


def test_a_private_teams_tickets_and_those_next_door_are_not_found(cast: Cast) -> None:
    team = save_team(workspace=cast.workspace, name="Hukum", members=[cast.sari], is_private=True, by=Actor.system())
    builders.ticket(cast.rina, subject="Perkara lurik", team=team)
    builders.ticket(cast.joko, subject="Soto lurik")
    builders.search_is_current()
    assert [one["label"] for one in asked(cast, "budi", "lurik")] == ["Cari “lurik” di semua tiket"]
    assert len(asked(cast, "sari", "lurik")) == 2


def test_customers_are_found_by_name_address_and_last_digits_but_never_those_next_door(cast: Cast) -> None:
    add_handle(contact=cast.rina, kind="phone", value="0812-3456-7890", by=Actor.system())
    index([cast.rina.pk, cast.joko.pk])
    for text in ("Marlina", "rina@contoh", "7890"):
        [found] = [one for one in asked(cast, "gilang", text) if one["group"] == "Pelanggan"]
        assert found["label"] == "Rina Marlina" and found["detail"] == "rina@contoh.example"
        assert logged_in(cast.gilang).get(found["href"]).status_code == 200
    assert "Pelanggan" not in {one["group"] for one in asked(cast, "dewi", "joko")}


def test_templates_are_found_by_who_may_use_them(cast: Cast) -> None:
    for who, scope in (("dewi", "own"), ("sari", "workspace")):
        member = getattr(cast, who)
        save_macro(member=member, name=f"Ongkir {who}", text="Ongkir kami tanggung ya kak.", scope=scope, by=Actor.system())

    def templates(who: str) -> dict[str, str]:
        return {one["label"]: one["href"] for one in asked(cast, who, "ongkir") if one["group"] == "Template & makro"}

    assert set(templates("dewi")) == {"Ongkir dewi", "Ongkir sari"} and set(templates("budi")) == {"Ongkir sari"}
    assert templates("gilang") == {}  # writes no replies
    assert "#mcr_" in templates("budi")["Ongkir sari"] and "#" not in templates("sari")["Ongkir sari"]
    for href in templates("dewi").values():
        assert logged_in(cast.dewi).get(href).status_code == 200


def test_what_is_typed_costs_the_same_however_much_is_found(cast: Cast) -> None:
    def asks() -> int:
        with CaptureQueriesContext(connection) as caught:
            asked(cast, "dewi", "lurik")
        return len(caught)

    def more(count: int) -> None:
        builders.ticket(customer(cast.workspace, f"Lurik{count} Ayu"), subject="lurik")
        save_macro(member=cast.dewi, name=f"Lurik {count}", text="x", scope="own", by=Actor.system())
        builders.search_is_current()
        index(list(Contact.objects.values_list("pk", flat=True)))

    more(0)
    asks()
    before = asks()
    for count in range(1, 5):
        more(count)
    assert asks() == before
