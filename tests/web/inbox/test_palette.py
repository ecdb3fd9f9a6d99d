"""The palette's questions to the server: one's own places, and only what one may see."""

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.members import save_team
from tests import builders
from tests.cast import Cast, logged_in

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
