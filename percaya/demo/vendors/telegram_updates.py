"""What Telegram's customers do, as updates of the Bot API."""

import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

BOT = {"id": 7001002003, "is_bot": True, "first_name": "Toko Senja", "username": "tokosenja_bot"}
START = 1_793_674_800  # seconds; a clock that only goes on when somebody does something


class Updates:
    """Numbers, names and shapes. Every method returns the update's content, ready to be told.

    ``ids`` gives every number there is (else each kind begins where it always does), ``clock`` the seconds.
    """

    def __init__(self, ids: Iterator[int] | None = None, clock: Callable[[], float] | None = None) -> None:
        ticks = itertools.count(START, 7)
        self._ids = ids or itertools.count(418_220_101)
        self._messages = ids or itertools.count(301)
        self._callbacks = ids or itertools.count(22_003_412_345_678_901)
        self._files = ids or itertools.count(1)
        self._clock = clock or (lambda: next(ticks))

    def now(self) -> int:
        return int(self._clock())

    def next_file(self, kind: str) -> str:
        return f"{kind}-{next(self._files)}"

    def next_message_id(self) -> int:
        return next(self._messages)

    def update(self, kind: str, what: dict[str, Any]) -> dict[str, Any]:
        return {"update_id": next(self._ids), kind: what}

    def message(self, person: dict[str, Any], chat: dict[str, Any], **holds: Any) -> dict[str, Any]:
        """Any message; ``holds`` is what stands in it (text, photo, location, …)."""
        base = {"message_id": self.next_message_id(), "from": person, "chat": chat, "date": self.now()}
        return self.update("message", base | holds)

    def edited(self, before: dict[str, Any], text: str) -> dict[str, Any]:
        return self.update("edited_message", {**before, "text": text, "edit_date": self.now()})

    def pressed(self, person: dict[str, Any], message: dict[str, Any], data: str) -> dict[str, Any]:
        base = {"id": str(next(self._callbacks)), "from": person, "chat_instance": "-8812", "data": data}
        return self.update("callback_query", base | {"message": message})

    def reacted(self, person: dict[str, Any], chat: dict[str, Any], message_id: int, emoji: str) -> dict[str, Any]:
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        base = {"chat": chat, "message_id": message_id, "user": person, "date": self.now()}
        return self.update("message_reaction", base | {"old_reaction": [], "new_reaction": new})

    def member(self, person: dict[str, Any], chat: dict[str, Any], before: str, now: str) -> dict[str, Any]:
        def status(word: str) -> dict[str, Any]:
            return {"user": BOT, "status": word} | ({"until_date": 0} if word == "kicked" else {})

        base = {"chat": chat, "from": person, "date": self.now()}
        return self.update("my_chat_member", base | {"old_chat_member": status(before), "new_chat_member": status(now)})


def person(number: int, first_name: str, last_name: str = "") -> dict[str, Any]:
    """A user as updates show them."""
    named = {"id": number, "is_bot": False, "first_name": first_name, "language_code": "id"}
    return named | ({"last_name": last_name} if last_name else {})


def private_chat(user: dict[str, Any]) -> dict[str, Any]:
    return {key: user[key] for key in ("id", "first_name", "last_name") if key in user} | {"type": "private"}


def as_bytes(update: dict[str, Any]) -> bytes:
    """As Telegram writes it: ASCII, everything else escaped."""
    return json.dumps(update).encode()
