"""The two tabs beside a ticket: a link each without scripts, remembered, and fetched only when opened."""

import pytest

from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def test_the_open_tab_is_remembered_for_the_next_ticket(cast: Cast) -> None:
    first, second = builders.ticket(cast.rina), builders.ticket(cast.rina)
    client = logged_in(cast.dewi)
    root = f"/w/{cast.workspace.slug}/inbox"
    plain = client.get(f"{root}/{first.number}").content.decode()
    assert 'id="ticket-around"' not in plain, "nothing is asked for a tab that is shut"
    chosen = client.get(f"{root}/{first.number}?beside=ticket").content.decode()
    assert 'id="ticket-around"' in chosen
    assert 'id="ticket-around"' in client.get(f"{root}/{second.number}").content.decode()
    client.get(f"{root}/{second.number}?beside=customer")
    assert 'id="ticket-around"' not in client.get(f"{root}/{first.number}").content.decode()


def test_the_tab_comes_alone_for_a_script_and_to_insiders_only(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    address = f"/w/{cast.workspace.slug}/inbox/{ticket.number}/around"
    page = logged_in(cast.gilang).get(address)
    assert page.status_code == 200 and b"<html" not in page.content
    assert logged_in(cast.tono).get(address).status_code == 404
