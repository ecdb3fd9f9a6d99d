"""Every address asked and posted to by somebody whom it is none of their business."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import Client

from percaya.core.workspace.models import Member
from tests.cast import logged_in
from tests.isolation.houses import CANARY, House
from tests.isolation.walking import CONVERTER, MEANINGS, Address
from tests.isolation.watching import Watch, watching

VERBS = {
    "verb": (
        "begin", "start", "cancel", "undo", "assign", "state", "label", "team", "priority", "spam", "snooze", "replay", "drop",
        "take", "retry",
    ),
    "kind": ("reply", "note"),
    "tile": ("waiting", "created", "promises", "heat"),
    "metric": ("created", "first_reply", "next_reply", "backlog", "rated", "missed"),
    "verdict": ("merge", "dismiss", "join", "apart"),
    "step": ("business", "channel", "team", "hours", "promise", "finish"),
}  # fmt: skip


def barrage(
    places: list[Address],
    victim: House,
    values: dict[str, object],
    who: Member | None,
    *,
    allowed: object,
    form: dict[str, object] | None = None,
) -> None:
    """GET and POST every address. Nothing of the victim is shown, and nothing of it is changed."""
    client = logged_in(who)
    sent = form or {"text": "x", "to": "me", "state": "resolved"}
    wrong = []
    with watching(victim.workspace.pk) as watch:
        for one in places:
            for path in paths(one, values):
                for ask in (client.get, client.post):
                    response = ask(path, sent if ask == client.post else None)
                    if what := _wrong(response, allowed, watch):
                        wrong.append(f"{response.wsgi_request.method} {path}: {what}")
                client = _still_in(client, who)
    assert wrong == []


def _wrong(response: Any, allowed: object, watch: Watch) -> str:
    if response.status_code not in allowed:  # type: ignore[operator]
        return str(response.status_code)
    if CANARY in text(response):
        return "shows what it must not"
    return "changes what it must not" if watch.has_changed() else ""


def paths(one: Address, values: dict[str, object]) -> Iterator[str]:
    """The address with the values put in; once for each word that it may be about."""
    word = next((name for name in one.parameters if name in VERBS), None)
    for choice in VERBS[word] if word else ("",):
        meant = {name: values[meaning] for name, meaning in MEANINGS.get(one.name, {}).items()}
        filled = {"name": "berkas", "key": "email", "channel": "email", "section": "x", "tab": "x", **values, **meant}
        if word:
            filled[word] = choice
        yield "/" + CONVERTER.sub(lambda found, filled=filled: str(filled.get(found[1], 1)), one.route)


def text(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return content.decode("utf-8", "replace")


def _still_in(client: Client, who: Member | None) -> Client:
    """Some address may have logged the walker out."""
    return client if who is None or "_auth_user_id" in client.session else logged_in(who)
