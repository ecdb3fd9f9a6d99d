"""What belongs to contacts, and organisations, through the API."""

from collections.abc import Callable

import pytest
from django.core.cache import cache

from percaya.core.journal.models import EventRow
from percaya.core.people import search
from percaya.core.workspace.models import CustomField
from percaya.web.api.ids import encode
from tests.cast import Cast, customer
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


def where(cast: Cast) -> str:
    return f"/contacts/{encode('contact', cast.rina.pk)}"


def field(cast: Cast, key: str, **more: object) -> None:
    CustomField.objects.create(workspace=cast.workspace, of="contact", key=key, name=key.upper(), kind="text", **more)
    cache.clear()


def test_an_organisation_is_made_found_changed_and_has_its_people(cast: Cast, api: Api) -> None:
    made = api.post("/organisations", {"name": "PT Lurik", "domains": ["Lurik.example"], "joining": "join"}).json()
    assert (made["domains"], made["joining"]) == (["lurik.example"], "join")
    assert api.patch(f"/organisations/{made['id']}", {"notes": "Grosir"}).json()["notes"] == "Grosir"
    assert [one["id"] for one in api.get("/organisations", {"q": "lurik"}).json()["organisations"]] == [made["id"]]
    customer(cast.workspace, "Ani", email="ani@lurik.example")
    people = api.get("/contacts", {"organisation": made["id"]}).json()["contacts"]
    assert [one["name"] for one in people] == ["Ani"]
    assert api.patch(where(cast), {"organisation": made["id"]}).json()["organisation"] == made["id"]
    assert api.patch(where(cast), {"organisation": None}).json()["organisation"] is None
    assert api.post("/organisations", {"name": "Umum", "domains": ["gmail.com"]}).status_code == 422


def test_organisations_are_paged_by_name(cast: Cast, api: Api) -> None:
    for name in ("C", "A", "B"):
        api.post("/organisations", {"name": name})
    first = api.get("/organisations", {"limit": 2}).json()
    rest = api.get("/organisations", {"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [one["name"] for one in first["organisations"] + rest["organisations"]] == ["A", "B", "C"]
    assert rest["next_cursor"] is None


def test_contacts_are_searched_by_words(cast: Cast, api: Api) -> None:
    search.follow(list(EventRow.objects.order_by("pk")))
    assert [one["name"] for one in api.get("/contacts", {"q": "marl"}).json()["contacts"]] == ["Rina Marlina"]
    assert api.get("/contacts", {"q": "joko"}).json()["contacts"] == []


def test_notes_and_consents_are_written_and_read(cast: Cast, api: Api) -> None:
    note = api.post(f"{where(cast)}/notes", {"text": "Suka lurik."}).json()
    assert [one["id"] for one in api.get(f"{where(cast)}/notes").json()["notes"]] == [note["id"]]
    assert api.post(f"{where(cast)}/consents", {"purpose": "marketing"}).status_code == 422, "nothing shows it"
    line = api.post(f"{where(cast)}/consents", {"purpose": "marketing", "evidence": "Formulir 12"}).json()
    assert line["withdrawn_at"] is None
    assert api.post(f"{where(cast)}/consents/{line['id']}/withdraw", {}).json()["withdrawn_at"] is not None
    assert len(api.get(f"{where(cast)}/consents").json()["consents"]) == 1


def test_attributes_are_checked_masked_and_shown_for_a_reason(cast: Cast, api: Api) -> None:
    field(cast, "nik", is_sensitive=True)
    field(cast, "kota")
    changed = api.patch(where(cast), {"attributes": {"nik": "3174012345678901", "kota": "Solo"}}).json()
    assert changed["attributes"] == {"nik": "••••8901", "kota": "Solo"}
    assert api.patch(where(cast), {"attributes": {"kota": None}}).json()["attributes"] == {"nik": "••••8901"}
    assert api.patch(where(cast), {"attributes": {"bukan": "x"}}).status_code == 422
    shown = api.post(f"{where(cast)}/reveal", {"field": "nik", "reason": "Verifikasi"}).json()
    assert shown == {"value": "3174012345678901"} and EventRow.objects.filter(kind="people.field_revealed").count() == 1


def test_two_contacts_become_one(cast: Cast, api: Api) -> None:
    twin = customer(cast.workspace, "R. Marlina", email="rina@kantor.example")
    merged = api.post(f"{where(cast)}/merge", {"contact": encode("contact", twin.pk)}).json()
    assert {one["value"] for one in merged["handles"]} == {"rina@contoh.example", "rina@kantor.example"}
    assert api.get(f"/contacts/{encode('contact', twin.pk)}").status_code == 404


def test_whoever_may_only_read_changes_nothing(cast: Cast, api_of: Callable[..., Api]) -> None:
    reader = api_of(cast.ratna, "contacts:read")
    for path, body in (("/organisations", {"name": "x"}), (f"{where(cast)}/notes", {"text": "x"})):
        assert reader.post(path, body).status_code == 403
