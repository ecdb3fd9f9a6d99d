"""A marketplace's chat, as far as a shop sees it: messages since one, replies. Ids beyond 2^53; words as HTML."""

import json
from typing import Any

from percaya.demo.vendors.serving import Asked, Said, Vendor

FIRST = 9_223_372_036_854_775_000  # near the end of 64 bits: a float would change it


class Marketplace(Vendor):
    """``messages`` are the buyers', ``replies`` the shop's."""

    def __init__(self, port: int = 0, *, key: str = "kunci-toko") -> None:
        super().__init__(port)
        self.key = key
        self.messages: list[dict[str, Any]] = []
        self.replies: list[dict[str, Any]] = []

    def says(self, message: str, *, buyer: int = FIRST + 7, name: str = "Rina Marlina", conversation: int = FIRST + 11) -> int:
        """A buyer writes; the id of it."""
        known_as = FIRST + 100 + len(self.messages) + len(self.replies)
        self.messages.append(
            {"message_id": known_as, "conversation_id": conversation, "buyer_id": buyer, "full_name": name, "message": message,
             "order_id": FIRST + 500, "sent_at": "2026-11-03T02:41:00+00:00"}
        )  # fmt: skip
        return known_as

    def answer(self, asked: Asked) -> Said:
        if asked.headers.get("authorization") != f"Bearer {self.key}":
            return Said(status=401)
        if asked.path == "/v1/chat/messages":
            after = int(asked.query.get("after") or 0)
            return _said({"messages": [one for one in self.messages if one["message_id"] > after][:15]})
        if asked.path == "/v1/chat/reply":
            known_as = FIRST + 100 + len(self.messages) + len(self.replies)
            self.replies.append({**json.loads(asked.body), "message_id": known_as})
            return _said({"message_id": known_as})
        return Said(status=404)


def _said(body: dict[str, Any]) -> Said:
    return Said(body=json.dumps(body).encode())
