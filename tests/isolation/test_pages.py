"""No page shows or changes anything of a workspace the reader is not in, whatever ids they name."""

import pytest
from django.test import Client

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.status_links import token_for
from tests.cast import Cast, logged_in
from tests.isolation.barrage import barrage, paths, text
from tests.isolation.houses import CANARY, House, strangers, ticket_of_house
from tests.isolation.walking import BY_SECRET, METRICS, OPEN, OWN, PARTS, PORTAL, addresses, rooms

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1500)]  # every address there is, on a busy machine too


def test_every_address_is_known_to_the_walk() -> None:
    """A new view outside a workspace, or with a parameter the walk cannot fill, has to be written down here first."""
    unknown = []
    for one in addresses():
        placed = one.is_room or one.is_api or one.name in OPEN | OWN | BY_SECRET | PORTAL | METRICS
        if not placed or (one.is_room and not one.is_clear):
            unknown.append((one.name, one.route))
    assert unknown == []


@pytest.mark.parametrize("part", PARTS)
def test_the_owner_gets_in_where_the_outsider_does_not(part: int, senja: House, cast: Cast) -> None:
    """The ids of the walk are real: the owner opens every page with them, and none breaks."""
    client = logged_in(cast.ratna)
    opened = 0
    for one in rooms(part):
        for path in paths(one, senja.values):
            response = client.get(path)
            assert response.status_code < 500, path
            opened += response.status_code == 200
    assert opened > 15 / len(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_strangers_are_sent_to_log_in(part: int, senja: House) -> None:
    barrage(rooms(part), senja, senja.values, None, allowed=(302, 401, 403, 404, 405))


@pytest.mark.parametrize("part", PARTS)
def test_a_member_of_another_workspace_meets_a_404_everywhere(part: int, senja: House, warung: House, cast: Cast) -> None:
    barrage(rooms(part), senja, senja.values, cast.tono, allowed=(404, 405))


@pytest.mark.parametrize("part", PARTS)
def test_ids_of_another_workspace_mean_nothing_in_ones_own(part: int, senja: House, warung: House, cast: Cast) -> None:
    values = {**senja.values, "slug": warung.workspace.slug}
    barrage([one for one in rooms(part) if one.objects], senja, values, cast.tono, allowed=(400, 403, 404, 405))
    assert strangers() == []


def test_a_child_is_found_only_under_its_own_parent(senja: House, warung: House, cast: Cast) -> None:
    """One's own ticket with a message or file of another's."""
    mixed = [one for one in rooms() if "number" in one.objects and len(one.objects) > 1]
    assert mixed
    values = {**senja.values, "slug": warung.workspace.slug, "number": warung.values["number"]}
    barrage(mixed, senja, values, cast.tono, allowed=(200, 204, 302, 400, 403, 404, 405, 409))
    assert strangers() == []


def test_a_customers_link_opens_its_own_ticket_and_its_own_files_alone(senja: House, warung: House) -> None:
    """Neither files of another workspace nor those of the same customer's other ticket."""
    theirs = token_for(ticket_of_house(warung))
    other = token_for(Ticket.objects.filter(workspace=senja.workspace).earliest("pk"))
    own = token_for(ticket_of_house(senja))
    file = senja.ids["attachment"]
    assert [Client().get(f"/s/{token}/files/{file}").status_code for token in (theirs, other, own)] == [404, 404, 200]
    assert CANARY not in text(Client().get(f"/s/{theirs}"))
