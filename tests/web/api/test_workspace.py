"""Who a token is, and what it may know of the workspace."""

from collections.abc import Callable

import pytest

from percaya.core.workspace.actions.tokens import revoke_token
from percaya.web.api.ids import encode
from tests import builders
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


def test_a_token_knows_itself(cast: Cast, api_of: Callable[..., Api]) -> None:
    shown = api_of(cast.dewi, "tickets:read").get("/me").json()
    assert shown["workspace"]["slug"] == "toko-senja"
    assert (shown["member"]["name"], shown["scopes"]) == ("Dewi", ["tickets:read"])


def test_members_teams_labels_and_accounts_are_listed(cast: Cast, api: Api) -> None:
    builders.ticket(cast.rina, labels=["retur"])
    assert {one["name"] for one in api.get("/members").json()["members"]} == {"Ratna", "Wayan", "Sari", "Dewi", "Budi", "Gilang"}
    team = api.get("/teams").json()["teams"][0]
    assert team["members"] == [encode("member", cast.dewi.pk)]
    assert api.get(f"/teams/{team['id']}").json() == team
    assert api.get(f"/members/{team['members'][0]}").json()["name"] == "Dewi"
    assert [one["name"] for one in api.get("/labels").json()["labels"]] == ["retur"]
    accounts = api.get("/accounts").json()["accounts"]
    assert {one["channel"] for one in accounts} == {"email", "webform", "api"}
    assert all("settings" not in one and "sealed" not in one for one in accounts)


def test_the_outsider_sees_only_their_own(cast: Cast, outsider: Api, api_of: Callable[..., Api]) -> None:
    assert [one["name"] for one in outsider.get("/members").json()["members"]] == ["Tono"]
    assert outsider.get(f"/members/{encode('member', cast.dewi.pk)}").status_code == 404
    assert outsider.get(f"/teams/{encode('team', cast.senja.team.pk)}").status_code == 404
    narrow = api_of(cast.ratna, "tickets:read")
    for path in ("/members", "/teams", "/labels", "/accounts"):
        assert narrow.get(path).status_code == 403


@pytest.mark.parametrize("secret", ["", "pcy_made-up", "x" * 5000])
def test_without_a_living_token_nothing_is_said(cast: Cast, secret: str) -> None:
    response = Api(secret).get("/tickets")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response["Content-Type"] == "application/problem+json"


def test_a_token_dies_with_its_revocation_its_member_and_its_login(cast: Cast) -> None:
    row, secret = builders.token_row(cast.dewi)
    assert Api(secret).get("/me").status_code == 200
    cast.dewi.user.is_active = False
    cast.dewi.user.save()
    assert Api(secret).get("/me").status_code == 401
    cast.dewi.user.is_active = True
    cast.dewi.user.save()
    revoke_token(token=row, by=builders.Actor.system())
    assert Api(secret).get("/me").status_code == 401


def test_too_many_requests_are_told_when_to_come_back(cast: Cast, api: Api, settings: object) -> None:
    settings.PERCAYA_API_PER_MINUTE = 3  # type: ignore[attr-defined]
    codes = [api.get("/me").status_code for _count in range(8)]
    assert codes[:3] == [200, 200, 200]
    assert 429 in codes
    refused = next(response for _count in range(8) if (response := api.get("/me")).status_code == 429)
    assert 1 <= int(refused["Retry-After"]) <= 61


def test_what_is_not_an_endpoint_is_a_problem_too(cast: Cast, api: Api) -> None:
    for response, status in (
        (api.get("/nothing"), 404),
        (api.get("/"), 404),
        (api.get("/tickets/x/y/z"), 404),
        (api.client.delete("/api/v1/tickets"), 405),
        (api.send("/tickets", b"{not json", "application/json"), 400),
        (api.send("/tickets", b'{"text": "' + b"x" * (2 * 1024 * 1024) + b'"}', "application/json"), 413),
    ):
        assert response.status_code == status
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == status
