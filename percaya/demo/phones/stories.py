# ruff: noqa: E501 (people's words are not wrapped)
"""What happened in the chats of the demo before one looks: told by the stand-ins, read at our door, answered by the shop."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.people.actions.contacts import change_contact
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.replying import Reply, write_reply
from percaya.core.tickets.actions.states import resolve
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import ChannelAccount
from percaya.demo.clock import at
from percaya.demo.phones.accounts import connect
from percaya.demo.phones.keeping import KINDS, came, went
from percaya.demo.phones.kinds import chat_of_all_kinds
from percaya.demo.phones.line import Line
from percaya.demo.shop import Shop
from percaya.stages.delivery.actions import send
from percaya.stages.intake.actions import accept, process

# channel, who, hours ago, owner, lines: "<" theirs, ">" ours; the state it is in now
_CHATS = (
    ("whatsapp", "rina", 3.0, "dewi", ("<Halo kak", "<Kebaya encim ukuran M masih ada?", ">Masih, Kak Rina. Mau warna apa?", "<Yang sogan ya kak"), ""),
    ("whatsapp", "slamet", 26.0, "budi", ("<p", "<Transferan saya sudah masuk belum?", ">Sudah, Pak Slamet. Hari ini kami kirim.", "<siap makasih"), "resolved"),
    ("whatsapp", "hannah", 0.6, "", ("<Hi! Is the indigo scarf back in stock?",), ""),
    ("instagram", "ayu", 1.5, "sari", ("<Kak, outer parang yang di story kemarin berapa?", ">275 ribu, Kak Ayu. Ada S sampai XL.", "<oke kak aku ambil yang M ya"), ""),
    ("telegram", "andi", 5.0, "grace", ("<Assalamualaikum", "<Jahitan sarung bantal lepas dua", ">Waalaikumsalam, Pak Andi. Kami ganti ya."), ""),
    ("telegram", "mei", 0.3, "", ("<permisi kak", "<bisa kirim ke Singkawang?"), ""),
    ("line", "siti", 2.2, "dewi", ("<Kak, seragam panitia 12 potong bisa minggu depan?", ">Bisa, Bu Siti. Mohon kirim daftar ukurannya.", "<Nanti sore saya kirim ya"), ""),
    ("line", "kenji", 9.0, "", ("<Hello, do you ship to Osaka?",), ""),
    ("twilio", "darmi", 7.5, "budi", ("<Mbak, paket saya kok belum sampai? Di rumah tidak ada internet", ">Ibu Darmi, paketnya tiba besok pagi. Maaf menunggu."), ""),
    ("twilio_whatsapp", "bram", 4.2, "sari", ("<Selamat siang, faktur pajak bulan lalu belum kami terima", ">Siang, Pak Bram. Kami susulkan hari ini."), ""),
)  # fmt: skip


def chat(shop: Shop, now: datetime) -> int:
    """How many tickets came of it."""
    accounts = connect(shop.workspace, played=False)
    lines = {channel: KINDS[channel](account) for channel, account in accounts.items()}
    try:
        for channel, who, hours, owner, words, end in _CHATS:
            _talk(shop, accounts[channel], lines[channel], who, now - timedelta(hours=hours), owner, words, end)
    finally:
        for line in lines.values():
            line.vendor.close()
    return len(_CHATS) + chat_of_all_kinds(shop, accounts, now)


def _talk(
    shop: Shop, account: ChannelAccount, line: Line, who: str, moment: datetime, owner: str, words: tuple[str, ...], end: str
) -> None:
    found: list[Ticket] = []

    def door(_url: str, body: bytes, _headers: Mapping[str, str]) -> tuple[int, bytes]:
        arrival = process(arrival_id=accept(account=account, raw=body, door="hook").pk)
        came(account)
        found.extend([arrival.ticket] if arrival.ticket else [])
        return 200, b""

    line.lead_to("demo")
    for count, said in enumerate(words):
        with at(moment + timedelta(minutes=4 * count)):
            if said.startswith(">"):
                member = shop.members[owner]
                sent = write_reply(
                    ticket=assign(ticket=found[-1], to=member, by=Actor.member(member.pk)),
                    reply=Reply(text=said[1:]), member=member, by=Actor.member(member.pk),
                )  # fmt: skip
                send(message_id=sent.pk)
                went(account)
                engine().cancel(f"send:{sent.pk}")
                continue
            line.say(who, said[1:])
            line.tell(door)
            _named(found[-1], line.people[who])
    if end == "resolved":
        with at(moment + timedelta(hours=1)):
            resolve(ticket=Ticket.objects.get(pk=found[-1].pk), by=Actor.member(shop.members[owner].pk))


def _named(ticket: Ticket, name: str) -> None:
    """Where a message carries no name the vendor is asked for it; no stand-in answers yet."""
    if not ticket.contact.name:
        change_contact(contact=ticket.contact, name=name, by=Actor.system())
