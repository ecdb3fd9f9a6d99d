"""The customer reads the same promises as the agents: what, by when, by whom, and honestly how it ended."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.promises.actions import break_promise, make_promise, move_promise
from percaya.core.tickets.status_links import token_for
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def test_the_status_page_tells_promises_with_times_and_endings(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    by = Actor.member(cast.dewi.pk)
    due = timezone.now() + timedelta(days=1)
    kept = make_promise(ticket=ticket, text="Kirim nomor resi baru", due_at=due, owner=cast.dewi, by=by)
    other = make_promise(ticket=ticket, text="Telepon sore ini", due_at=due, owner=cast.dewi, by=by)
    move_promise(promise=kept, to=due + timedelta(hours=3), by=by)
    break_promise(promise=other, reason="Nomor tidak aktif", by=by)
    page = Client().get(f"/s/{token_for(builders.fresh(ticket))}").content.decode()
    assert "Kirim nomor resi baru" in page and "<s>" in page and "WIB" in page
    assert "Telepon sore ini" in page and "Nomor tidak aktif" in page and "mohon maaf" in page


def test_an_agent_notes_and_keeps_a_promise_from_the_ticket(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    base = f"/w/{cast.workspace.slug}/inbox/{ticket.number}/promises"
    agent = logged_in(cast.dewi)
    assert agent.post(f"{base}/new", {"text": "Kabar resi", "due": "nonsense"}).status_code == 422
    assert agent.post(f"{base}/new", {"text": "Kabar resi", "due": "next_morning"}).status_code == 302
    page = agent.get(f"/w/{cast.workspace.slug}/inbox/{ticket.number}").content.decode()
    assert "Kabar resi" in page
    assert "Kabar resi" in agent.get(f"/w/{cast.workspace.slug}/promises?sheet=open&mine=1").content.decode()
    promise = ticket.promise_set.get()
    assert agent.post(f"{base}/{promise.pk}/kept").status_code == 302
    assert "Kabar resi" not in agent.get(f"/w/{cast.workspace.slug}/promises?sheet=open").content.decode()
    assert logged_in(cast.gilang).post(f"{base}/new", {"text": "X", "due": "next_morning"}).status_code == 403
