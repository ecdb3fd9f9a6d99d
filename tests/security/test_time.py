"""No text that anybody can send keeps a thread busy for seconds."""

from collections.abc import Callable
from functools import partial

import pytest

from percaya.core.people.policy import clean_name, initials, mailbox, normalise
from percaya.core.tickets.markup import to_html
from percaya.core.tickets.queries.searching import parse
from percaya.web.onboarding.steps.team import addresses
from percaya.web.portal.story import linked
from tests.services.effort import computing

N = 100_000
BOMBS = (
    "**" * N, "**a" * (N // 3), "[" * N, "![" * (N // 2), "[a](" * (N // 4), ">" * N, "`a" * (N // 2), "_a" * (N // 2), "<a " * N,
    "&#" * N, "- " * N, "|a" * N, "http://" * (N // 7), "http://a)" * (N // 9), "http://a" + "." * N, '"' * N, " " * N, " a@" * N,
    "1 " * N, "x" * 500_000, "![" * 250_000,
)  # fmt: skip


def _mail(text: str) -> str:
    return normalise("email", text)


def _phone(text: str) -> str:
    return normalise("phone", text)


@pytest.mark.parametrize("read", [to_html, linked, parse, addresses, clean_name, initials, mailbox, _mail, _phone])
def test_reading_ends_soon(read: Callable[[str], object]) -> None:
    for bomb in BOMBS:
        assert computing(partial(read, bomb), enough=4) < 4, bomb[:20]  # far from the minutes of a runaway pattern


def test_a_text_too_long_to_mark_up_is_shown_as_it_is() -> None:
    html = to_html("<b>halo</b>\n" * 20_000)
    assert "<b>" not in html and "&lt;b&gt;halo" in html
