"""A ticket with everything on it costs the database no more than one with one of each: fields, links, checklists, notes,
mentions, followers, time, labels, promises."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.promises.actions import make_promise
from percaya.core.tickets.actions.checklists import add_steps
from percaya.core.tickets.actions.fields import set_fields
from percaya.core.tickets.actions.following import follow
from percaya.core.tickets.actions.linking import link
from percaya.core.tickets.actions.properties import add_label
from percaya.core.tickets.actions.timing import add_time
from percaya.core.tickets.models import Mention, Ticket, TicketLink
from percaya.core.workspace.actions.fields import FieldWish, save_field
from percaya.web.inbox import counting
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true", "HX-Target": "ticket"}
MOST = {"ticket": 32, "around": 24, "list": 12}


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(counting, "EVERY", 300.0)  # on a slow machine the counts would grow old between two calls


def field(cast: Cast, name: str) -> str:
    wish = FieldWish(name=name)
    return save_field(workspace_id=cast.workspace.pk, of="ticket", wish=wish, by=Actor.system()).key


def one_more_of_each(cast: Cast, ticket: Ticket, count: int) -> None:
    by = Actor.member(cast.sari.pk)
    set_fields(ticket=ticket, values={field(cast, f"Isian {count}"): f"Nilai {count}"}, by=by)
    link(ticket=ticket, other=builders.ticket(cast.rina, subject=f"Kain {count}"), how="related", by=by)
    add_steps(ticket=ticket, steps=[(f"Langkah {count}", False)], by=by)
    builders.note(ticket, cast.sari, f"Tolong cek ke-{count}, @Budi")
    builders.inbound(ticket, f"Ada kabar ke-{count}?")
    add_time(ticket=ticket, member=cast.sari, minutes=5 + count, note=f"Telepon {count}", by=by)
    add_label(ticket=ticket, name=f"label-{count}", by=by)
    make_promise(ticket=ticket, text=f"Kabar {count}", due_at=timezone.now() + timedelta(hours=count + 1), owner=cast.dewi, by=by)
    follow(ticket=ticket, member=(cast.dewi, cast.budi, cast.sari, cast.wayan)[count % 4], by=by)


def asked(client: Client, path: str, headers: dict[str, str] | None = None) -> int:
    client.get(path, headers=headers or {})
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path, headers=headers or {}).status_code == 200
    return len(caught)


def costs(cast: Cast, ticket: Ticket) -> dict[str, int]:
    client, slug = logged_in(cast.dewi), cast.workspace.slug
    return {
        "ticket": asked(client, reverse("inbox:ticket", args=[slug, ticket.number]), FRAGMENT),
        "around": asked(client, reverse("inbox:around", args=[slug, ticket.number])),
        "list": asked(client, reverse("inbox:list", args=[slug]) + "?view=open&part=rows"),
    }


def test_many_of_everything_cost_as_many_statements_as_one_of_each(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi)
    for count in range(2):
        one_more_of_each(cast, ticket, count)
    few = costs(cast, ticket)
    for count in range(2, 7):
        one_more_of_each(cast, ticket, count)
    assert Mention.objects.filter(ticket=ticket).count() >= 1 and TicketLink.objects.filter(from_ticket=ticket).count() == 7
    many = costs(cast, ticket)
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
    assert {name: few[name] for name in few if few[name] > MOST[name]} == {}
