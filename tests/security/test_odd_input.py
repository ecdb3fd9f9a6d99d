"""What no browser sends: control characters, digits of other scripts, huge numbers. An answer, never a failure of ours."""

from collections.abc import Iterator

import pytest
from django.test import Client

from percaya.core import public_ids
from tests import builders
from tests.cast import Cast, logged_in

ODD = (
    "\x00",
    "a\x00b",
    "²",
    "٣",
    "9" * 40,
    "-1",
    "1e9",
    "\ud800",
    "‮",
    "%s%n",
    "'; DROP TABLE x;--",
    "{{7*7}}",
    "../../etc/passwd",
)


def pages(cast: Cast, number: int) -> Iterator[tuple[str, dict[str, str]]]:
    root = f"/w/{cast.workspace.slug}"
    for odd in ODD:
        yield f"{root}/search", {"q": odd, "before": odd}
        yield f"{root}/inbox", {"view": odd, "sort": odd, "after": f"{odd}~{odd}", "assignee": odd, "team": odd, "label": odd}
        yield f"{root}/inbox", {"view": f"team-{odd}"}
        yield f"{root}/inbox/{number}", {"before": odd, "tab": odd}
        yield f"{root}/inbox/{number}/earlier", {"before": odd}
        yield f"{root}/inbox/rows", {"after": f"{odd}~1", "numbers": odd}
        yield "/accounts/login/", {"next": odd}


def posts(cast: Cast, number: int) -> Iterator[tuple[str, dict[str, str]]]:
    ticket = f"/w/{cast.workspace.slug}/inbox/{number}"
    for odd in ODD:
        for verb in ("assign", "team", "priority", "subject", "label", "unlabel", "wait_for_other", "snooze"):
            field = {"assign": "member", "wait_for_other": "words", "snooze": "until", "unlabel": "label"}.get(verb, verb)
            yield f"{ticket}/change/{verb}", {field: odd}
        yield f"{ticket}/draft/reply", {"text": odd, "cc": odd, "revision": odd}
        yield f"{ticket}/reply", {"text": odd, "cc": odd, "seen_up_to": odd, "send_key": odd}
        yield f"{ticket}/note", {"text": odd, "send_key": odd}
        yield f"{ticket}/contact", {"name": odd, "notes": odd, "salutation": odd}
        yield f"/w/{cast.workspace.slug}/new", {"address": odd, "name": odd, "subject": odd, "text": odd, "account": odd}
        yield f"/w/{cast.workspace.slug}/inbox/bulk", {"verb": "resolve", "tickets": odd}
        yield "/accounts/login/", {"login": odd, "password": odd}
        yield "/accounts/password/reset/", {"email": odd}
        yield "/join/x", {"name": odd}


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = logged_in(cast.dewi)
    client.raise_request_exception = False
    return client


def test_no_page_breaks_on_an_odd_address(cast: Cast, browser: Client) -> None:
    number = builders.ticket(cast.rina).number
    broken = [(path, given) for path, given in pages(cast, number) if _status(browser, "get", path, given) >= 500]
    assert broken == []


def test_no_form_breaks_on_an_odd_value(cast: Cast, browser: Client) -> None:
    number = builders.ticket(cast.rina, account=cast.senja.email).number
    broken = [(path, given) for path, given in posts(cast, number) if _status(browser, "post", path, given) >= 500]
    assert broken == []


def test_no_customers_page_breaks_on_odd_ids(cast: Cast, browser: Client) -> None:
    account = public_ids.encode("account", cast.senja.form.pk)
    for odd in ("%00", "%C2%B2", "acc_%00", account[:-1] + "%00", "a" * 5000):
        for path in (f"/s/{odd}", f"/s/x/files/{odd}", f"/f/{odd}", f"/join/{odd}", f"/setup/{odd}", f"/w/{odd}/inbox"):
            assert _status(browser, "get", path, {}) < 500, path


def _status(client: Client, method: str, path: str, given: dict[str, str]) -> int:
    clean = {key: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for key, value in given.items()}
    return int(getattr(client, method)(path, clean).status_code)
