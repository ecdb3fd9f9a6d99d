"""Logs are JSON, carry what is bound, and keep secrets to themselves."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from percaya.runtime import logs

Said = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def said() -> Iterator[Said]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers[:] = []  # pytest's own are not to be closed
    stream = io.StringIO()
    logs.configure("info", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    root.handlers[:] = before
    root.setLevel(level)


def test_a_line_is_json_with_what_is_bound(said: Said) -> None:
    with structlog.contextvars.bound_contextvars(ticket_id=42):
        structlog.get_logger("percaya.test").info("reply_sent", took=3)
    (line,) = said()
    assert (line["event"], line["ticket_id"], line["took"], line["level"]) == ("reply_sent", 42, 3, "info")
    assert line["timestamp"].endswith("Z")


def test_the_library_of_others_is_json_too(said: Said) -> None:
    logging.getLogger("somebody.else").warning("look at %s", "this")
    (line,) = said()
    assert line["event"] == "look at this"


@pytest.mark.parametrize("key", ["authorization", "Cookie", "api_key", "imap_password", "csrf_token", "session_id"])
def test_what_is_called_a_secret_is_hidden(said: Said, key: str) -> None:
    structlog.get_logger("percaya.test").info("x", **{key: "hunter2", "headers": {key: "hunter2"}})
    (line,) = said()
    assert "hunter2" not in json.dumps(line)


@pytest.mark.parametrize("text", ["Authorization: Bearer abcdef0123456789", "GET /rt/stream?token=abcdef012345 HTTP/1.1"])
def test_what_looks_like_one_is_hidden_inside_a_text(said: Said, text: str) -> None:
    logging.getLogger("x").warning(text)
    (line,) = said()
    assert "abcdef0123" not in line["event"]


def test_an_error_brings_its_story(said: Said) -> None:
    try:
        raise ValueError("the bread is burnt")
    except ValueError:
        structlog.get_logger("percaya.test").exception("failed")
    (line,) = said()
    assert "the bread is burnt" in line["exception"]
