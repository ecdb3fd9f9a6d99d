# ruff: noqa: E501 (people's words are not wrapped)
"""What names a chat: never a greeting, always the first real sentence."""

import pytest

from percaya.core.tickets.naming import LONGEST, is_bare_greeting, name_from

BARE = (
    "halo", "Halo kak", "haloooo kakkk 🙏", "p", "P", "pp", "hi min", "Hai admin", "permisi", "punten kang", "test",
    "assalamualaikum kak", "Assalamu'alaikum wr. wb.", "ass wr wb min", "Om Swastiastu", "selamat pagi", "met siang gan", "pagi!",
    "sugeng enjing", "sampurasun", "shalom", "salam sejahtera", "halo kak mau tanya", "Min, boleh nanya?", "izin bertanya kak",
    "ada orang?", "admin ada?", "Hello", "hi there", "Good morning!", "hey guys", "Dear team", "is anyone there?", "can i ask a question",
    "terima kasih kak", "ok siap", "makasih ya min", "thanks", "thank you very much", "👋", "🙏🙏", "...", "?", "", "  \n ", "12",
)  # fmt: skip
REAL = (
    ("halo kak paket saya belum sampai", "Paket saya belum sampai"),
    ("Halo kak, paket saya belum sampai. Tolong dicek ya", "Paket saya belum sampai"),
    ("Assalamualaikum\nMau tukar ukuran bisa?", "Mau tukar ukuran bisa?"),
    ("p\np\nbarang sy rusak", "Barang sy rusak"),
    ("selamat siang min, ongkir ke bekasi brp?", "Ongkir ke bekasi brp?"),
    ("inv 20871", "Inv 20871"),
    ("20871", "20871"),
    ("Hi! Where is my order? It has been six days.", "Where is my order?"),
    ("Good morning, do you ship to Malaysia?", "Do you ship to Malaysia?"),
    ("maaf kak", ""),
    ("ya yang biru", "Yang biru"),
    ("kirim ke Bali bisa", "Kirim ke Bali bisa"),
    ("refund", "Refund"),
    ("请问有货吗", "请问有货吗"),
)  # fmt: skip


@pytest.mark.parametrize("text", BARE)
def test_a_greeting_is_no_topic(text: str) -> None:
    assert is_bare_greeting(text)
    assert name_from(text) == ""


@pytest.mark.parametrize(("text", "name"), REAL)
def test_the_first_real_sentence_names_the_matter(text: str, name: str) -> None:
    assert name_from(text) == name


def test_a_name_is_short_and_ends_at_a_word() -> None:
    name = name_from("halo kak " + "saya mau menanyakan tentang pesanan kebaya yang kemarin dulu itu " * 3)
    assert len(name) <= LONGEST
    assert name.endswith("…") and not name.endswith(" …")
    assert len(name_from("a" * 5000)) <= LONGEST
