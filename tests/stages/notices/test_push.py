"""A push reaches the browser's own service, readable by that browser alone; where it may go is not the browser's to choose."""

import base64
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ValidationError
from py_vapid import Vapid02

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import RetryIn
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.members import change_habits
from percaya.stages.notices import push_service
from percaya.stages.notices.actions import noting
from percaya.stages.notices.actions.noting import clear
from percaya.stages.notices.actions.pushing import allow_push, push
from percaya.stages.notices.models import Notice, PushDevice
from tests import builders
from tests.cast import Cast, logged_in
from tests.stages.notices.test_staff import hear

pytestmark = pytest.mark.django_db


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Service:
    """A push service of ours on loopback, and the browser that subscribed at it."""

    port: int = 0
    status: int = 201
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def subscription(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        return {"endpoint": f"http://127.0.0.1:{self.port}/push/1", "p256dh": text(point), "auth": text(self.auth)}

    def read(self) -> dict[str, object]:
        body = http_ece.decrypt(self.got[-1][1], private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        return json.loads(body)


@pytest.fixture
def service(settings: object) -> Iterator[Service]:
    found = Service()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(found.status)
            self.end_headers()

        def log_message(self, *_args: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Answer)
    found.port = server.server_port
    settings.PERCAYA_PUSH_HOSTS = [f"127.0.0.1:{found.port}"]  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    made = builders.ticket(cast.rina, subject="Paket belum sampai")
    assign(ticket=made, to=cast.budi, by=Actor.member(cast.sari.pk))
    hear()
    return made


def wake(cast: Cast, service: Service, ticket: Ticket) -> PushDevice:
    device = allow_push(member=cast.budi, **service.subscription)
    push(device_id=device.pk, ticket_id=ticket.pk, event_id=Notice.objects.get(member=cast.budi).event_id)
    return device


def test_only_that_browser_can_read_it_and_no_customers_word_is_in_it(cast: Cast, service: Service, ticket: Ticket) -> None:
    wake(cast, service, ticket)
    headers, _body = service.got[0]
    said = service.read()
    assert said["title"] == "Sari menugaskan tiket kepada Anda" and said["body"] == f"#{ticket.number} Paket belum sampai"
    assert said["url"] == f"/w/{cast.workspace.slug}/inbox/{ticket.number}" and said["badge"] == 1
    assert headers["Content-Encoding"] == "aes128gcm" and headers["Urgency"] == "high"
    assert Vapid02.verify(headers["Authorization"])
    assert "lima hari" not in json.dumps(said)


def test_news_wake_the_devices_of_those_who_want_it_but_not_in_the_quiet(
    cast: Cast, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow_push(member=cast.budi, **service.subscription)
    asked: list[str] = []
    monkeypatch.setattr(noting, "enqueue", lambda kind, *, args, workspace_id: asked.append(kind))
    for quiet, woken in (({"from": "00:00", "to": "23:59"}, []), (None, ["notices.push"])):
        change_habits(member=cast.budi, notices={"quiet": quiet})
        assign(ticket=builders.ticket(cast.rina), to=cast.budi, by=Actor.member(cast.sari.pk))
        hear()
        assert asked == woken


def test_what_was_read_in_the_meantime_wakes_nobody(cast: Cast, service: Service, ticket: Ticket) -> None:
    clear(member=cast.budi, ticket_id=ticket.pk)
    device = allow_push(member=cast.budi, **service.subscription)
    push(device_id=device.pk, ticket_id=ticket.pk, event_id=Notice.objects.get(member=cast.budi).event_id)
    assert service.got == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_left_is_forgotten(cast: Cast, service: Service, ticket: Ticket, status: int) -> None:
    service.status = status
    wake(cast, service, ticket)
    assert not PushDevice.objects.exists()


def test_a_service_that_is_busy_is_asked_again_and_one_that_refuses_is_said(cast: Cast, service: Service, ticket: Ticket) -> None:
    service.status = 503
    with pytest.raises(RetryIn):
        wake(cast, service, ticket)
    service.status = 400
    with pytest.raises(ValueError, match="400"):
        wake(cast, service, ticket)
    assert PushDevice.objects.get().failures == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1:9/push",
        "https://169.254.169.254/latest",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com.evil.example/x",
        "http://fcm.googleapis.com/x",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://[::1/x",
    ],
)
def test_no_other_address_is_ever_spoken_to(cast: Cast, endpoint: str) -> None:
    assert not push_service.is_push_service(endpoint)
    with pytest.raises(ValidationError):
        allow_push(member=cast.budi, endpoint=endpoint, p256dh="x", auth="y")


def test_a_browser_says_where_it_listens_and_takes_it_back(cast: Cast, service: Service) -> None:
    base = f"/w/{cast.workspace.slug}/notices/devices"
    client = logged_in(cast.budi)
    said = service.subscription
    body = {"endpoint": said["endpoint"], "keys": {"p256dh": said["p256dh"], "auth": said["auth"]}, "name": "Chromium"}
    assert client.post(base, json.dumps(body), content_type="application/json").status_code == 204
    assert client.post(base, "{}", content_type="application/json").status_code == 422
    device = PushDevice.objects.get()
    assert device.member_id == cast.budi.pk
    logged_in(cast.dewi).post(f"{base}/forget", {"device": device.pk})
    assert PushDevice.objects.exists(), "nobody forgets another's device"
    client.post(f"{base}/forget", {"device": device.pk})
    assert not PushDevice.objects.exists()


def test_our_key_is_a_point_that_browsers_take() -> None:
    raw = base64.urlsafe_b64decode(push_service.public_key() + "=")
    assert len(raw) == 65 and raw[0] == 4
