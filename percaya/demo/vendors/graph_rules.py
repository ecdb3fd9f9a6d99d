"""What the stand-in for WhatsApp refuses, as the Cloud API would: shapes, templates, the window, rates."""

import re
from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Any

from percaya.demo.vendors.graph_customers import GraphCustomers

WINDOW = 24 * 3600
PAIR_SECONDS, PAIR_BURST = 6, 45
PER_SECOND = 80
_KINDS = ("text", "image", "video", "audio", "document", "sticker", "location", "contacts", "interactive", "reaction", "template")
_FILES = ("image", "video", "audio", "document", "sticker")
_SAID = {
    190: "Error validating access token: Session has expired",
    131026: "Message undeliverable",
    131047: "Re-engagement message",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    130429: "Rate limit hit",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
    132015: "Template is paused",
}


class Refused(Exception):
    """An answer with an error in it."""

    def __init__(self, code: int, details: str = "", status: int = 400) -> None:
        super().__init__(str(code))
        self.code, self.details, self.status = code, details, status

    @property
    def said(self) -> str:
        return _SAID.get(self.code, "Invalid parameter")

    def as_error(self) -> dict[str, Any]:
        """As a status carries it."""
        return {"code": self.code, "title": self.said, "message": self.said, "error_data": {"details": self.details or self.said}}


class GraphRules(GraphCustomers):
    """``refuse_next(131026)`` makes the next message fail; ``unreachable`` are ids that nobody on WhatsApp has."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.templates: list[dict[str, Any]] = []
        self.unreachable: set[str] = set()
        self._to_refuse: deque[Refused] = deque()
        self._pairs: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))  # peer -> owed messages, since
        self._this_second: deque[float] = deque()

    def refuse_next(self, *codes: int, status: int = 400, details: str = "") -> None:
        self._to_refuse.extend(Refused(code, details, status) for code in codes)

    def judge(self, said: Mapping[str, Any]) -> str:
        """Raises ``Refused``, or gives the recipient's id."""
        if self._to_refuse:
            raise self._to_refuse.popleft()
        kind, to = said.get("type", "text"), str(said.get("to") or said.get("recipient") or "").removeprefix("+")
        is_known = kind in _KINDS and isinstance(said.get(kind), dict | list)
        if said.get("messaging_product") != "whatsapp" or not to or not is_known:
            raise Refused(100, "messaging_product, a recipient and a known type are needed")
        if to in self.groups and (kind == "interactive" or said.get("recipient_type") != "group"):
            raise Refused(131051, "a group takes recipient_type group, and nothing interactive")
        self._shape(kind, said[kind])
        self._rates(to)
        return to

    def trouble_later(self, said: Mapping[str, Any], to: str) -> Refused | None:
        """What turns out only after the message was accepted."""
        customer = self.find(to)
        if to in self.unreachable:
            return Refused(131026)
        if (customer.key if customer else to) in self.no_marketing and self._category(said) == "MARKETING":
            return Refused(131050, "This recipient has chosen to stop receiving marketing messages.")
        heard = self.heard.get(customer.key if customer else to)
        is_open = heard is not None and self.clock() - heard < WINDOW
        if said.get("type") != "template" and not is_open:
            return Refused(131047, "More than 24 hours have passed since the customer last replied.")
        return None

    def _category(self, said: Mapping[str, Any]) -> str:
        name = (said.get("template") or {}).get("name")
        return next((str(one["category"]) for one in self.templates if one["name"] == name), "")

    def _shape(self, kind: str, data: Any) -> None:
        if kind == "text" and not 0 < len(str(data.get("body", ""))) <= 4096:
            raise Refused(100, "text.body must be 1 to 4096 characters")
        if kind in _FILES and str(data.get("id", "")) not in self.files and not data.get("link"):
            raise Refused(131009, "the media id is unknown")
        if kind in _FILES and len(str(data.get("caption", ""))) > 1024:
            raise Refused(131009, "caption is longer than 1024 characters")
        if kind == "interactive":
            self._interactive(data)
        if kind == "template":
            self._template(data)

    def _interactive(self, data: Mapping[str, Any]) -> None:
        action = data.get("action", {})
        titles = [button["reply"]["title"] for button in action.get("buttons", [])]
        rows = [row for section in action.get("sections", []) for row in section["rows"]]
        if len(titles) > 3 or any(len(title) > 20 for title in titles) or len(set(titles)) != len(titles):
            raise Refused(131009, "at most 3 buttons of 20 characters, none twice")
        if len(rows) > 10 or any(len(row["title"]) > 24 for row in rows) or not (titles or rows):
            raise Refused(131009, "1 to 10 rows of 24 characters")

    def _template(self, data: Mapping[str, Any]) -> None:
        language = data.get("language", {}).get("code")
        found = [one for one in self.templates if one["name"] == data.get("name") and one["language"] == language]
        if not found:
            raise Refused(132001, f"template name ({data.get('name')}) does not exist in {language}", 404)
        if found[0]["status"] != "APPROVED":
            raise Refused(132015)
        given = {part["type"].lower(): part.get("parameters", []) for part in data.get("components", [])}
        text = next((part["text"] for part in found[0]["components"] if part["type"] == "BODY"), "")
        wanted = len(set(re.findall(r"\{\{\w+\}\}", text)))
        if len(given.get("body", [])) != wanted:
            raise Refused(132000, f"body: number of localizable_params ({len(given.get('body', []))}) does not match ({wanted})")

    def _rates(self, to: str) -> None:
        now = self.clock()
        while self._this_second and self._this_second[0] <= now - 1:
            self._this_second.popleft()
        if len(self._this_second) >= PER_SECOND:
            raise Refused(130429, "", 429)
        owed, since = self._pairs[to]
        owed = max(0.0, owed - (now - since) / PAIR_SECONDS)
        if owed >= PAIR_BURST:
            raise Refused(131056)
        self._pairs[to] = (owed + 1, now)
        self._this_second.append(now)
