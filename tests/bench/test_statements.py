"""A page costs the same number of statements whatever the number of tickets and messages, and fewer than fifteen."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from percaya.bench.load import LONG, LONGEST, MESSAGES, AlreadyLoaded, load
from percaya.core.journal.queries import verify
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries.searching import find
from percaya.core.workspace.models import Member, Workspace
from percaya.web.api.ids import encode
from percaya.web.inbox import counting
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture(autouse=True)
def counts_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a test takes longer than a count is kept, and that is not what it is about."""
    monkeypatch.setattr(counting, "EVERY", 300.0)


@pytest.fixture
def big(db: None) -> Member:
    """A desk of three hundred tickets, one of them with five thousand messages; its owner."""
    workspace = load(300)
    return Member.objects.select_related("user", "workspace").get(workspace=workspace, role="owner")


def _statements(client: Client, path: str) -> int:
    client.get(path)  # what is only read once in the life of a process
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(captured)


def _ticket(workspace: Workspace, messages: int) -> Ticket:
    return Ticket.objects.filter(workspace=workspace, message_count=messages).latest("pk")


def test_the_load_is_whole(big: Member) -> None:
    """Chains verify, words are found, numbers go on where the load ended, nothing lies in the future."""
    assert list(verify()) == []
    assert Ticket.objects.count() == 300
    assert Message.objects.count() == 298 * MESSAGES + LONG + LONGEST
    assert Message.objects.filter(ticket=Ticket.objects.get(number=300)).count() == LONG
    assert [row.number for row in find(big, "INV-0000042").rows] == [42]
    contact = Ticket.objects.get(number=300).contact
    assert builders.ticket(contact).number == 301
    with pytest.raises(AlreadyLoaded):
        load(10)


def test_pages_of_a_big_desk_cost_what_a_small_one_costs(big: Member, cast: Cast) -> None:
    for _count in range(2):
        builders.ticket(cast.rina, text="Paket belum sampai", assignee=cast.ratna)
    builders.search_is_current()
    for path in ("inbox", "inbox?view=open", "inbox?view=done", "inbox?view=open&part=rows", "inbox/views", "search?q=paket"):
        small = _statements(logged_in(cast.ratna), f"/w/{cast.workspace.slug}/{path}")
        large = _statements(logged_in(big), f"/w/{big.workspace.slug}/{path}")
        assert path.startswith("search") or large < MOST, f"{path}: {large}"
        # A search looks back further, at most twice, when its newest hits all lie in one long ticket.
        further = 6 if path.startswith("search") else 0
        assert large <= small + 2 + further, f"{path}: some statements are left out where there is nothing to ask for"


def test_a_long_ticket_costs_what_a_short_one_costs(big: Member) -> None:
    client = logged_in(big)
    costs = {}
    for messages in (MESSAGES, LONG, LONGEST):
        path = f"/w/{big.workspace.slug}/inbox/{_ticket(big.workspace, messages).number}"
        costs[messages] = _statements(client, path), len(client.get(path).content)
    assert max(statements for statements, _size in costs.values()) < MOST, costs
    assert costs[LONG][0] <= costs[MESSAGES][0] + 1
    assert costs[LONGEST][0] == costs[LONG][0]
    assert costs[LONGEST][1] < costs[LONG][1] * 1.1


def test_lists_of_the_api_cost_the_same_for_five_rows_and_for_a_hundred(big: Member) -> None:
    client = Client(headers={"Authorization": f"Bearer {builders.token(big)}"})
    longest = encode("ticket", _ticket(big.workspace, LONGEST).pk)
    for path in (
        "tickets?", "tickets?sort=urgent&state=open&state=new&", "contacts?",
        f"tickets/{longest}/messages?", "events?",
    ):  # fmt: skip
        few, many = (_statements(client, f"/api/v1/{path}limit={n}") for n in (5, 100))
        assert few == many < 10, path


def test_filters_walk_an_index_and_never_the_whole_table(big: Member) -> None:
    """The ids of earlier messages, which every mail is looked up by."""
    rows = Message.objects.filter(workspace_id=big.workspace_id, external_id="x")
    if connection.vendor == "sqlite":
        assert "tickets_message_external" in rows.explain()
