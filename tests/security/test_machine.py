"""The machine keeps its secrets: files of one user, weak settings said aloud, nothing inner told to strangers."""

import asyncio
import stat
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.conf import settings as conf
from django.test import Client, override_settings

from percaya.runtime.home import Home
from percaya.runtime.http.composite import Composite
from percaya.runtime.logs import hide_secrets
from percaya.runtime.weak import weaknesses


def test_key_and_database_are_of_one_user_also_where_they_were_open(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for name in ("secret.key", "percaya.sqlite3", "percaya.sqlite3-wal"):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o644)
    tmp_path.chmod(0o755)
    assert home.open_to_others()
    home.prepare()
    modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {0o600}
    tmp_path.chmod(0o700)
    assert home.open_to_others() == []


def test_weak_settings_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    calm = {"HOME": Home(tmp_path), "ALLOWED_HOSTS": ["127.0.0.1"]}
    with override_settings(**calm):
        assert weaknesses() == []
    weak = {
        **calm, "PUBLIC_URL": "http://desk.example", "ALLOWED_HOSTS": ["*"], "SECRET_KEY": "short", "DEBUG": True,
        "EMAIL_HOST": "mail.example", "EMAIL_HOST_USER": "u", "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False,
    }  # fmt: skip
    monkeypatch.setenv("PERCAYA_HOST", "0.0.0.0")
    with override_settings(**weak):
        said = " ".join(weaknesses())
    for word in ("PERCAYA_HOST=", "PERCAYA_PUBLIC_URL=", "PERCAYA_HOSTS=*", "PERCAYA_SECRET_KEY", "PERCAYA_MAIL_URL", "DEBUG"):
        assert word in said


def asked(path: str, client: str, *headers: tuple[bytes, bytes]) -> tuple[int, bytes]:
    heard: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        heard.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {"type": "http", "path": path, "method": "GET", "client": (client, 1), "headers": list(headers)}
    asyncio.run(Composite(live=None, pages=None)(scope, receive, send))
    return heard[0]["status"], heard[1]["body"]


@pytest.mark.django_db(transaction=True)
def test_strangers_hear_that_it_is_well_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    _status, inner = asked("/readyz", "127.0.0.1")
    _status, outer = asked("/readyz", "203.0.113.7")
    _status, proxied = asked("/readyz", "127.0.0.1", (b"x-forwarded-for", b"203.0.113.7"))
    assert "free_bytes" in orjson.loads(inner)
    assert set(orjson.loads(outer)) == set(orjson.loads(proxied)) == {"ready", "problems"}
    assert asked("/metrics", "203.0.113.7")[0] == 404


def test_error_pages_and_odd_methods_tell_nothing_inner(db: None) -> None:
    client = Client(raise_request_exception=False)
    for method, path in (
        ("TRACE", "/"),
        ("GET", "/nowhere/%27%22%3E%3Cscript%3E"),
        ("OPTIONS", "/accounts/login/"),
        ("PROPFIND", "/"),
    ):
        response = client.generic(method, path, headers={"x-secret": "kunci"})
        body = response.content.decode()
        assert response.status_code < 500 and "kunci" not in body and "<script>" not in body
        assert "Traceback" not in body and str(conf.BASE_DIR) not in body


def test_a_line_of_the_log_is_one_line_and_holds_no_secret() -> None:
    event = {"event": 'x\r\n{"forged": true}', "path": "/s/abcdefghijkl", "api_token": "pcy_1", "header": "Bearer abcdefghijkl"}
    cleaned = hide_secrets(None, "info", dict(event))
    line = orjson.dumps(cleaned).decode()
    assert "\n" not in line and "abcdefghijkl" not in line and "pcy_1" not in line
