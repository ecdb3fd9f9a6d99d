"""Through a provider's API (django-anymail): what it answers is written down as it is."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from django.test import override_settings

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import RetryIn
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.accounts import change_account
from percaya.stages.delivery import actions as delivery
from tests import builders
from tests.cast import Cast


class Provider(BaseHTTPRequestHandler):
    """Speaks as much of Postmark's API as sending needs."""

    asked: ClassVar[list[dict[str, object]]] = []
    answers: ClassVar[list[tuple[int, dict[str, object]]]] = []

    def do_POST(self) -> None:
        self.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        code, said = (
            self.answers.pop(0)
            if self.answers
            else (200, {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc-1", "To": "rina@contoh.example"})
        )
        body = json.dumps(said).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def provider() -> Iterator[type[Provider]]:
    Provider.asked.clear()
    Provider.answers.clear()
    server = HTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with override_settings(ANYMAIL={"POSTMARK_API_URL": f"http://127.0.0.1:{server.server_port}/"}):
        yield Provider
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def ticket(cast: Cast, provider: type[Provider]) -> Ticket:
    account = cast.senja.email
    change_account(account=account, settings={"provider": "postmark"}, secrets={"provider_key": "kunci"}, by=Actor.system())
    return builders.ticket(cast.rina, account=account)


def test_the_provider_gets_the_mail_with_our_headers(cast: Cast, ticket: Ticket, provider: type[Provider]) -> None:
    message = builders.reply(ticket, cast.dewi, "Baik kak.", files=[builders.stored_file()])
    delivery.send(message_id=message.pk)
    message.refresh_from_db()
    assert message.delivery_state == "sent" and "b7bc-1" in message.delivery_reason
    (asked,) = provider.asked
    headers = {str(one["Name"]): str(one["Value"]) for one in asked["Headers"]}  # type: ignore[attr-defined]
    assert headers["Message-ID"] == f"<{message.external_id}>"
    assert "Baik kak." in str(asked["TextBody"])
    assert "resi.png" in str(asked["Attachments"])


def test_a_provider_that_is_busy_is_asked_again(cast: Cast, ticket: Ticket, provider: type[Provider]) -> None:
    provider.answers.append((429, {"ErrorCode": 429, "Message": "Too many requests"}))
    message = builders.reply(ticket, cast.dewi)
    with pytest.raises(RetryIn):
        delivery.send(message_id=message.pk)
    delivery.send(message_id=message.pk)
    message.refresh_from_db()
    assert message.delivery_state == "sent"


def test_a_provider_that_refuses_is_believed(cast: Cast, ticket: Ticket, provider: type[Provider]) -> None:
    provider.answers.append((422, {"ErrorCode": 300, "Message": "Invalid email request"}))
    message = builders.reply(ticket, cast.dewi)
    delivery.send(message_id=message.pk)
    message.refresh_from_db()
    assert message.delivery_state == "failed" and "Invalid email request" in message.delivery_reason
