"""A member's own keys are the member's on every device, and no one else's."""

import pytest
from django.test import Client

from percaya.core.workspace.models import Member
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "fetch"}


def page(cast: Cast) -> str:
    return f"/w/{cast.workspace.slug}/settings/keys/"


def own(member: Member) -> dict[str, object]:
    return dict(Member.objects.get(pk=member.pk).settings)


def test_a_key_chosen_in_the_form_is_printed_on_the_desk(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    answer = client.post(page(cast), {"key-resolve": "9", "key-take": "Ctrl+B", "single": "1"})
    assert answer.status_code == 302
    assert own(cast.dewi) == {"keys": {"resolve": "9", "take": "mod+b"}, "keys_off": False}
    ticket = builders.ticket(cast.rina)
    desk = client.get(f"/w/{cast.workspace.slug}/inbox/{ticket.number}").content.decode()
    assert "Selesaikan (9)" in desk and "(Ctrl+B)" in desk
    assert "Selesaikan (e)" in _desk_of(logged_in(cast.budi), cast, ticket.number)


def test_two_commands_on_one_key_are_said_and_nothing_is_kept(cast: Cast) -> None:
    answer = logged_in(cast.dewi).post(page(cast), {"key-resolve": "r", "single": "1"}, HTTP_ACCEPT_LANGUAGE="id")
    assert answer.status_code == 422
    assert "sudah dipakai untuk “Balas”" in answer.content.decode()
    assert "keys" not in own(cast.dewi)


def test_the_help_sheet_changes_one_key_and_hears_why_not(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    assert client.post(page(cast), {"command": "resolve", "key": "9"}, headers=SCRIPT).status_code == 204
    assert own(cast.dewi)["keys"] == {"resolve": "9"}
    taken = client.post(page(cast), {"command": "take", "key": "9"}, headers=SCRIPT)
    assert taken.status_code == 422 and taken.headers["Content-Type"].startswith("text/plain")
    assert client.post(page(cast), {"command": "nothing", "key": "9"}, headers=SCRIPT).status_code == 422
    assert client.post(page(cast), {"command": "resolve", "key": "e"}, headers=SCRIPT).status_code == 204
    assert own(cast.dewi)["keys"] == {}


def test_single_keys_off_and_all_back_again(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    client.post(page(cast), {"off": "1"}, headers=SCRIPT)
    assert 'data-keys-off="1"' in client.get(page(cast)).content.decode()
    client.post(page(cast), {"key-resolve": "9"})
    client.post(page(cast), {"restore": "1"})
    assert own(cast.dewi) == {"keys": {}, "keys_off": True}


def _desk_of(client: Client, cast: Cast, number: int) -> str:
    return client.get(f"/w/{cast.workspace.slug}/inbox/{number}").content.decode()
