"""How the stand-in for WhatsApp tells us of things: signed webhooks, again until they are taken, in any order it is told to."""

import base64
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from percaya.demo.vendors.hooking import Knocking, Post, over_http
from percaya.demo.vendors.serving import Vendor

Order = Callable[[list[Knocking]], list[Knocking]]


class GraphHooks(Vendor):
    """One number of one business account. ``clock`` gives seconds since 1970 and may be replaced."""

    phone_number_id = "106540352242922"
    waba_id = "102290129340398"
    display_phone_number = "+62 811-1000-2000"

    def __init__(self, port: int = 0, *, clock: Callable[[], float] = time.time) -> None:
        super().__init__(port)
        self.clock = clock
        self.app_secret = "rahasia-aplikasi"
        self.verify_token = "kenanga"
        self.hook_url = ""
        self.waiting: list[Knocking] = []
        self._count = itertools.count(1)

    def number(self) -> str:
        """The next of the stand-in's own ids."""
        return f"{next(self._count):015}"

    def wamid(self) -> str:
        """The next id of a message."""
        return "wamid." + base64.b64encode(f"percaya-{self.number()}".encode()).decode()

    def at(self) -> str:
        """The vendor's clock, as webhooks write it."""
        return str(int(self.clock()))

    def handshake(self, challenge: str = "1158201444") -> str:
        """The address that Meta gets when the webhook is set up."""
        asked = {"hub.mode": "subscribe", "hub.verify_token": self.verify_token, "hub.challenge": challenge}
        return f"{self.hook_url}?{urlencode(asked)}"

    def tell(self, field: str, value: Mapping[str, Any]) -> None:
        """A change that waits to be delivered."""
        self.tell_all([(field, value)])

    def tell_all(self, changes: list[tuple[str, Mapping[str, Any]]]) -> None:
        """Several changes in one request, as Meta batches them."""
        told = [{"value": value, "field": field} for field, value in changes]
        payload = {"object": "whatsapp_business_account", "entry": [{"id": self.waba_id, "changes": told}]}
        body = json.dumps(payload).encode()  # escapes what is not ASCII, as Meta does
        self.waiting.append(Knocking(url=self.hook_url, body=body, headers=self.signed(body)))

    def template_event(self, name: str, event: str, *, language: str = "id", reason: str = "NONE") -> None:
        """``event``: APPROVED REJECTED PAUSED DISABLED …"""
        told = {"event": event, "message_template_id": 1, "message_template_name": name, "message_template_language": language}
        self.tell("message_template_status_update", {**told, "reason": reason})

    def number_event(self, event: str, *, limit: str = "TIER_1K") -> None:
        """``event``: FLAGGED UNFLAGGED UPGRADE DOWNGRADE."""
        told = {"display_phone_number": self.display_phone_number, "event": event, "current_limit": limit}
        self.tell("phone_number_quality_update", told)

    def signed(self, body: bytes) -> dict[str, str]:
        """The headers of a webhook."""
        digest = hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()
        return {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={digest}"}

    def about_number(self, **more: Any) -> dict[str, Any]:
        """The head of a value that speaks of the number."""
        metadata = {"display_phone_number": self.display_phone_number, "phone_number_id": self.phone_number_id}
        return {"messaging_product": "whatsapp", "metadata": metadata, **more}

    def deliver(self, post: Post = over_http, *, order: Order = list, times: int = 1) -> list[Knocking]:
        """Knock with all that waits, in this order, each so many times. What was not answered with 200 waits on.

        Gives back what was tried; ``status`` is that of the last answer.
        """
        tried = order(list(self.waiting))
        for knocking in tried:
            for _ in range(times):
                knocking.tries += 1
                knocking.status, _said = post(knocking.url or self.hook_url, knocking.body, knocking.headers)
        self.waiting = [knocking for knocking in self.waiting if knocking.status != 200]
        return tried
