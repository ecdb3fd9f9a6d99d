"""What the stand-in's customers do on their phones; each thing done waits as a webhook until ``deliver``."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from percaya.demo.vendors.graph_hooks import GraphHooks


@dataclass(frozen=True, kw_only=True)
class GraphCustomer:
    """Somebody with WhatsApp. Without ``user_id`` payloads are those from before 2026; without ``phone`` the number is hidden."""

    name: str
    phone: str = ""  # digits alone
    user_id: str = ""  # "ID.…"
    username: str = ""

    @property
    def key(self) -> str:
        return self.user_id or self.phone


@dataclass(kw_only=True)
class GraphMessage:
    """A message of ours as the stand-in took it. ``states`` in the order in which they happened."""

    id: str
    to: str
    body: dict[str, Any]
    at: float
    states: list[str] = field(default_factory=list)


class GraphCustomers(GraphHooks):
    """Customers by their ids, the files they sent, and when each was last heard."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.customers: dict[str, GraphCustomer] = {}
        self.heard: dict[str, float] = {}
        self.files: dict[str, tuple[bytes, str]] = {}  # media id -> content, type
        self.sent: dict[str, GraphMessage] = {}
        self.groups: set[str] = set()  # ids of those in which somebody spoke
        self.no_marketing: set[str] = set()  # customers who have stopped it

    def meet(self, customer: GraphCustomer) -> GraphCustomer:
        for id in filter(None, (customer.user_id, customer.phone)):
            self.customers[id] = customer
        return customer

    def find(self, id: str) -> GraphCustomer | None:
        return self.customers.get(id.removeprefix("+"))

    def says(self, customer: GraphCustomer, text: str, *, quotes: str = "", group: str = "") -> str:
        """In private, or in the group of that id."""
        return self._sends(customer, "text", {"body": text}, quotes=quotes, group=group)

    def sends_file(
        self,
        customer: GraphCustomer,
        kind: str,
        content: bytes,
        mime_type: str,
        *,
        caption: str = "",
        name: str = "",
        voice: bool = False,
    ) -> str:
        """``kind``: image video audio document sticker."""
        told = {"id": self.keep(content, mime_type), "mime_type": mime_type, "caption": caption, "filename": name, "voice": voice}
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        return self._sends(customer, kind, {**_present(told), "sha256": digest})

    def keep(self, content: bytes, mime_type: str) -> str:
        """A file that lies with the vendor; its id."""
        id = self.number()
        self.files[id] = (content, mime_type)
        return id

    def shares_place(self, customer: GraphCustomer, latitude: float, longitude: float, name: str = "") -> str:
        return self._sends(customer, "location", {"latitude": latitude, "longitude": longitude, "name": name})

    def shares_contact(self, customer: GraphCustomer, name: str, phone: str) -> str:
        card = {"name": {"formatted_name": name, "first_name": name}, "phones": [{"phone": phone, "type": "CELL"}]}
        return self._sends(customer, "contacts", [card])

    def presses(self, customer: GraphCustomer, id: str, title: str, *, quotes: str = "") -> str:
        told = {"type": "button_reply", "button_reply": {"id": id, "title": title}}
        return self._sends(customer, "interactive", told, quotes=quotes)

    def chooses(self, customer: GraphCustomer, id: str, title: str, *, quotes: str = "") -> str:
        told = {"type": "list_reply", "list_reply": {"id": id, "title": title}}
        return self._sends(customer, "interactive", told, quotes=quotes)

    def reacts(self, customer: GraphCustomer, target: str, emoji: str) -> str:
        """ "" takes the reaction away."""
        return self._sends(customer, "reaction", {"message_id": target} | ({"emoji": emoji} if emoji else {}))

    def edits(self, customer: GraphCustomer, target: str, text: str) -> str:
        return self._sends(customer, "edit", {"original_message_id": target, "message": {"type": "text", "text": {"body": text}}})

    def takes_back(self, customer: GraphCustomer, target: str) -> str:
        return self._sends(customer, "revoke", {"original_message_id": target})

    def wants_marketing(self, customer: GraphCustomer, wanted: bool) -> None:
        """The customer's switch for offers and announcements of this business."""
        self.meet(customer)
        (self.no_marketing.discard if wanted else self.no_marketing.add)(customer.key)
        said = "resume" if wanted else "stop"
        whom = _present({"wa_id": customer.phone, "user_id": customer.user_id})
        wish = {**whom, "detail": f"User requested to {said} marketing messages", "category": "marketing_messages"}
        wish |= {"value": said, "timestamp": int(self.clock())}
        self.tell("user_preferences", self.about_number(user_preferences=[wish], contacts=[self._contact(customer)]))

    def changes_number(self, customer: GraphCustomer, phone: str, user_id: str = "") -> GraphCustomer:
        """A new number, and with it a new user id."""
        after = replace(customer, phone=phone, user_id=user_id)
        data = {"body": f"User {customer.name} changed number", "type": "user_changed_number", "wa_id": phone, "user_id": user_id}
        self._sends(customer, "system", _present(data), contacts=False)
        return self.meet(after)

    def phone_app_says(self, customer: GraphCustomer, text: str) -> str:
        """Somebody of the business answers in the WhatsApp Business app."""
        id = self.wamid()
        ids = _present({"from": "6281110002000", "to": customer.phone, "to_user_id": customer.user_id})
        told = {**ids, "id": id, "timestamp": self.at(), "type": "text", "text": {"body": text}}
        self.tell("smb_message_echoes", self.about_number(message_echoes=[told]))
        return id

    def read_by_customer(self, id: str, state: str = "read") -> None:
        """``state``: "read", or "played" of a voice note."""
        self.status(self.sent[id], state)

    def status(self, message: GraphMessage, state: str, errors: Sequence[dict[str, Any]] = ()) -> None:
        """News of a message of ours, with the token that we gave it."""
        message.states.append(state)
        customer = self.find(message.to)
        phone, user_id = (customer.phone, customer.user_id) if customer else (message.to, "")
        whom = {"recipient_id": phone, "recipient_user_id": user_id}
        told: dict[str, Any] = {"id": message.id, "status": state, "timestamp": self.at(), **_present(whom)}
        if message.to in self.groups:
            told["recipient_type"] = "group"
        if token := message.body.get("biz_opaque_callback_data"):
            told["biz_opaque_callback_data"] = token
        if state == "failed":
            told["errors"] = list(errors)
        contacts = {"contacts": [self._contact(customer)]} if customer else {}
        self.tell("messages", self.about_number(statuses=[told], **contacts))

    def _contact(self, customer: GraphCustomer) -> dict[str, Any]:
        profile = _present({"name": customer.name, "username": customer.username})
        return {"profile": profile, **_present({"wa_id": customer.phone, "user_id": customer.user_id})}

    def _sends(
        self, customer: GraphCustomer, kind: str, data: Any, *, quotes: str = "", contacts: bool = True, group: str = ""
    ) -> str:
        self.meet(customer)
        self.heard[group or customer.key] = self.clock()
        id = self.wamid()
        ids = _present({"from": customer.phone, "from_user_id": customer.user_id})
        told: dict[str, Any] = {**ids, "id": id, "timestamp": self.at(), "type": kind, kind: data}
        if group:
            self.groups.add(group)
            told["group_id"] = group
        if quotes:
            told["context"] = {"from": "6281110002000", "id": quotes}
        value = self.about_number(messages=[told])
        self.tell("messages", {"contacts": [self._contact(customer)], **value} if contacts else value)
        return id


def _present(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty, as Meta leaves it out."""
    return {key: value for key, value in data.items() if value}
