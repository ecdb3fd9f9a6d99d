"""A message's words become safe HTML: everything escaped, web and mail addresses linked, nothing else."""

import pytest

from percaya.web.inbox.ticket.words import linked


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("lihat https://contoh.example/a?b=1&c=2.", 'href="https://contoh.example/a?b=1&amp;c=2"'),
        ("(www.contoh.example)", 'href="https://www.contoh.example"'),
        ("tulis ke rina@contoh.example, ya", 'href="mailto:rina@contoh.example"'),
    ],
)
def test_addresses_become_links(text: str, inside: str) -> None:
    assert inside in linked(text)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "1 < 2 & 3 > 2", "a@b"])
def test_nothing_else_does(text: str) -> None:
    assert "<a " not in linked(text)


def test_everything_is_escaped_even_inside_an_address() -> None:
    shown = linked('<b>x</b> https://contoh.example/"><script>alert(1)</script>')
    assert "<b>" not in shown and "<script" not in shown
