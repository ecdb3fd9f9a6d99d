"""Two conversations which hold what else can come in a chat: told by stand-ins that serve meanwhile, so that files come too."""

import io
import math
import wave
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.people.actions.contacts import change_contact
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.replying import Reply, write_reply
from percaya.core.tickets.models import Attachment, Message, Ticket
from percaya.core.workspace.models import ChannelAccount
from percaya.demo.clock import at
from percaya.demo.phones.instagram import InstagramLine
from percaya.demo.phones.keeping import came, served, went
from percaya.demo.phones.line import Line
from percaya.demo.phones.whatsapp import LARAS, WhatsAppLine
from percaya.demo.pictures import picture
from percaya.demo.shop import Shop
from percaya.stages.delivery.actions import send
from percaya.stages.intake.actions import accept, fetch, process

_MIRA = "6671234509871003"
_RATE = 8000  # samples a second
_ANSWER = "Cantik sekali, Kak Laras! Kami siapkan pesanannya, ya."


class Talk:
    """One customer's conversation while it is told. ``ids`` are the vendor's ids of what the customer sent, by a word."""

    def __init__(self, shop: Shop, account: ChannelAccount, line: Line, name: str) -> None:
        self.shop, self.account, self.line, self.name = shop, account, line, name
        self.ids: dict[str, str] = {}
        self.tickets: list[Ticket] = []

    def hear(self) -> None:
        """All that the customer did, and the files of it, come in."""
        self.line.tell(self._door)
        found = Ticket.objects.filter(account=self.account, pk__in=[one.pk for one in self.tickets]).select_related("contact")
        for ticket in found:
            if not ticket.contact.name:
                change_contact(contact=ticket.contact, name=self.name, by=Actor.system())

    def answer(self, text: str, owner: str) -> Message:
        """Carried to the stand-in. Gives it back with the id that the vendor knows it by."""
        member = self.shop.members[owner]
        ticket = assign(ticket=self.tickets[-1], to=member, by=Actor.member(member.pk))
        sent = write_reply(ticket=ticket, reply=Reply(text=text), member=member, by=Actor.member(member.pk))
        send(message_id=sent.pk)
        went(self.account)
        engine().cancel(f"send:{sent.pk}")
        sent.refresh_from_db()
        return sent

    def _door(self, _url: str, body: bytes, _headers: Mapping[str, str]) -> tuple[int, bytes]:
        arrival = process(arrival_id=accept(account=self.account, raw=body, door="hook").pk)
        came(self.account)
        if arrival.ticket:
            self.tickets.append(arrival.ticket)
            for file in Attachment.objects.filter(message__ticket=arrival.ticket, note="fetching"):
                fetch(attachment_id=file.pk)
                engine().cancel(f"fetch:{file.pk}")
        return 200, b""


def chat_of_all_kinds(shop: Shop, accounts: Mapping[str, ChannelAccount], now: datetime) -> int:
    """How many conversations came of it."""
    with at(now - timedelta(minutes=80)), served(accounts["whatsapp"]) as line:
        _tell(Talk(shop, accounts["whatsapp"], line, LARAS.name), _WHATSAPP, now - timedelta(minutes=80))
    with at(now - timedelta(minutes=110)), served(accounts["instagram"]) as line:
        _tell(Talk(shop, accounts["instagram"], line, "Mira Anjani"), _INSTAGRAM, now - timedelta(minutes=110))
    return 2


def _tell(talk: Talk, steps: tuple[Callable[[Talk], None], ...], began: datetime) -> None:
    for count, step in enumerate(steps):
        with at(began + timedelta(minutes=3 * count)):
            step(talk)
            talk.hear()


def _whatsapp(talk: Talk) -> WhatsAppLine:
    assert isinstance(talk.line, WhatsAppLine)
    return talk.line


def _asks(talk: Talk) -> None:
    talk.ids["first"] = _whatsapp(talk).vendor.says(LARAS, "Kak, mau pesan kain untuk seragam nikahan tgl 12")


def _mends(talk: Talk) -> None:
    _whatsapp(talk).vendor.edits(LARAS, talk.ids["first"], "Kak, mau pesan kain untuk seragam nikahan tgl 21")


def _speaks(talk: Talk) -> None:
    _whatsapp(talk).vendor.sends_file(LARAS, "audio", _hum(), "audio/wav", voice=True)


def _shows(talk: Talk) -> None:
    vendor = _whatsapp(talk).vendor
    vendor.sends_file(LARAS, "image", picture("laras"), "image/png", caption="Motifnya kira-kira begini")
    vendor.sends_file(LARAS, "sticker", picture("stiker"), "image/png")


def _orders(talk: Talk) -> None:
    items = [
        {"product_retailer_id": "KAIN-SIDOMUKTI", "quantity": 12, "item_price": 185000, "currency": "IDR"},
        {"product_retailer_id": "SELENDANG-POLOS", "quantity": 4, "item_price": 65000, "currency": "IDR"},
    ]
    _whatsapp(talk).vendor._sends(LARAS, "order", {"catalog_id": "771", "text": "Bisa dikirim bertahap?", "product_items": items})


def _leads(talk: Talk) -> None:
    vendor = _whatsapp(talk).vendor
    vendor.shares_place(LARAS, -7.5561, 110.8317, "Gedung Graha Wisata")
    vendor.shares_contact(LARAS, "Bu Endang (panitia)", "+62 812-3450-0099")


def _is_answered(talk: Talk) -> None:
    talk.ids["answer"] = talk.answer(_ANSWER, "dewi").external_id


def _likes(talk: Talk) -> None:
    _whatsapp(talk).vendor.reacts(LARAS, talk.ids["answer"], "❤️")
    talk.ids["slip"] = _whatsapp(talk).vendor.says(LARAS, "Eh salah kirim, ini untuk adik saya")


def _takes_back(talk: Talk) -> None:
    _whatsapp(talk).vendor.takes_back(LARAS, talk.ids["slip"])
    _whatsapp(talk).vendor._sends(LARAS, "unsupported", {"type": "poll_creation"})


def _asks_again(talk: Talk) -> None:
    _whatsapp(talk).vendor.says(LARAS, "Totalnya jadi berapa ya kak?", quotes=talk.ids["answer"])


def _instagram(talk: Talk) -> InstagramLine:
    assert isinstance(talk.line, InstagramLine)
    return talk.line


def _answers_story(talk: Talk) -> None:
    _instagram(talk).vendor.customer(_MIRA, "Mira Anjani", "mira.anjani")
    _instagram(talk).vendor.answers_story(_MIRA, "Ini ada ukuran anak kak?", picture("cerita"))


def _mentions(talk: Talk) -> None:
    _instagram(talk).vendor.mentions_in_story(_MIRA, picture("sebutan"))


def _comments(talk: Talk) -> None:
    _instagram(talk).vendor.comments(_MIRA, "Kapan restock yang biru? 😍")


_WHATSAPP = (_asks, _mends, _speaks, _shows, _orders, _leads, _is_answered, _likes, _takes_back, _asks_again)
_INSTAGRAM = (_answers_story, _mentions, _comments)


@cache
def _hum() -> bytes:
    """A voice that hums three notes, as a WAV of one and a half seconds."""
    notes = [220 * 2 ** (step / 12) for step in (0, 4, 7)]
    count = _RATE // 2
    sound = bytes(
        int(128 + 50 * math.sin(2 * math.pi * note * at / _RATE) * math.sin(math.pi * at / count))
        for note in notes
        for at in range(count)
    )
    with io.BytesIO() as file:
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(1)
            out.setframerate(_RATE)
            out.writeframes(sound)
        return file.getvalue()
