"""No page shows or changes anything of a workspace the reader is not in, whatever ids they name."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.status_links import token_for
from percaya.core.workspace.models import Member
from tests.cast import Cast, logged_in
from tests.isolation.houses import CANARY, House, furnish, state_of, strangers, ticket_of_house
from tests.isolation.walking import BY_SECRET, CONVERTER, MEANINGS, METRICS, OPEN, OWN, PORTAL, Address, addresses, rooms

pytestmark = pytest.mark.django_db

VERBS = {
    "verb": (
        "begin", "start", "cancel", "undo", "assign", "state", "label", "team", "priority", "spam", "snooze", "replay", "drop",
        "take", "retry",
    ),
    "kind": ("reply", "note"),
    "tile": ("waiting", "created", "promises", "heat"),
    "metric": ("created", "first_reply", "next_reply", "backlog", "rated", "missed"),
    "verdict": ("merge", "dismiss", "join", "apart"),
    "step": ("business", "channel", "team", "hours", "promise", "finish"),
}  # fmt: skip


@pytest.fixture
def senja(cast: Cast) -> House:
    return furnish(cast, cast.senja, cast.ratna, CANARY, spare_tickets=4)


@pytest.fixture
def warung(cast: Cast, senja: House) -> House:
    return furnish(cast, cast.warung, cast.tono, "soto", spare_tickets=0)


def test_every_address_is_known_to_the_walk() -> None:
    """A new view outside a workspace, or with a parameter the walk cannot fill, has to be written down here first."""
    unknown = []
    for one in addresses():
        placed = one.is_room or one.is_api or one.name in OPEN | OWN | BY_SECRET | PORTAL | METRICS
        if not placed or (one.is_room and not one.is_clear):
            unknown.append((one.name, one.route))
    assert unknown == []


def test_the_owner_gets_in_where_the_outsider_does_not(senja: House, cast: Cast) -> None:
    """The ids of the walk are real: the owner opens every page with them, and none breaks."""
    client = logged_in(cast.ratna)
    opened = 0
    for one in rooms():
        for path in _paths(one, senja.values):
            response = client.get(path)
            assert response.status_code < 500, path
            opened += response.status_code == 200
    assert opened > 15


def test_strangers_are_sent_to_log_in(senja: House) -> None:
    _barrage(rooms(), senja, senja.values, None, allowed=(302, 401, 403, 404, 405))


def test_a_member_of_another_workspace_meets_a_404_everywhere(senja: House, warung: House, cast: Cast) -> None:
    _barrage(rooms(), senja, senja.values, cast.tono, allowed=(404, 405))


def test_ids_of_another_workspace_mean_nothing_in_ones_own(senja: House, warung: House, cast: Cast) -> None:
    values = {**senja.values, "slug": warung.workspace.slug}
    _barrage([one for one in rooms() if one.objects], senja, values, cast.tono, allowed=(400, 403, 404, 405))
    assert strangers() == []


def test_a_child_is_found_only_under_its_own_parent(senja: House, warung: House, cast: Cast) -> None:
    """One's own ticket with a message or file of another's."""
    mixed = [one for one in rooms() if "number" in one.objects and len(one.objects) > 1]
    assert mixed
    values = {**senja.values, "slug": warung.workspace.slug, "number": warung.values["number"]}
    _barrage(mixed, senja, values, cast.tono, allowed=(200, 204, 302, 400, 403, 404, 405, 409))
    assert strangers() == []


def test_ids_of_another_workspace_in_a_form_change_nothing_there_and_bind_nothing_here(
    senja: House, warung: House, cast: Cast
) -> None:
    fields = {
        "member": ("assignee", "to", "member", "members", "owner", "value"),
        "team": ("team", "teams", "account_team"),
        "contact": ("contact", "keep", "gone", "with"),
        "organisation": ("organisation",),
        "label": ("label", "labels"),
        "account": ("account", "account_id", "from"),
        "ticket": ("tickets", "ticket", "numbers", "number", "follows"),
        "attachment": ("attachment", "file"),
    }
    plain = {"text": "Halo", "subject": "x", "email": "a@b.example", "name": "x", "state": "open", "priority": "high"}
    numbers = {key: senja.values["number" if kind == "ticket" else f"{kind}_id"] for kind, keys in fields.items() for key in keys}
    texts = {key: senja.ids[kind] for kind, keys in fields.items() for key in keys}
    for named in (numbers, texts):
        _barrage(rooms(), senja, warung.values, cast.tono, allowed=range(200, 500), form={**named, **plain})
    assert strangers() == []


def test_a_customers_link_opens_its_own_ticket_and_its_own_files_alone(senja: House, warung: House) -> None:
    """Neither files of another workspace nor those of the same customer's other ticket."""
    theirs = token_for(ticket_of_house(warung))
    other = token_for(Ticket.objects.filter(workspace=senja.workspace).earliest("pk"))
    own = token_for(ticket_of_house(senja))
    file = senja.ids["attachment"]
    assert [Client().get(f"/s/{token}/files/{file}").status_code for token in (theirs, other, own)] == [404, 404, 200]
    assert CANARY not in _text(Client().get(f"/s/{theirs}"))


def test_a_light_member_changes_no_ticket(senja: House, cast: Cast) -> None:
    may = {"inbox:note", "inbox:draft", "inbox:upload", "inbox:remove", "live:presence", "live:token"}
    client = logged_in(cast.gilang)
    wrong = []
    for one in rooms():
        if one.name in may or not one.name.startswith("inbox:"):
            continue
        for path in _paths(one, senja.values):
            before = state_of(senja.workspace.pk)
            response = client.post(path, {"text": "x", "to": "me", "state": "resolved"})
            if response.status_code not in (302, 403, 404, 405) or state_of(senja.workspace.pk) != before:
                wrong.append((path, response.status_code))
    assert wrong == []


def _barrage(
    places: list[Address],
    victim: House,
    values: dict[str, object],
    who: Member | None,
    *,
    allowed: object,
    form: dict[str, object] | None = None,
) -> None:
    """GET and POST every address. Nothing of the victim is shown, and nothing of it is changed."""
    client = logged_in(who)
    before = state_of(victim.workspace.pk)
    wrong = []
    for one in places:
        for path in _paths(one, values):
            for response in (client.get(path), client.post(path, form or {"text": "x", "to": "me", "state": "resolved"})):
                method = response.wsgi_request.method
                if response.status_code not in allowed:  # type: ignore[operator]
                    wrong.append(f"{method} {path}: {response.status_code}")
                elif CANARY in _text(response):
                    wrong.append(f"{method} {path}: shows what it must not")
                elif state_of(victim.workspace.pk) != before:
                    wrong.append(f"{method} {path}: changes what it must not")
                    before = state_of(victim.workspace.pk)
            client = _still_in(client, who)
    assert wrong == []


def _paths(one: Address, values: dict[str, object]) -> Iterator[str]:
    """The address with the values put in; once for each word that it may be about."""
    word = next((name for name in one.parameters if name in VERBS), None)
    for choice in VERBS[word] if word else ("",):
        meant = {name: values[meaning] for name, meaning in MEANINGS.get(one.name, {}).items()}
        filled = {"name": "berkas", "key": "email", "channel": "email", "section": "x", "tab": "x", **values, **meant}
        if word:
            filled[word] = choice
        yield "/" + CONVERTER.sub(lambda found, filled=filled: str(filled.get(found[1], 1)), one.route)


def _text(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return content.decode("utf-8", "replace")


def _still_in(client: Client, who: Member | None) -> Client:
    """Some address may have logged the walker out."""
    return client if who is None or "_auth_user_id" in client.session else logged_in(who)
