"""What the desk sends stays within its budgets, on a desk that is full: kB packed, and elements of a page."""

import gzip
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client

from percaya.bench.load import LONG, LONGEST, MESSAGES, load
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member, Workspace
from tests.cast import logged_in

pytestmark = pytest.mark.django_db
KB = 1000
FRAGMENT = {"HX-Request": "true", "HX-Target": "ticket"}


class Counter(HTMLParser):
    """Elements, and the links to more rows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements = 0
        self.more: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        asked = dict(attrs).get("hx-get") or ""
        if "after=" in asked:
            self.more.append(unescape(asked))

    handle_startendtag = handle_starttag


@pytest.fixture
def workspace(db: None) -> Workspace:
    return load(300)


@pytest.fixture
def client(workspace: Workspace) -> Client:
    return logged_in(Member.objects.select_related("user", "workspace").get(workspace=workspace, role="owner"))


def packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))


def page(client: Client, path: str, **headers: str) -> str:
    return client.get(path, headers=headers).content.decode()


def ticket(workspace: Workspace, messages: int) -> str:
    number = Ticket.objects.filter(workspace=workspace, message_count=messages).latest("pk").number
    return f"/w/{workspace.slug}/inbox/{number}?view=done"


def test_a_list_of_fifty_rows_weighs_at_most_30_kb(client: Client, workspace: Workspace) -> None:
    first = page(client, f"/w/{workspace.slug}/inbox?view=done")
    pages = [first]
    while sum(each.count('class="row"') for each in pages) < 50:
        pages.append(page(client, Counter(pages[-1]).more[0]))
    rows = sum(each.count('class="row"') for each in pages[1:])
    assert sum(packed(each) for each in pages) <= 30 * KB
    assert packed("".join(pages)) - packed(first) <= rows * KB  # a kB a row


def test_a_ticket_of_any_length_weighs_at_most_20_kb(client: Client, workspace: Workspace) -> None:
    for messages in (MESSAGES, LONG, LONGEST):
        fragment = page(client, ticket(workspace, messages), **FRAGMENT)
        assert '<ul class="rows"' not in fragment
        assert packed(fragment) <= 20 * KB, messages


def test_list_and_ticket_have_at_most_1800_elements(client: Client, workspace: Workspace) -> None:
    """With thirty labels, twenty teams and a full window of messages: long menus are filled when they open."""
    for messages in (MESSAGES, LONG, LONGEST):
        found = Counter(page(client, ticket(workspace, messages))).elements
        assert found <= 1800, (messages, found)
