"""Tokens do what their member's role and their scopes allow, to addresses that are addresses; streams end."""

import time

import httpx
import pytest
from django.test import Client

from percaya.core import public_ids
from percaya.core.tickets.models import Message
from percaya.core.workspace.actions.members import change_member
from percaya.runtime.http.composite import Composite
from percaya.runtime.live import app as live
from percaya.runtime.live.app import LiveApp
from percaya.runtime.live.hub import Hub
from percaya.runtime.live.tokens import live_token
from tests import builders
from tests.cast import Cast
from tests.runtime.serving import serving


def call(secret: str, path: str, body: dict[str, object]) -> int:
    headers = {"Authorization": f"Bearer {secret}"}
    return Client(headers=headers).post(f"/api/v1{path}", body, content_type="application/json").status_code


@pytest.mark.parametrize(
    "copy",
    ["a@x.example\r\nBcc: b@x.example", "a@x.example,b@x.example", "<a@x.example>", "a@", "a b@x.example", "a\x00@x.example"],
)
def test_what_is_no_address_gets_no_copy(cast: Cast, copy: str) -> None:
    ticket = builders.ticket(cast.rina)
    path = f"/tickets/{public_ids.encode('ticket', ticket.pk)}/replies"
    for field in ("cc", "bcc"):
        assert call(builders.token(cast.dewi), path, {"text": "Baik.", field: [copy]}) == 422
    assert not Message.objects.filter(ticket=ticket, direction="outbound", auto="").exists()


def test_a_token_falls_with_the_role_of_its_member(cast: Cast) -> None:
    secret = builders.token(cast.dewi)
    ticket = builders.ticket(cast.rina)
    path = f"/tickets/{public_ids.encode('ticket', ticket.pk)}/replies"
    assert call(secret, path, {"text": "Baik."}) == 201
    change_member(member=cast.dewi, role="light", by=cast.ratna)
    assert call(secret, path, {"text": "Lagi."}) == 403
    change_member(member=cast.dewi, is_active=False, by=cast.ratna)
    assert call(secret, path, {"text": "Lagi."}) == 401


@pytest.mark.parametrize(
    "extra", ["direction", "author", "workspace", "member", "auto", "created_at", "to", "html", "delivery_state"]
)
def test_what_is_not_asked_for_is_not_taken(cast: Cast, extra: str) -> None:
    ticket = builders.ticket(cast.rina)
    path = f"/tickets/{public_ids.encode('ticket', ticket.pk)}/replies"
    assert call(builders.token(cast.dewi), path, {"text": "Baik.", extra: "x"}) == 422


@pytest.mark.django_db(transaction=True)
def test_a_stream_ends_so_that_leave_is_asked_for_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LIFE", 0.3)
    hub = Hub()
    with serving(Composite(live=LiveApp(hub), pages=None), hub) as port:
        token = live_token(cast.workspace.pk, cast.dewi.pk)
        begun = time.monotonic()
        answer = httpx.get(f"http://127.0.0.1:{port}/rt/stream", params={"token": token}, timeout=60)
    assert answer.status_code == 200 and time.monotonic() - begun > 0.2
