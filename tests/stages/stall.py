"""A channel for tests of the way in: it signs its webhooks, can be asked, leaves files with its vendor, and reads what the test
told it to read. No page and no stage knows it: what works for it works for any."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from pytest_django.fixtures import Settings

from percaya.channels import registry
from percaya.channels.contract import (
    AccountFacts,
    Address,
    Answer,
    Capabilities,
    HandleKind,
    MediaRef,
    MessageIn,
    Outcome,
    OutcomeKind,
    Outgoing,
    Parcel,
    RawArrival,
    Reading,
    Unreadable,
)
from percaya.channels.contract.abilities import Fetched, HookRequest, Knock, Polling
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount, Workspace
from percaya.demo.vendors.serving import Asked, Said, Vendor

SECRET = "lada hitam"
SAID_AT = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


class Stall:
    key = "stall"
    name_en = "Stall"
    name_id = "Lapak"
    icon = "message-circle"
    capabilities = Capabilities(conversational=True, receipts=True, acknowledges=False, undo_seconds=0)
    settings = ()
    handle_kind = HandleKind.EXTERNAL

    def __init__(self) -> None:
        self.readings: dict[bytes, Reading] = {}

    def says(self, reading: Reading, *, to: Sequence[str] = (), sender: str = "", pad: int = 0) -> bytes:
        """The bytes that will be read so."""
        body = orjson.dumps({"n": len(self.readings), "to": list(to), "sender": sender, "pad": "x" * pad})
        self.readings[body] = reading
        return body

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        if arrival.raw not in self.readings:
            raise Unreadable("bad-json", "Nobody told the stall what this says.")
        return self.readings[arrival.raw]

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        return Parcel(carrier="none", external_id=f"stall-{out.message_token}")

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        return Outcome(kind=OutcomeKind.SENT)

    def knock(self, request: HookRequest, account: AccountFacts) -> Knock:
        if request.method == "GET":
            is_right = hmac.compare_digest(request.query.get("token", ""), account.secrets.get("secret", ""))
            return Knock(body=request.query.get("say", "").encode(), proof="handshake") if is_right else Knock(status=403)
        wanted = sign(request.url, request.body, account.secrets.get("secret", ""))
        if not hmac.compare_digest(request.headers.get("x-stall", ""), wanted):
            return Knock(status=401)
        said = orjson.loads(request.body)
        return Knock(take=request.body, addresses=tuple(said["to"]), sender=said["sender"], proof="signed", body=b"thanks")

    def polls(self, account: AccountFacts) -> bool:
        return bool(account.settings.get("polls"))

    def poll(self, account: AccountFacts, cursor: str) -> Parcel:
        return Parcel(carrier="http", external_id="", method="GET", url=f"{account.settings['base_url']}/news?after={cursor}")

    def polled(self, answer: Answer, cursor: str) -> Polling:
        if answer.code != 200:
            return Polling(cursor=cursor, trouble="The stall does not answer as it should.", wait=7.0)
        said = orjson.loads(answer.body)
        arrivals = tuple(orjson.dumps(one) for one in said["news"])
        return Polling(arrivals=arrivals, cursor=said["cursor"], wait=float(said.get("wait", 0)))

    def media_hosts(self, account: AccountFacts) -> tuple[str, ...]:
        return ("files.stall.example", ".cdn.stall.example")

    def fetch(self, ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
        """First where the file is, then the file."""
        base = str(account.settings.get("base_url", ""))
        if not so_far:
            return Parcel(carrier="http", external_id="", method="GET", url=f"{base}/where/{ref.key}")
        if so_far[-1].code in (404, 410):
            return Fetched(lost="expired")
        if len(so_far) == 1:
            return Parcel(carrier="http", external_id="", method="GET", url=orjson.loads(so_far[0].body)["url"])
        if so_far[1].headers.get("content-type", "").startswith("text/html"):
            return Fetched(lost="not-media")
        return Fetched(content=so_far[1].body, content_type=so_far[1].headers.get("content-type", ""))


class StallVendor(Vendor):
    """Says where a file is, and gives it; ``files`` by key. ``/news?after=`` gives ``news`` beyond a place."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, tuple[bytes, str]] = {}
        self.news: list[object] = []

    def answer(self, asked: Asked) -> Said:
        _slash, what, key = asked.path.split("/", 2) if asked.path.count("/") > 1 else ("", asked.path[1:], "")
        if what == "news":
            after = int(asked.query.get("after") or 0)
            return Said(body=orjson.dumps({"news": self.news[after : after + 2], "cursor": str(min(after + 2, len(self.news)))}))
        if key not in self.files:
            return Said(status=404)
        if what == "where":
            return Said(body=orjson.dumps({"url": f"{self.url}/file/{key}"}))
        content, kind = self.files[key]
        return Said(body=content, content_type=kind)


@pytest.fixture
def vendor(settings: Settings) -> Iterator[StallVendor]:
    """The stall's vendor, at home."""
    made = StallVendor()
    with made:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{made.port}"]
        yield made


def sign(url: str, body: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), url.encode() + body, hashlib.sha256).hexdigest()


@pytest.fixture
def stall(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stall]:
    """The channel, as if its folder were there."""
    made = Stall()
    monkeypatch.setitem(registry.channels(), made.key, made)
    yield made


def account_of(workspace: Workspace, address: str = "nr-1", secret: str = SECRET, **settings: Any) -> ChannelAccount:
    return connect_account(
        workspace=workspace,
        channel="stall",
        name=f"Lapak {address}",
        address=address,
        settings=settings,
        secrets={"secret": secret},
        by=Actor.system(),
    )


def door(account: ChannelAccount) -> str:
    return f"/hooks/stall/{public_ids.encode('account', account.pk)}"


def said(text: str, *, id: str = "m-1", who: str = "ani", **more: Any) -> MessageIn:
    """A message of a person of the stall."""
    digest = hashlib.sha256(f"{who} {id} {text}".encode()).hexdigest()
    address = Address(kind=HandleKind.EXTERNAL, value=f"stall:{who}", name=who.title(), verified=True)
    return MessageIn(external_id=id, content_digest=digest, sender=address, text=text, **more)
