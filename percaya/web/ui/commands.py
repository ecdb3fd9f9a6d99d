"""Every command of the desk with its key, in one table: the keyboard, tooltips, the help sheet, the palette and the page
where members choose their own keys are made from it.

A page offers a command by carrying an element with ``data-command="<id>"``; keys.js clicks, opens or focuses that element.
A module of scripts may take a command over with ``on(id, run)``. Nothing here uses Alt+letter or Ctrl+Shift+letter, which
belong to the browser and to Polish and other keyboards.
"""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

Acts = Literal["", "one", "many"]


@dataclass(frozen=True)
class Command:
    """``key`` is a KeyboardEvent.key, "mod+k" (Ctrl or ⌘), a sequence "g i", or "" for none; ``also`` are keys that do the
    same and step back when a member gives them to another command. ``words`` are synonyms in both languages.

    ``acts`` says on what: "many" on the selection, else the focused row, else the open ticket; "one" on the focused row or
    the open ticket; "" on the page. ``verb`` is the change of ``inbox:change`` that a row needs no opening for. ``view`` is
    the list it goes to. A ``danger`` is asked for twice in the palette.
    """

    id: str
    key: str
    label: str
    group: str
    words: str = ""
    also: tuple[str, ...] = ()
    acts: Acts = ""
    verb: str = ""
    view: str = ""
    danger: bool = False


EVERYWHERE, LIST, TICKET, COMPOSER, GO = _("Everywhere"), _("List"), _("Ticket"), _("Composer"), _("Go to")

COMMANDS = (
    Command("palette", "mod+k", _("Command palette"), EVERYWHERE, "perintah palet command"),
    Command("help", "?", _("Keyboard shortcuts"), EVERYWHERE, "pintasan bantuan help keys keyboard"),
    Command("search", "/", _("Search"), EVERYWHERE, "cari find search"),
    Command("undo", "z", _("Undo"), EVERYWHERE, "urungkan batal undo cancel"),
    Command("availability", "g s", _("Availability"), EVERYWHERE, "tersedia istirahat offline hadir status availability break"),
    Command("be-available", "", _("I am available"), EVERYWHERE, "tersedia mulai kerja kembali available start work back"),
    Command("be-break", "", _("I take a break"), EVERYWHERE, "istirahat rehat makan salat break pause"),
    Command("be-offline", "", _("I am offline"), EVERYWHERE, "offline pulang selesai kerja leave stop work"),
    Command("new", "c", _("New ticket"), EVERYWHERE, "tiket baru buat new create"),
    Command("call", "", _("Log a call"), EVERYWHERE, "telepon catat panggilan call phone log"),
    Command("apply", ".", _("Apply changes to the list"), LIST, "perubahan segarkan muat refresh apply"),
    Command("next", "j", _("Next ticket"), LIST, "berikut turun next down", also=("ArrowDown",)),
    Command("previous", "k", _("Previous ticket"), LIST, "sebelum naik previous up", also=("ArrowUp",)),
    Command("open", "Enter", _("Open"), LIST, "buka open", also=("o",)),
    Command("select", "x", _("Select"), LIST, "pilih centang select tick"),
    Command("extend-next", "J", _("Select and go down"), LIST, "perluas pilih turun extend select"),
    Command("extend-previous", "K", _("Select and go up"), LIST, "perluas pilih naik extend select"),
    Command("select-all", "mod+a", _("Select the whole list"), LIST, "pilih semua select all"),
    Command("filter", "v", _("Filter the list"), LIST, "saring filter syarat kondisi narrow conditions"),
    Command("sort", "", _("Sort the list"), LIST, "urutkan urutan sort order"),
    Command("layout", "", _("Layout of the list: rows or table"), LIST, "tata letak tabel kolom kerapatan table columns layout"),
    Command("save-view", "", _("Save as view"), LIST, "simpan tampilan saved view"),
    Command("queue", "q", _("Queue mode"), LIST, "antrean mulai berikutnya queue play guided"),
    Command("list", "u", _("Back to the list"), TICKET, "kembali daftar back list", also=("Escape",)),
    Command("newer", "[", _("Previous in the list"), TICKET, "sebelum previous"),
    Command("older", "]", _("Next in the list"), TICKET, "berikut next"),
    Command("reply", "r", _("Reply"), TICKET, "balas jawab reply answer", acts="one"),
    Command("note", "n", _("Internal note"), TICKET, "catatan internal note comment", acts="one"),
    Command("forward", "f", _("Forward"), TICKET, "teruskan kirim ke pihak lain forward third party", acts="one"),
    Command("template", "", _("Templates and macros"), TICKET, "template makro balasan siap canned macro snippet", acts="one"),
    Command("take", "i", _("Take"), TICKET, "ambil tugaskan saya take assign me", acts="many", verb="take"),
    Command("assign", "a", _("Assign…"), TICKET, "tugaskan penanggung jawab alihkan assign owner", acts="many"),
    Command("team", "t", _("Team…"), TICKET, "tim alihkan team transfer", acts="many"),
    Command("state", "s", _("State…"), TICKET, "status keadaan tunggu state wait", acts="many"),
    Command("priority", "p", _("Priority…"), TICKET, "prioritas mendesak penting priority urgent", acts="many"),
    Command("label", "l", _("Labels…"), TICKET, "label tag tanda", acts="many"),
    Command("resolve", "e", _("Resolve"), TICKET, "selesaikan tutup beres close resolve done", acts="many", verb="resolve"),
    Command("reopen", "E", _("Reopen"), TICKET, "buka lagi reopen", acts="many", verb="reopen"),
    Command("snooze", "h", _("Remind later"), TICKET, "ingatkan nanti tunda snooze remind later", also=("b",), acts="many"),
    Command("promise", "d", _("Note a promise"), TICKET, "catat janji simpul promise commitment", acts="one"),
    Command("follow", "F", _("Follow"), TICKET, "ikuti pantau follow watch berhenti"),
    Command("beside-customer", "", _("Customer beside the ticket"), TICKET, "pelanggan kontak panel customer"),
    Command("contact", "", _("Customer's page"), TICKET, "halaman pelanggan kontak customer contact page"),
    Command("edit-contact", "", _("Edit customer"), TICKET, "ubah pelanggan sapaan edit customer"),
    Command("beside-ticket", "", _("Ticket details, fields and checklist"), TICKET, "isian waktu fields checklist"),
    Command("why", "W", _("Why is it here?"), TICKET, "kenapa di sini alasan jejak why trace cause"),
    Command("ask-supervisor", "", _("Ask a supervisor"), TICKET, "tanya supervisor eskalasi bantuan atasan escalate help"),
    Command("unread", "U", _("Mark unread"), TICKET, "belum dibaca unread", acts="one", verb="unread"),
    Command("merge", "m", _("Merge…"), TICKET, "gabungkan satukan merge join", acts="one"),
    Command("split", "", _("Split…"), TICKET, "pisahkan jadikan tiket baru split", acts="one"),
    Command("find", "g f", _("Find in this ticket"), TICKET, "cari di tiket find in ticket", acts="one"),
    Command("copy", "y", _("Copy link to the ticket"), TICKET, "salin tautan copy link", acts="one"),
    Command("spam", "", _("Spam"), TICKET, "spam sampah junk", acts="many", verb="spam", danger=True),
    Command("send", "mod+Enter", _("Send"), COMPOSER, "kirim send"),
    Command("send-resolve", "mod+Shift+Enter", _("Send and resolve"), COMPOSER, "kirim selesaikan send resolve"),
    Command("go-inbox", "g i", _("Inbox"), GO, "kotak masuk semua terbuka inbox", view="open"),
    Command("go-mine", "g m", _("Needs my reply"), GO, "milik saya balas mine", view="reply"),
    Command("notices", "g n", _("Notices"), GO, "pemberitahuan lonceng notices bell news"),
    Command("go-promises", "g j", _("Promises"), GO, "janji buku janji promises ledger"),
    Command("go-customers", "g c", _("Customers"), GO, "pelanggan kontak organisasi customers contacts"),
    Command("go-knowledge", "", _("Help centre"), GO, "artikel pusat bantuan help centre knowledge articles"),
    Command("go-board", "g d", _("Live board"), GO, "papan langsung supervisor board wallboard dasbor"),
    Command("go-escalations", "", _("Escalations"), GO, "eskalasi naik supervisor escalations"),
    Command("go-unclaimed", "g u", _("Unclaimed"), GO, "belum diambil unclaimed", view="unassigned"),
)
BY_ID = {command.id: command for command in COMMANDS}


def table() -> list[dict[str, Any]]:
    """The commands in the reader's language, as the page carries them for the scripts; what is empty is left out."""
    return [{name: value for name, value in _row(command).items() if value} for command in COMMANDS]


def _row(command: Command) -> dict[str, Any]:
    return {
        "id": command.id,
        "key": command.key,
        "also": command.also,
        "label": gettext(command.label),
        "group": gettext(command.group),
        "words": command.words,
        "acts": command.acts,
        "verb": command.verb,
        "view": command.view,
        "danger": command.danger,
    }
