"""Live chat as a visitor meets it: durable, once, theirs alone, and nobody's who is not signed for where that is wanted."""

import gzip
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jwt
import orjson
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.bus import Signal, bus
from percaya.core.tickets.actions.replying import add_note
from percaya.core.tickets.models import Attachment, Delivery, Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount
from percaya.runtime.live.feeder import frame_of_signal
from percaya.runtime.presence import presence
from percaya.stages.chat.models import Visitor
from percaya.stages.delivery.actions import send
from percaya.web.ui.colours import contrast, ink_on
from percaya.web.widget import panel as panel_module
from percaya.web.widget.identity import signature
from tests import builders
from tests.cast import Cast, Shop

pytestmark = pytest.mark.django_db
SECRET = "rahasia-panjang-untuk-tanda-tangan"


def chat_of(shop: Shop, secrets: Mapping[str, str] | None = None, **settings: object) -> ChannelAccount:
    settings = {"origins": "https://senja.example", **settings}
    return connect_account(
        workspace=shop.workspace, channel="webchat", name="Chat", settings=settings, secrets=secrets, by=Actor.system()
    )


class Panel:
    """What the panel's script does, without a browser."""

    def __init__(self, account: ChannelAccount) -> None:
        self.base = f"/chat/{public_ids.encode('account', account.pk)}"
        self.client = Client()
        self.token = ""
        self.keeper = ""

    def begin(self, **said: object) -> HttpResponse:
        answer = self.client.post(f"{self.base}/session", orjson.dumps(said), content_type="application/json")
        self._take(answer)
        return answer

    def say(self, text: str = "Halo kak", submission: str = "", **more: object) -> HttpResponse:
        data = {"id": submission or uuid.uuid4().hex, "text": text, **more}
        answer = self.client.post(f"{self.base}/say", data, headers=self._pass)
        self._take(answer)
        return answer

    def post(self, what: str, **data: object) -> HttpResponse:
        return self.client.post(f"{self.base}/{what}", data, headers=self._pass)

    def get(self, what: str) -> HttpResponse:
        return self.client.get(f"{self.base}/{what}", headers=self._pass)

    def talk(self) -> str:
        return self.get("talk").content.decode()

    @property
    def _pass(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}

    def _take(self, answer: HttpResponse) -> None:
        if answer.status_code in (200, 201):
            given = orjson.loads(answer.content)
            self.token, self.keeper = given["pass"], given["keeper"]


def opened(account: ChannelAccount) -> Panel:
    panel = Panel(account)
    assert panel.begin().status_code == 200
    return panel


def answer(cast: Cast, ticket: Ticket, text: str) -> Message:
    reply = builders.reply(ticket, cast.dewi, text)
    send(message_id=reply.pk)
    reply.refresh_from_db()
    return reply


def test_looking_leaves_nothing_and_the_first_message_makes_a_ticket(cast: Cast) -> None:
    panel = opened(chat_of(cast.senja, topics="Pengiriman, Retur"))
    assert not Visitor.objects.exists() and "article" not in panel.talk()
    assert panel.say("Ongkir ke Malang?", name="Rina", contact="rina@contoh.example", topic="Retur").status_code == 201
    ticket = Ticket.objects.get(channel="webchat")
    said = Message.objects.get(ticket=ticket)
    assert ticket.subject == "Retur" and said.body_text == "Ongkir ke Malang?" and said.author_name == "Rina"
    assert "Ongkir ke Malang?" in panel.talk() and f"#{ticket.number}" in panel.talk()


def test_what_was_said_is_answered_with_the_talk_as_it_stands_so_that_nobody_asks_for_it(cast: Cast) -> None:
    panel = opened(chat_of(cast.senja))
    given = orjson.loads(panel.say("Ongkir ke Malang?").content)
    ticket = Ticket.objects.get(channel="webchat")
    assert given["talk"] == panel.talk()
    assert "Ongkir ke Malang?" in given["talk"] and f'data-version="{ticket.version}"' in given["talk"]


@pytest.mark.django_db(transaction=True)
def test_news_say_of_which_version_they_are_and_own_words_are_no_newer_than_what_is_shown(cast: Cast) -> None:
    heard: list[Signal] = []
    silence = bus().on_signal(heard.append)
    panel = opened(chat_of(cast.senja))
    panel.say("Ongkir ke Malang?")
    shown = panel.talk()
    silence()
    talk = [one.data for one in heard if one.kind == "talk"]
    ticket = Ticket.objects.get(channel="webchat")
    assert talk and all(one["ticket"] == ticket.number and one["version"] <= ticket.version for one in talk)
    assert f'data-ticket="{ticket.number}" data-version="{ticket.version}"' in shown
    assert (
        orjson.loads(frame_of_signal(Signal("v1", "talk", data=talk[0])).body.split(b"data: ")[1])["version"]
        == talk[0]["version"]
    )


def test_the_panel_speaks_the_language_of_the_page_that_shows_it(cast: Cast) -> None:
    account = chat_of(cast.senja, language="id")
    panel = opened(account)
    for asked, words in (("", "Tulis pesan"), ("?lang=en", "Write a message"), ("?lang=xx", "Tulis pesan")):
        assert words in Client().get(panel.base + asked).content.decode()
    spoken = {**panel._pass, "percaya-language": "en"}
    assert "Write something" in panel.client.post(f"{panel.base}/say", {"id": "a" * 32}, headers=spoken).content.decode()
    panel.client.post(f"{panel.base}/say", {"id": "b" * 32, "text": "Hello"}, headers=spoken)
    assert Visitor.objects.get().language == "en"


def test_a_message_sent_again_with_its_id_is_one_message(cast: Cast) -> None:
    panel = opened(chat_of(cast.senja))
    for _ in range(3):
        assert panel.say("Halo", submission="a" * 32).status_code == 201
    assert Message.objects.filter(channel="webchat").count() == 1


def test_a_visitor_never_sees_or_touches_anothers_conversation(cast: Cast) -> None:
    account = chat_of(cast.senja)
    first, second = opened(account), opened(account)
    first.say("Rahasia saya", files=[SimpleUploadedFile("ktp.png", builders.PNG, "image/png")])
    ticket = Ticket.objects.get(channel="webchat")
    reply = answer(cast, ticket, "Baik kak Rina")
    file = public_ids.encode("attachment", Attachment.objects.get().pk)
    assert second.get(f"file/{file}").status_code == 404
    second.say("Permisi", submission="b" * 32)
    assert "Rahasia" not in second.talk() and "kak Rina" not in second.talk()
    assert second.get(f"file/{file}").status_code == 404 and first.get(f"file/{file}").status_code == 200
    second.post("heard", to=str(reply.pk + 100), read="1")
    reply.refresh_from_db()
    assert reply.delivery_state == Delivery.SENT
    assert Ticket.objects.filter(channel="webchat").count() == 2


def test_a_pass_of_one_chat_opens_no_other(cast: Cast) -> None:
    here, next_door = opened(chat_of(cast.senja)), opened(chat_of(cast.warung))
    here.say("Halo")
    next_door.token = here.token
    assert next_door.get("talk").status_code == 401 and next_door.say("Halo").status_code == 401
    next_door.begin(keeper=here.keeper)
    assert "Halo" not in next_door.talk()


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_without_a_living_pass_nothing_is_taken(cast: Cast, token: str) -> None:
    panel = opened(chat_of(cast.senja))
    panel.token = token
    assert panel.say("Halo").status_code == 401 and not Message.objects.filter(channel="webchat").exists()


def test_a_page_of_another_origin_is_refused(cast: Cast) -> None:
    panel = opened(chat_of(cast.senja))
    for headers in ({"origin": "https://jahat.example"}, {"sec-fetch-site": "cross-site"}):
        refused = Client().post(f"{panel.base}/session", b"{}", content_type="application/json", headers=headers)
        assert refused.status_code == 403


def test_the_panel_is_framed_by_the_named_sites_alone(cast: Cast) -> None:
    panel = Client().get(Panel(chat_of(cast.senja)).base)
    policy = panel.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://senja.example" in policy and "X-Frame-Options" not in panel.headers
    assert not panel.cookies


def test_an_answer_is_shown_delivered_and_read_and_notes_are_not(cast: Cast) -> None:
    panel = opened(chat_of(cast.senja))
    panel.say("Ongkir?")
    ticket = Ticket.objects.get(channel="webchat")
    add_note(ticket=ticket, text="Pelanggan rewel", member=cast.dewi, by=Actor.member(cast.dewi.pk))
    reply = answer(cast, ticket, "Rp18.000")
    assert "Rp18.000" in panel.talk() and "rewel" not in panel.talk()
    for read, state in (("", Delivery.DELIVERED), ("1", Delivery.READ)):
        assert panel.post("heard", to=str(reply.pk), read=read).status_code == 204
        reply.refresh_from_db()
        assert reply.delivery_state == state


def test_coming_back_with_the_keeper_the_conversation_goes_on(cast: Cast) -> None:
    account = chat_of(cast.senja)
    first = opened(account)
    first.say("Halo dari kemarin")
    again = Panel(account)
    assert again.begin(keeper=first.keeper).status_code == 200
    assert "Halo dari kemarin" in again.talk()
    again.say("Masih di sini")
    assert Ticket.objects.filter(channel="webchat").count() == 1


def signed(external_id: str = "4711", *, secret: str = SECRET, seconds: int = 600, **claims: object) -> str:
    return jwt.encode({"sub": external_id, "exp": int(time.time()) + seconds, **claims}, secret, algorithm="HS256")


def test_a_signed_visitor_has_their_conversation_on_every_device(cast: Cast) -> None:
    account = chat_of(cast.senja, {"identity_secret": SECRET}, identity_required=True)
    phone, laptop = Panel(account), Panel(account)
    phone.begin(identity=signed(name="Budi"))
    assert phone.say("Dari HP").status_code == 201
    until = int(time.time()) + 600
    laptop.begin(identity={"id": "4711", "exp": until, "hash": signature(SECRET, "4711", until)})
    assert "Dari HP" in laptop.talk()
    message = Message.objects.get(channel="webchat")
    assert message.fields["_proven"] and message.author_name == "Budi"


def test_a_pass_is_good_no_longer_than_what_the_site_signed(cast: Cast) -> None:
    """Talking renews it, but whoever has logged out on the site is out of the chat when the signature has run out."""
    account = chat_of(cast.senja, {"identity_secret": SECRET}, identity_required=True)
    panel = Panel(account)
    with time_machine.travel(1_790_000_000, tick=False) as clock:
        panel.begin(identity=signed(seconds=120))
        clock.shift(100)
        assert panel.say("Masih masuk").status_code == 201
        clock.shift(30)
        assert panel.get("talk").status_code == 401 and panel.say("Sudah keluar").status_code == 401


def test_a_name_beside_a_hash_is_vouched_for_by_nobody(cast: Cast) -> None:
    panel = Panel(chat_of(cast.senja, {"identity_secret": SECRET}))
    until = int(time.time()) + 600
    panel.begin(identity={"id": "4711", "exp": until, "hash": signature(SECRET, "4711", until), "name": "Direktur"})
    panel.say("Halo")
    assert Visitor.objects.get().name == ""


def _forgeries() -> dict[str, Any]:
    until = int(time.time()) + 600
    none = jwt.encode({"sub": "4711", "exp": until}, "", algorithm="none")
    return {
        "other secret": signed(secret="bukan-rahasia-yang-benar-sama-sekali"),
        "too old": signed(seconds=-5),
        "too long": signed(seconds=400 * 24 * 3600),
        "no end": jwt.encode({"sub": "4711"}, SECRET, algorithm="HS256"),
        "no algorithm": none,
        "no hash": {"id": "4711", "exp": until},
        "short hash": {"id": "4711", "exp": until, "hash": "ab"},
        "strange hash": {"id": "4711", "exp": until, "hash": "é" * 64},
        "hash of another": {"id": "4712", "exp": until, "hash": signature(SECRET, "4711", until)},
        "later end": {"id": "4711", "exp": until + 60, "hash": signature(SECRET, "4711", until)},
        "a number": 4711,
        "nothing": "",
    }


@pytest.mark.parametrize("case", sorted(_forgeries()))
def test_a_forged_identity_is_refused(cast: Cast, case: str) -> None:
    panel = Panel(chat_of(cast.senja, {"identity_secret": SECRET}))
    assert panel.begin(identity=_forgeries()[case]).status_code == 403 and panel.token == ""


def test_without_a_secret_no_signature_is_believed(cast: Cast) -> None:
    assert Panel(chat_of(cast.senja)).begin(identity=signed()).status_code == 403


def test_where_identity_is_required_every_message_needs_it(cast: Cast) -> None:
    account = chat_of(cast.senja, {"identity_secret": SECRET}, identity_required=True)
    stranger = opened(account)
    assert stranger.say("Halo").status_code == 403 and stranger.get("talk").status_code == 403
    assert not Message.objects.filter(channel="webchat").exists()


def test_a_stranger_cannot_take_a_signed_key(cast: Cast) -> None:
    """Keys of strangers and of signed visitors are different families, and a keeper is made for strangers alone."""
    account = chat_of(cast.senja, {"identity_secret": SECRET})
    member = Panel(account)
    member.begin(identity=signed())
    assert member.keeper == "" and opened(account).say("Halo").status_code == 201
    assert {visitor.key.split(":")[0] for visitor in Visitor.objects.all()} == {"web"}


def test_too_much_at_once_is_asked_to_wait_and_told_that_nothing_is_lost(cast: Cast) -> None:
    with time_machine.travel(1_790_000_000, tick=False):  # one window of counting, however slow the machine
        panel = opened(chat_of(cast.senja))
        codes = [panel.say(f"Pesan {n}", submission=f"{n:032d}").status_code for n in range(32)]
    assert codes[:30] == [201] * 30 and codes[-1] == 429


@pytest.mark.parametrize("bad", [{"id": "x"}, {"id": "../../../etc"}, {"text": " "}, {"text": "a" * 5001}])
def test_what_cannot_be_taken_is_said_so(cast: Cast, bad: dict[str, str]) -> None:
    panel = opened(chat_of(cast.senja))
    refused = panel.post("say", **{"id": uuid.uuid4().hex, "text": "Halo", **bad})
    assert refused.status_code == 422 and orjson.loads(refused.content)["error"]


def test_the_page_is_seen_only_if_the_visitor_lets_us_and_without_what_is_behind_it(cast: Cast) -> None:
    account = chat_of(cast.senja, ask_page=True)
    page = "https://senja.example/checkout?email=rina@contoh.example"
    shy, open_one = opened(account), opened(account)
    shy.say("Halo", page=page)
    open_one.say("Halo", page=page, page_allowed="1")
    assert sorted(Visitor.objects.values_list("page", flat=True)) == ["", "https://senja.example/checkout"]


def test_who_is_writing_is_told_by_first_name(cast: Cast) -> None:
    panel = opened(chat_of(cast.senja))
    panel.say("Halo")
    ticket = Ticket.objects.get(channel="webchat")
    assert orjson.loads(panel.post("here").content) == {"typing": "", "line": ""}
    presence().touch(ticket.pk, cast.dewi.pk, "typing", ticket.workspace_id, ticket.number)
    assert orjson.loads(panel.post("here", typing="1").content) == {"typing": "Dewi", "line": ""}


def test_the_wish_to_be_forgotten_is_a_message_that_a_person_reads(cast: Cast) -> None:
    panel = opened(chat_of(cast.senja))
    assert panel.post("forget").status_code == 409
    panel.say("Halo")
    wishes = Message.objects.filter(body_text__contains="hapus data")
    with time_machine.travel(time.time(), tick=False) as clock:
        for days, count in ((0, 1), (0, 1), (2, 2)):
            clock.shift(days * 24 * 3600)
            panel.begin(keeper=panel.keeper)
            assert panel.post("forget").status_code == 200
            assert wishes.count() == count, "pressed twice it is one, said again it is another"


def test_the_way_back_needs_an_address_and_is_sent_there(cast: Cast) -> None:
    panel = opened(chat_of(cast.senja))
    assert panel.post("link").status_code == 409
    panel.say("Halo", contact="rina.chat@contoh.example")
    assert panel.post("link").status_code == 200
    mailed = Message.objects.get(channel="email")
    assert mailed.addressed["to"][0]["value"] == "rina.chat@contoh.example" and "Halo" not in mailed.body_text


COLOURS = "#000000 #ffffff #777777 #ff0000 #00ff00 #0000ff #ffd000 #233a8b #757575"


@pytest.mark.parametrize("colour", COLOURS.split())
def test_letters_on_any_brands_colour_can_be_read(colour: str) -> None:
    assert contrast(colour, ink_on(colour)) >= 4.5


def test_the_loader_and_the_panel_stay_small(cast: Cast) -> None:
    """What a visitor's line carries, packed: 3 kB before use, 25 kB after (UX brief, budgets)."""
    loader = Client().get("/w.js")
    assert packed(loader.content) <= 3 * 1024
    page = Client().get(Panel(chat_of(cast.senja)).base).content
    assert packed(page) + sum(packed(static(name)) for name in PARTS) <= 25 * 1024


PARTS = ("panel.js", "panel.css", "help.js", "voice.js", "emoji.js")


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def static(name: str) -> bytes:
    return (Path(panel_module.__file__).parent / "static/widget" / name).read_bytes()
