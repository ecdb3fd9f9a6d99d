"""Webhooks: signed, kept, tried again, and never to places that only this house can reach."""

import base64
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import override_settings
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.workspace import hosts, seal
from percaya.stages.automation import webhooks
from percaya.stages.automation.actions.rules import RuleWish, renew_secret, save_rule
from percaya.stages.automation.deeds import is_address
from percaya.stages.automation.models import Rule, WebhookCall
from percaya.stages.automation.webhooks import OVERLAP, Unreachable, post, signature, signing
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


class Listener(HTTPServer):
    answers: int = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Keeper)
        self.heard: list[tuple[dict[str, str], str]] = []


class _Keeper(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append(({key.lower(): value for key, value in self.headers.items()}, body))
        self.send_response(self.server.answers)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def calling(cast: Cast, url: str) -> Rule:
    wish = RuleWish(name="Kabari gudang", trigger={"when": "event", "of": ["opened"]}, actions=[{"do": "webhook", "value": url}])
    return save_rule(workspace=cast.workspace, wish=wish, mode="active", by=Actor.member(cast.wayan.pk))


def test_it_is_signed_as_the_standard_says_and_tells_no_words_of_the_customer(cast: Cast, listener: Listener) -> None:
    place = f"127.0.0.1:{listener.server_port}"
    with override_settings(PERCAYA_WEBHOOK_HOSTS=[place]):
        rule = calling(cast, f"http://{place}/masuk?x=1")
        builders.ticket(cast.rina, subject="Rahasia", text="Nomor rekening saya 123")
        engine().run_pending()
    ((headers, body),) = listener.heard
    secret = seal.unseal(rule.sealed)["webhook"]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert json.loads(body)["data"]["ticket"]["number"] == 1
    assert "Rahasia" not in body and "rekening" not in body and "Rina" not in body
    call = WebhookCall.objects.get()
    assert (call.state, call.status, call.tries) == ("sent", 200, 1)


def test_a_failing_place_is_tried_again_and_the_failure_kept(cast: Cast, listener: Listener) -> None:
    listener.answers = 503
    place = f"127.0.0.1:{listener.server_port}"
    with override_settings(PERCAYA_WEBHOOK_HOSTS=[place]):
        calling(cast, f"http://{place}/")
        builders.ticket(cast.rina)
        engine().run_pending()
    call = WebhookCall.objects.get()
    assert (call.state, call.status, call.tries) == ("waiting", 503, 1)


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/x", "https://[::1]/x", "https://10.0.0.7/x", "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data",
     "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://0.0.0.0/", "https://localhost/", "http://93.184.216.34/"],
)  # fmt: skip
def test_places_of_the_house_and_unencrypted_ones_are_never_called(cast: Cast, url: str) -> None:
    with pytest.raises(Unreachable) as refused:
        post(url=url, body="{}", secrets=["whsec_" + base64.b64encode(b"x" * 32).decode()], call_id="c", timestamp=1)
    assert refused.value.for_good


def test_a_name_that_leads_home_is_off_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    def leads_home(host: str, port: int, **more: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("10.1.2.3", port))]

    monkeypatch.setattr(socket, "getaddrinfo", leads_home)
    with pytest.raises(hosts.Forbidden):
        hosts.connect("jahat.example", 443, 1, public=True)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "gopher://x/", "https://user:pw@x.example/", "https://", "javascript:alert(1)", "https://x.example:99999/",
     "https://x.example/ a", "https://x.example/\r\nHost: y", "ftp://x.example", "https://" + "a" * 600],
)  # fmt: skip
def test_what_is_no_plain_address_cannot_be_saved(url: str) -> None:
    assert not is_address(url)


def test_for_a_day_the_old_secret_signs_beside_the_new_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, dict[str, str]]] = []

    def keep(url: str, body: bytes, headers: dict[str, str]) -> int:
        heard.append((body.decode(), headers))
        return 200

    monkeypatch.setattr(webhooks, "_post", keep)
    rule = calling(cast, "https://gudang.example/")
    old = seal.unseal(rule.sealed)["webhook"]
    new = renew_secret(rule=rule, by=Actor.member(cast.wayan.pk))
    builders.ticket(cast.rina)
    engine().run_pending()
    ((body, headers),) = heard
    call_id, at = headers["webhook-id"], int(headers["webhook-timestamp"])
    assert headers["webhook-signature"].split() == [signature(one, call_id, at, body) for one in (new, old)]
    opened, later = seal.unseal(Rule.objects.get(pk=rule.pk).sealed), timezone.now() + OVERLAP
    assert signing(opened, later - timedelta(minutes=5)) == [new, old]
    assert signing(opened, later + timedelta(minutes=5)) == [new]
    renew_secret(rule=rule, by=Actor.member(cast.wayan.pk))
    assert old not in seal.unseal(Rule.objects.get(pk=rule.pk).sealed).values()  # renewed twice: the first is gone
