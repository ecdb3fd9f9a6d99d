"""Programs say by when a customer hears from us next, and take that back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.tickets.models import Ticket
from tests import builders
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


def path(ticket: Ticket) -> str:
    return f"/tickets/{public_ids.encode('ticket', ticket.pk)}/next-update"


def put(api: Api, place: str, body: dict[str, str]) -> Any:
    return api.client.put(f"/api/v1{place}", body, content_type="application/json")


def delete(api: Api, place: str) -> Any:
    return api.client.delete(f"/api/v1{place}")


def at(hours: int) -> datetime:
    return (timezone.now() + timedelta(hours=hours)).replace(microsecond=0).astimezone(UTC)


def test_a_time_is_said_moved_and_taken_back(cast: Cast, api_of: Callable[..., Api]) -> None:
    api, ticket = api_of(cast.dewi, "tickets:read", "tickets:write"), builders.ticket(cast.rina)
    Ticket.objects.filter(pk=ticket.pk).update(due_at=None)
    first, second = at(5), at(9)
    said = put(api, path(ticket), {"at": first.isoformat()}).json()
    assert (datetime.fromisoformat(said["due_at"]), said["source"], said["was_due_at"]) == (first, "person", None)
    moved = put(api, path(ticket), {"at": second.isoformat()}).json()
    assert [datetime.fromisoformat(moved[key]) for key in ("due_at", "was_due_at")] == [second, first]
    assert api.get(path(ticket)).json() == moved
    assert delete(api, path(ticket)).json() == {"due_at": None, "source": None, "was_due_at": None}


def test_a_time_that_has_passed_is_refused(cast: Cast, api_of: Callable[..., Api]) -> None:
    api, ticket = api_of(cast.dewi, "tickets:write"), builders.ticket(cast.rina)
    assert put(api, path(ticket), {"at": at(-1).isoformat()}).status_code == 409
    assert builders.fresh(ticket).update_due_at is None


def test_tickets_of_others_are_told_nothing_and_change_in_nothing(cast: Cast, api_of: Callable[..., Api]) -> None:
    api, ticket = api_of(cast.dewi, "tickets:read", "tickets:write"), builders.ticket(cast.joko)
    answers = (api.get(path(ticket)), put(api, path(ticket), {"at": at(3).isoformat()}), delete(api, path(ticket)))
    assert [one.status_code for one in answers] == [404, 404, 404]
    assert builders.fresh(ticket).update_due_at is None


def test_reading_alone_does_not_say(cast: Cast, api_of: Callable[..., Api]) -> None:
    api, ticket = api_of(cast.dewi, "tickets:read"), builders.ticket(cast.rina)
    assert put(api, path(ticket), {"at": at(3).isoformat()}).status_code == 403
