"""A caller of the API in Toko Senja, one with fewer rights, and one next door."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from percaya.core.workspace.models import Member
from tests import builders
from tests.cast import Cast


class Api:
    """Calls /api/v1 with a bearer token; ``path`` is what comes after."""

    def __init__(self, secret: str = "") -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"} if secret else {})

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", query or {}, headers=_named(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.client.post(f"/api/v1{path}", body or {}, content_type="application/json", headers=_named(headers))

    def patch(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.client.patch(f"/api/v1{path}", body, content_type="application/json", headers=_named(headers))

    def send(self, path: str, raw: bytes, kind: str, **headers: str) -> HttpResponse:
        return self.client.post(f"/api/v1{path}", raw, content_type=kind, headers=_named(headers))


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def api(cast: Cast) -> Api:
    """Sari's token with every scope: what a supervisor may do."""
    return Api(builders.token(cast.sari))


@pytest.fixture
def outsider(cast: Cast) -> Api:
    """The owner next door, with every scope."""
    return Api(builders.token(cast.tono))


@pytest.fixture
def api_of() -> Callable[..., Api]:
    def make(member: Member, *scopes: str) -> Api:
        return Api(builders.token(member, *scopes))

    return make
