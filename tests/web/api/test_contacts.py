"""Contacts and their addresses through the API."""

from collections.abc import Callable

import pytest

from percaya.core.people.models import Contact
from percaya.web.api.ids import encode
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


def test_a_contact_is_made_changed_and_found_by_its_addresses(cast: Cast, api: Api) -> None:
    given = {"name": "Sri", "language": "id", "salutation": "Ibu", "handles": [{"kind": "phone", "value": "0812-3456-7890"}]}
    response = api.post("/contacts", given)
    assert response.status_code == 201, response.content
    made = response.json()
    assert made["handles"][0] | {"id": ""} == {
        "id": "", "kind": "phone", "value": "+6281234567890", "verified": True, "unreachable": ""
    }  # fmt: skip
    where = f"/contacts/{made['id']}"
    assert api.get(where).json() == made
    assert api.patch(where, {"notes": "Pelanggan lama"}).json()["notes"] == "Pelanggan lama"
    added = api.post(f"{where}/handles", {"kind": "email", "value": "Sri@Contoh.example"})
    assert (added.status_code, len(added.json()["handles"])) == (201, 2)
    for query in ({"phone": "+62 812 3456 7890"}, {"email": "sri@contoh.example"}):
        assert [one["id"] for one in api.get("/contacts", query).json()["contacts"]] == [made["id"]]
    assert api.get("/contacts", {"external_id": "tidak ada"}).json()["contacts"] == []


def test_contacts_are_paged_newest_first(cast: Cast, api: Api) -> None:
    for name in ("Satu", "Dua"):
        api.post("/contacts", {"name": name})
    first = api.get("/contacts", {"limit": 2}).json()
    rest = api.get("/contacts", {"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [one["name"] for one in first["contacts"] + rest["contacts"]] == ["Dua", "Satu", "Rina Marlina"]
    assert rest["next_cursor"] is None


def test_an_address_has_one_holder(cast: Cast, api: Api) -> None:
    taken = api.post("/contacts", {"name": "Palsu", "handles": [{"kind": "email", "value": "RINA@contoh.example"}]})
    assert (taken.status_code, taken.json()["contact"]) == (409, encode("contact", cast.rina.pk))
    assert not Contact.objects.filter(name="Palsu").exists()
    own = api.post(f"/contacts/{encode('contact', cast.rina.pk)}/handles", {"kind": "email", "value": "rina@contoh.example"})
    assert (own.status_code, len(own.json()["handles"])) == (201, 1)
    assert api.post("/contacts", {"handles": [{"kind": "phone", "value": "bukan nomor"}]}).status_code == 422


def test_the_outsider_and_the_unscoped_are_kept_out(cast: Cast, outsider: Api, api_of: Callable[..., Api]) -> None:
    where = f"/contacts/{encode('contact', cast.rina.pk)}"
    assert outsider.get(where).status_code == 404
    assert outsider.patch(where, {"name": "x"}).status_code == 404
    assert outsider.post(f"{where}/handles", {"kind": "email", "value": "x@y.example"}).status_code == 404
    assert [one["name"] for one in outsider.get("/contacts").json()["contacts"]] == ["Joko"]
    assert outsider.get("/contacts", {"email": "rina@contoh.example"}).json()["contacts"] == []
    reader = api_of(cast.ratna, "contacts:read")
    assert reader.patch(where, {"name": "x"}).status_code == 403
    assert reader.post("/contacts", {"name": "x"}).status_code == 403
    assert reader.post(f"{where}/handles", {"kind": "email", "value": "x@y.example"}).status_code == 403
    assert api_of(cast.ratna, "tickets:read").get("/contacts").status_code == 403
    assert api_of(cast.gilang).patch(where, {"name": "x"}).status_code == 403
    assert api_of(cast.ratna).patch(where, {"merged_into": 1}).status_code == 422
