"""A browser of a member and a program with a token, both on one kept-alive connection, one request at a time."""

import secrets
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.tokens import create_token
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import SCOPES


class Failed(Exception):
    """A measured request was not answered as it should be."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    seconds: float


class Visitor:
    """Sends with the member's session (headers ``page``), or with a token of theirs (``program``) for paths under /api/."""

    def __init__(self, port: int, member: Member) -> None:
        self.member = member
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._csrf = secrets.token_hex(16)
        cookies = {
            settings.SESSION_COOKIE_NAME: _session(member),
            settings.CSRF_COOKIE_NAME: self._csrf,
            settings.LANGUAGE_COOKIE_NAME: "id",
        }
        self.page = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "X-CSRFToken": self._csrf}
        _row, secret = create_token(member=member, name="bench", scopes=SCOPES, by=Actor.member(member.pk))
        self.program = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, **headers: str) -> Reply:
        return self._send("GET", path, b"", headers)

    def submit(self, path: str, form: dict[str, str]) -> Reply:
        """A form of a page, sent as its script does."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        return self._send("POST", path, urlencode(form).encode(), kind)

    def post(self, path: str, body: object) -> Reply:
        return self._send("POST", path, orjson.dumps(body), {"Content-Type": "application/json"})

    def send(self, path: str, raw: bytes, kind: str) -> Reply:
        return self._send("POST", path, raw, {"Content-Type": kind})

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reply:
        """Raises ``Failed`` for anything but a success or a redirect after a form."""
        own = self.program if path.startswith("/api/") else self.page
        begun = time.perf_counter()
        self._connection.request(method, path, body or None, {**own, **headers})
        response = self._connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - begun
        if response.status >= 400 or (method == "GET" and response.status != 200):
            raise Failed(f"{method} {path}: {response.status} {content[:300]!r}")
        return Reply(response.status, content, seconds)


def _session(member: Member) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(member.user_id)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    store.create()
    return str(store.session_key)
