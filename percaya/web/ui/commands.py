"""Every command of the desk with its key, in one table: the keyboard, the help sheet and the palette are made from it.

A page offers a command by carrying an element with ``data-command="<id>"``; keys.js clicks, opens or focuses that element.
Commands of the list (move, open, select) are done by list.js. Nothing here uses Alt+letter or Ctrl+Shift+letter, which
belong to the browser and to Polish and other keyboards.
"""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class Command:
    """``key`` is a KeyboardEvent.key, "mod+k" (Ctrl or ⌘), or a sequence "g i". ``words`` are synonyms in both languages."""

    id: str
    key: str
    label: str
    group: str
    words: str = ""


EVERYWHERE, LIST, TICKET, COMPOSER, GO = _("Everywhere"), _("List"), _("Ticket"), _("Composer"), _("Go to")

COMMANDS = (
    Command("palette", "mod+k", _("Command palette"), EVERYWHERE, "perintah palet command"),
    Command("help", "?", _("Keyboard shortcuts"), EVERYWHERE, "pintasan bantuan help keys"),
    Command("search", "/", _("Search"), EVERYWHERE, "cari find search"),
    Command("undo", "z", _("Undo"), EVERYWHERE, "urungkan batal undo cancel"),
    Command("new", "c", _("New ticket"), EVERYWHERE, "tiket baru buat new create"),
    Command("apply", ".", _("Apply changes to the list"), LIST, "perubahan segarkan refresh apply"),
    Command("next", "j", _("Next ticket"), LIST, "berikut turun next down"),
    Command("previous", "k", _("Previous ticket"), LIST, "sebelum naik previous up"),
    Command("open", "Enter", _("Open"), LIST, "buka open"),
    Command("select", "x", _("Select"), LIST, "pilih select"),
    Command("list", "u", _("Back to the list"), TICKET, "kembali daftar back list"),
    Command("newer", "[", _("Previous in the list"), TICKET, "sebelum previous"),
    Command("older", "]", _("Next in the list"), TICKET, "berikut next"),
    Command("reply", "r", _("Reply"), TICKET, "balas jawab reply answer"),
    Command("note", "n", _("Internal note"), TICKET, "catatan internal note"),
    Command("take", "i", _("Take"), TICKET, "ambil tugaskan saya take assign me"),
    Command("assign", "a", _("Assign…"), TICKET, "tugaskan penanggung jawab assign owner"),
    Command("team", "t", _("Team…"), TICKET, "tim alihkan team transfer"),
    Command("state", "s", _("State…"), TICKET, "status keadaan state tunggu wait"),
    Command("priority", "p", _("Priority…"), TICKET, "prioritas mendesak priority urgent"),
    Command("label", "l", _("Labels…"), TICKET, "label tag"),
    Command("resolve", "e", _("Resolve"), TICKET, "selesaikan tutup close resolve done"),
    Command("reopen", "E", _("Reopen"), TICKET, "buka lagi reopen"),
    Command("snooze", "h", _("Remind later"), TICKET, "ingatkan nanti tunda snooze remind"),
    Command("unread", "U", _("Mark unread"), TICKET, "belum dibaca unread"),
    Command("copy", "y", _("Copy link to the ticket"), TICKET, "salin tautan copy link"),
    Command("send", "mod+Enter", _("Send"), COMPOSER, "kirim send"),
    Command("send-resolve", "mod+Shift+Enter", _("Send and resolve"), COMPOSER, "kirim selesaikan send resolve"),
    Command("go-inbox", "g i", _("Inbox"), GO, "kotak masuk inbox"),
    Command("go-mine", "g m", _("Needs my reply"), GO, "milik saya balas mine"),
    Command("go-unclaimed", "g u", _("Unclaimed"), GO, "belum diambil unclaimed"),
)
KEYS = {command.id: command.key for command in COMMANDS}


def key_of(command: str) -> str:
    """The key as printed on a keycap, or nothing."""
    shown = KEYS.get(command, "").replace("mod", "Ctrl").replace("Enter", "↵")
    return f"Shift+{shown}" if len(shown) == 1 and shown.isupper() else shown


def table() -> list[dict[str, str]]:
    """The commands in the reader's language, as the page carries them for the scripts."""
    return [
        {
            "id": command.id,
            "key": command.key,
            "label": gettext(command.label),
            "group": gettext(command.group),
            "words": command.words,
        }
        for command in COMMANDS
    ]
