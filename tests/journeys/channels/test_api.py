"""Another system joined through the API channel: signed both ways, receipts, edits, and a marketplace by the example."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.people.models import Handle
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.accounts import change_account, connect_account
from percaya.core.workspace.models import ChannelAccount
from percaya.demo.adapters.marketplace import Adapter, plain, signed
from percaya.demo.vendors.marketplace import FIRST, Marketplace
from percaya.demo.vendors.serving import Asked, Said, Vendor
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SECRET = "whsec_" + "c2VuamEtYmF0aWstcmFoYXNpYS10YW5kYS10YW5nYW4="
NEXT = "whsec_" + "c2VuamEtYmF0aWstcmFoYXNpYS15YW5nLWJhcnUtc2Vr"


class System(Vendor):
    """An app of the business that takes answers by the adapter's ``take`` or plainly."""

    adapter: Adapter | None = None

    def answer(self, asked: Asked) -> Said:
        if self.adapter is None:
            return Said(body=b'{"id": 9223372036854775807}')
        status, said = self.adapter.take(asked.headers, asked.body)
        return Said(status=status, body=json.dumps(said).encode())


@pytest.fixture
def system(settings: Any) -> Iterator[System]:
    with System() as vendor:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        yield vendor


@pytest.fixture
def account(cast: Cast, system: System) -> ChannelAccount:
    return connect_account(
        workspace=cast.workspace, channel="api", name="Toko di pasar", settings={"base_url": f"{system.url}/hook"},
        secrets={"secret": SECRET}, by=Actor.system(),
    )  # fmt: skip


def hook(account: ChannelAccount) -> str:
    return f"/hooks/api/{public_ids.encode('account', account.pk)}"


def post(account: ChannelAccount, event: Mapping[str, Any], secret: str = SECRET, **more: str) -> int:
    body = json.dumps(event).encode()
    return knock(hook(account), body, {**signed(secret, "evt_1", body), **more})[0]


def knock(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items() if name != "Content-Type"}
    answer = Client().post(url, body, content_type="application/json", **named)  # type: ignore[arg-type]
    engine().run_pending()
    return answer.status_code, answer.content


def message(**more: Any) -> dict[str, Any]:
    sender = {"external_id": "u-77", "name": "Rina Marlina", "phone": "0812-3456-7890", "verified": True}
    return {
        "type": "message",
        "data": {"id": "e1", "conversation": "c-1", "sender": sender, "text": "Kartu saya ditolak.", **more},
    }


def test_signed_words_become_a_ticket_and_the_answer_goes_back_signed(
    cast: Cast, account: ChannelAccount, system: System
) -> None:
    assert post(account, message()) == 200
    ticket = Ticket.objects.get(account=account)
    assert (ticket.subject, ticket.contact.name) == ("Kartu saya ditolak", "Rina Marlina")
    assert Handle.objects.filter(contact=ticket.contact, kind="phone", value="+6281234567890", claim="").exists()
    sent = builders.reply(ticket, cast.dewi, "Kami cek ya, Kak.", files=[builders.stored_file()])
    engine().run_pending()
    asked = system.asked[-1]
    said = json.loads(asked.body)["data"]
    assert (said["conversation"], said["answers"], said["text"]) == ("c-1", "e1", "Kami cek ya, Kak.")
    assert (said["to"][0]["external_id"], said["files"][0]["name"]) == ("u-77", "resi.png")
    sent.refresh_from_db()
    assert (sent.delivery_state, sent.external_id) == ("sent", "9223372036854775807")
    assert post(account, {"type": "receipt", "data": {"message": said["id"], "state": "read"}}) == 200
    sent.refresh_from_db()
    assert sent.delivery_state == "read"


def test_what_is_not_signed_leaves_nothing(account: ChannelAccount) -> None:
    before = Arrival.objects.count()
    assert post(account, message(), secret=NEXT) == 401
    assert knock(hook(account), json.dumps(message()).encode(), {})[0] == 401
    assert post(account, message(), **{"webhook-id": "another"}) == 401
    assert Arrival.objects.count() == before


def test_two_secrets_are_believed_and_sign_while_one_is_exchanged(cast: Cast, account: ChannelAccount, system: System) -> None:
    change_account(account=account, secrets={"secret": NEXT, "secret_before": SECRET}, by=Actor.system())
    assert post(account, message()) == 200
    assert post(account, message(id="e2", text="Lagi"), secret=NEXT) == 200
    builders.reply(Ticket.objects.get(account=account), cast.dewi)
    engine().run_pending()
    assert len(system.asked[-1].headers["webhook-signature"].split()) == 2


def test_a_repeat_is_one_message_and_a_try_after_trouble_is_the_same_call(
    cast: Cast, account: ChannelAccount, system: System
) -> None:
    assert [post(account, message()) for _time in range(3)] == [200, 200, 200]
    ticket = Ticket.objects.get(account=account)
    assert Message.objects.filter(ticket=ticket, direction="inbound").count() == 1
    system.misbehave(Said(status=503))
    sent = builders.reply(ticket, cast.dewi)
    engine().run_pending()
    sent.refresh_from_db()
    assert sent.delivery_state not in ("sent", "failed")
    assert len(system.asked) == 1


def test_another_systems_user_edits_and_takes_back(account: ChannelAccount) -> None:
    who = {"external_id": "u-77"}
    post(account, message())
    post(account, {"events": [{"type": "edited", "data": {"id": "e1", "sender": who, "text": "Kartu saya ditolak dua kali."}}]})
    said = Message.objects.get(account=account, external_id="e1")
    assert said.body_text == "Kartu saya ditolak dua kali."
    post(account, {"type": "deleted", "data": {"id": "e1", "sender": who}})
    said.refresh_from_db()
    assert said.fields.get("deleted")


def test_the_hook_of_one_shop_does_not_speak_for_another(cast: Cast, account: ChannelAccount) -> None:
    other = connect_account(
        workspace=cast.warung.workspace, channel="api", name="Pasar", secrets={"secret": NEXT}, by=Actor.system()
    )
    assert post(other, message()) == 401
    assert not Ticket.objects.filter(account=other).exists()


def test_a_marketplace_is_joined_by_the_example(cast: Cast, account: ChannelAccount, system: System, settings: Any) -> None:
    with Marketplace() as market:
        adapter = Adapter(market=market.url, key=market.key, hook=hook(account), secret=SECRET, post=knock)
        system.adapter = adapter
        first = market.says("<p>Kak, <b>kebaya</b> ukuran M &amp; L ready?</p><script>x()</script>")
        assert adapter.pull() == 1 and adapter.pull() == 0
        ticket = Ticket.objects.get(account=account)
        assert ticket.subject == "Kebaya ukuran M & L ready?"
        got = Message.objects.get(ticket=ticket)
        assert (got.external_id, got.fields["conversation"]) == (str(first), str(FIRST + 11))  # whole, digit by digit
        sent = builders.reply(ticket, cast.dewi, "Ready Kak <3\nSilakan dipesan.")
        engine().run_pending()
        reply = market.replies[-1]
        assert (reply["conversation_id"], reply["message"]) == (str(FIRST + 11), "Ready Kak &lt;3<br>Silakan dipesan.")
        sent.refresh_from_db()
        assert (sent.delivery_state, sent.external_id) == ("sent", str(reply["message_id"]))
        again = adapter.take(system.asked[-1].headers, system.asked[-1].body)
        assert again == (200, {"id": str(reply["message_id"])}) and len(market.replies) == 1
        assert adapter.report(public_ids.encode("message", sent.pk), "delivered") == 200
        sent.refresh_from_db()
        assert sent.delivery_state == "delivered"
        market.says("Oke kak")
        adapter.pull()
        assert Ticket.objects.filter(account=account).count() == 1


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("a<br>b<br/>c", "a\nb\nc"), ("<p>satu</p><p>dua</p>", "satu\ndua"), ("1 &lt; 2", "1 < 2"), ("<style>p{}</style>x", "x"),
        ("<script>alert(1)", ""), ("a < b", "a < b"), ("", ""),
    ],
)  # fmt: skip
def test_html_of_a_marketplace_becomes_words(markup: str, words: str) -> None:
    assert plain(markup) == words
