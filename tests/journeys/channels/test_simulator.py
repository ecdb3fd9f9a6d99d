"""The customers' telephones of a demo: what one does there goes through the stand-in and the real door, and answers come back."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.tickets.models import Attachment, Message, Ticket
from percaya.core.workspace import calling
from percaya.core.workspace.actions.workspaces import create_workspace
from percaya.core.workspace.models import ChannelAccount, Member
from percaya.demo.phones import keeping
from percaya.demo.phones.accounts import connect
from percaya.demo.phones.line import Bubble, Line
from percaya.stages.delivery.models import ChannelTemplate
from tests import builders
from tests.cast import Cast, logged_in, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(cast: Cast) -> Member:
    return member(create_workspace(name="Demo", is_demo=True, by=Actor.system()), "Putu", "agent")


@pytest.fixture
def accounts(agent: Member, settings: Any) -> Iterator[dict[str, ChannelAccount]]:
    made = connect(agent.workspace)
    settings.PERCAYA_WEBHOOK_HOSTS = []
    keeping.begin(str(settings.PUBLIC_URL))
    yield made
    keeping.end()


def knock(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items() if name != "Content-Type"}
    answer = Client().post(url, body, content_type=headers["Content-Type"], **named)  # type: ignore[arg-type]
    assert answer.status_code == 200, (url, answer.content)
    return answer.status_code, answer.content


def work() -> None:
    keeping.tell(knock)
    engine().run_pending()
    keeping.tell(knock)
    engine().run_pending()


def line(account: ChannelAccount) -> Line:
    found = keeping.line_of(account.pk)
    assert found is not None
    return found


def at(agent: Member, account: ChannelAccount, who: str, deed: str = "") -> str:
    return f"/w/{agent.workspace.slug}/simulator/{public_ids.encode('account', account.pk)}/{who}" + (f"/{deed}" if deed else "")


PHONES = [("whatsapp", "rina"), ("whatsapp", "slamet"), ("whatsapp", "hannah"), ("telegram", "andi"), ("instagram", "ayu")]
PHONES += [("line", "siti"), ("twilio", "maya"), ("twilio_whatsapp", "bram")]
NAMELESS, UNREAD = ("twilio",), ("telegram", "line", "twilio")  # what the vendor does not tell


@pytest.mark.parametrize(("channel", "who"), PHONES)
def test_words_reach_the_desk_and_its_answer_the_telephone(
    agent: Member, accounts: dict[str, ChannelAccount], channel: str, who: str
) -> None:
    client, account = logged_in(agent), accounts[channel]
    assert client.post(at(agent, account, who, "say"), {"text": "Halo kak, paket saya belum sampai"}).status_code == 302
    work()
    ticket = Ticket.objects.get(account=account)
    assert ticket.subject == "Paket saya belum sampai"
    assert ticket.contact.name == ("" if channel in NAMELESS else line(account).people[who])
    sent = builders.reply(ticket, agent, "Kami cek dulu ya.")
    work()
    sent.refresh_from_db()
    assert sent.delivery_state in ("sent", "delivered")
    shown = client.get(at(agent, account, who, "thread")).content.decode()
    assert "Kami cek dulu ya." in shown and "paket saya belum sampai" in shown
    work()
    sent.refresh_from_db()
    assert sent.delivery_state == ({"twilio": "delivered"}.get(channel, "sent") if channel in UNREAD else "read")


@pytest.mark.parametrize(("channel", "who"), [PHONES[0], PHONES[3]])
def test_pictures_places_and_reactions_come_too(
    agent: Member, accounts: dict[str, ChannelAccount], channel: str, who: str
) -> None:
    client, account = logged_in(agent), accounts[channel]
    for deed in ("picture", "place"):
        client.post(at(agent, account, who, deed))
    work()
    ticket = Ticket.objects.get(account=account)
    held = Message.objects.filter(ticket=ticket, direction="inbound")
    assert held.count() == 2 and Attachment.objects.filter(message__in=held).exists()
    assert any(one["kind"] == "location" for row in held for one in row.fields.get("rich", []))
    sent = builders.reply(ticket, agent, "Terima kasih.")
    work()
    answer = line(account).answers(who)[0]
    client.post(at(agent, account, who, "react"), {"bubble": answer.id, "emoji": "👍"})
    work()
    sent.refresh_from_db()
    assert [one["emoji"] for one in sent.fields["reactions"]] == ["👍"]


def test_what_instagram_cannot_carry_goes_as_its_people_send_it(agent: Member, accounts: dict[str, ChannelAccount]) -> None:
    client, account = logged_in(agent), accounts["instagram"]
    for deed in ("picture", "place"):
        client.post(at(agent, account, "ayu", deed))
    work()
    held = Message.objects.filter(ticket__account=account, direction="inbound")
    assert Attachment.objects.filter(message__in=held, note="").count() == 1
    assert held.filter(body_text__contains="maps").count() == 1
    sent = builders.reply(Ticket.objects.get(account=account), agent, "Terima kasih.")
    work()
    client.post(at(agent, account, "ayu", "react"), {"bubble": line(account).answers("ayu")[0].id, "emoji": "👍"})
    work()
    sent.refresh_from_db()
    assert [one["emoji"] for one in sent.fields["reactions"]] == ["👍"]


def test_text_messages_carry_pictures_in_north_america_and_places_as_addresses(
    agent: Member, accounts: dict[str, ChannelAccount]
) -> None:
    client, account = logged_in(agent), accounts["twilio"]
    assert client.post(at(agent, account, "darmi", "picture")).status_code == 404
    assert "image" not in client.get(at(agent, account, "darmi")).content.decode().partition("sim__more")[2]
    client.post(at(agent, account, "darmi", "place"))
    client.post(at(agent, account, "maya", "picture"))
    work()
    held = Message.objects.filter(ticket__account=account, direction="inbound")
    assert held.filter(body_text__contains="maps").count() == 1
    assert Attachment.objects.filter(message__in=held, note="").count() == 1


@pytest.mark.parametrize("channel", ["whatsapp", "twilio_whatsapp"])
def test_the_shops_templates_come_from_the_stand_in(agent: Member, accounts: dict[str, ChannelAccount], channel: str) -> None:
    work()
    rows = ChannelTemplate.objects.filter(account=accounts[channel])
    assert {"id", "en"} <= set(rows.filter(state="approved").values_list("language", flat=True))
    assert rows.filter(state="rejected").exclude(reason="").exists() and rows.exclude(blanks=[]).exists()
    if channel == "whatsapp":
        assert rows.filter(state="paused").exists() and rows.exclude(header="").exclude(buttons=[]).exists()


def restart() -> None:
    """The server ends and begins again: what its stand-ins held is gone."""
    keeping.end()
    keeping.begin(str(django_settings.PUBLIC_URL))


@pytest.mark.parametrize(("channel", "who"), PHONES)
def test_a_telephone_keeps_its_conversation_over_a_restart(
    agent: Member, accounts: dict[str, ChannelAccount], channel: str, who: str
) -> None:
    client, account = logged_in(agent), accounts[channel]
    client.post(at(agent, account, who, "say"), {"text": "Paket saya belum sampai"})
    client.post(at(agent, account, who, "picture"))
    work()
    ticket = Ticket.objects.get(account=account)
    builders.reply(ticket, agent, "Kami cek dulu ya.")
    work()
    before = [(one.id, one.is_own, one.text, one.glyph) for one in shown(account, who)]
    assert [one[1:] for one in before] == [
        (True, "Paket saya belum sampai", ""),
        (True, "", "image"),
        (False, "Kami cek dulu ya.", ""),
    ]
    restart()
    assert [(one.id, one.is_own, one.text, one.glyph) for one in shown(account, who)] == before
    reacts = bool(line(account).emoji)
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):  # LINE's token for a quick answer is gone
        answered = builders.reply(ticket, agent, "Sudah ketemu, Kak.")
        answer = client.post(at(agent, account, who, "react"), {"bubble": before[-1][0], "emoji": "🙏"})
        assert answer.status_code == (302 if reacts else 404)
        work()
    answered.refresh_from_db()
    assert answered.delivery_state in ("sent", "delivered"), answered.delivery_reason  # the vendor knows when they wrote
    assert [one.text for one in shown(account, who)][-1] == "Sudah ketemu, Kak."
    assert [one.reaction for one in shown(account, who)] == ["", "", "🙏" if reacts else "", ""]


def shown(account: ChannelAccount, who: str) -> list[Bubble]:
    keeping.recall(line(account))
    return line(account).bubbles(who)


OFFER = {"button": "", "choices": [{"id": "ya", "title": "Ya, kirim"}, {"id": "tidak", "title": "Batal"}]}
LIST = {"button": "Pilih ukuran", "choices": [{"id": size, "title": f"Ukuran {size}"} for size in ("S", "M", "L", "XL")]}
OFFERS = [("whatsapp", "rina", OFFER), ("whatsapp", "slamet", LIST), ("telegram", "andi", OFFER), ("instagram", "ayu", OFFER)]
OFFERS += [("line", "siti", OFFER)]


@pytest.mark.parametrize("after_restart", [False, True])
@pytest.mark.parametrize(("channel", "who", "offer"), OFFERS)
def test_what_the_desk_offers_can_be_pressed(
    agent: Member, accounts: dict[str, ChannelAccount], channel: str, who: str, offer: dict[str, Any], after_restart: bool
) -> None:
    client, account = logged_in(agent), accounts[channel]
    client.post(at(agent, account, who, "say"), {"text": "Paket saya belum sampai"})
    work()
    ticket = Ticket.objects.get(account=account)
    builders.reply(ticket, agent, "Kirim ulang?", out={"offer": offer})
    work()
    if after_restart:
        restart()
    asked, choice = shown(account, who)[-1], offer["choices"][1]
    assert asked.offers == tuple((one["id"], one["title"]) for one in offer["choices"])
    page = client.get(at(agent, account, who, "thread")).content.decode()
    assert all(one["title"] in page for one in offer["choices"])
    for word in (choice["id"], "never offered"):
        client.post(at(agent, account, who, "press"), {"bubble": asked.id, "offer": word})
    work()
    pressed = Message.objects.filter(ticket=ticket, direction="inbound").latest("pk")
    assert (pressed.body_text, Message.objects.filter(ticket=ticket, direction="inbound").count()) == (choice["title"], 2)


def test_only_a_demos_own_people_play(agent: Member, accounts: dict[str, ChannelAccount], cast: Cast) -> None:
    page = at(agent, accounts["telegram"], "andi")
    assert logged_in(agent).get(page).status_code == 200
    assert logged_in(cast.dewi).get(page).status_code == 404
    assert logged_in(cast.dewi).get(f"/w/{cast.workspace.slug}/simulator/").status_code == 404
    assert logged_in(agent).get(at(agent, accounts["telegram"], "rina")).status_code == 404
    assert logged_in(agent).post(at(agent, accounts["telegram"], "andi", "dance")).status_code == 404


def test_a_page_without_stand_ins_says_so(agent: Member) -> None:
    made = connect(agent.workspace)
    shown = logged_in(agent).get(at(agent, made["telegram"], "andi"))
    assert shown.status_code == 200 and "percaya serve" in shown.content.decode()


def test_stand_ins_end_with_their_demo(agent: Member, accounts: dict[str, ChannelAccount]) -> None:
    ChannelAccount.objects.filter(pk=accounts["telegram"].pk).update(is_active=False)
    keeping.begin("")
    assert keeping.line_of(accounts["telegram"].pk) is None and keeping.line_of(accounts["whatsapp"].pk) is not None


def test_a_demo_without_its_stand_in_asks_nobody_for_names(agent: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    account = connect(agent.workspace)["instagram"]
    asked: list[object] = []
    monkeypatch.setattr(calling, "call", lambda *what, **how: asked.append(what))
    phone = keeping.KINDS["instagram"](account)
    phone.lead_to(f"/hooks/instagram/{public_ids.encode('account', account.pk)}")
    phone.say("ayu", "Kak, outer parang masih ada?")
    phone.tell(knock)
    engine().run_pending()
    assert Ticket.objects.get(account=account).subject and asked == []
    phone.vendor.close()
