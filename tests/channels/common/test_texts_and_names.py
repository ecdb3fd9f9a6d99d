"""Text and file names of strangers are safe to keep and to show, and still what they were."""

import pytest

from percaya.channels.common.names import safe_name
from percaya.channels.common.sniff import content_type_of
from percaya.channels.common.texts import clean_line, clean_text, tidy


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("nota.pdf", "nota.pdf"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("/etc/passwd", "passwd"),
        ("\u200b.htaccess", "htaccess"),
        ("foto\u202egnp.exe", "fotognp.exe"),
        ("nota.php\x00.pdf", "nota.php_.pdf"),
        ("nota.pdf...", "nota.pdf"),
        ("  spasi   banyak .txt ", "spasi banyak .txt"),
        ("CON.txt", "_CON.txt"),
        ("a<b>c:d|e?.txt", "a_b_c_d_e_.txt"),
        ("／etc／passwd", "passwd"),
        ("nota—é.pdf", "nota—é.pdf"),
        ("...", "attachment"),
        ("", "attachment"),
        ("\ud800.txt", "txt"),
    ],
)
def test_a_file_name_is_shown_without_what_could_fool_anyone(given: str, shown: str) -> None:
    assert safe_name(given) == shown


def test_a_long_name_keeps_its_ending_and_a_missing_one_gets_it() -> None:
    assert safe_name("x" * 500 + ".pdf").endswith("x.pdf")
    assert len(safe_name("x" * 500 + ".pdf")) == 120
    assert safe_name("", "image/png") == "attachment.png"


@pytest.mark.parametrize(
    ("content", "declared", "seen"),
    [
        (b"%PDF-1.4\n", "image/png", "application/pdf"),
        (b"<!DOCTYPE html><p>", "text/plain", "text/html"),
        (b" <SCRIPT>alert(1)</script>", "image/gif", "text/html"),
        (b"<?xml version='1.0'?><svg onload=x>", "image/png", "image/svg+xml"),
        (b"a;b\n1;2\n", "text/csv", "text/csv"),
        (b"a;b\n1;2\n", "text/html", "text/plain"),
        (b"\x00\x01\x02", "text/plain", "application/octet-stream"),
        (b"", "text/html", "application/octet-stream"),
        ("Halo é".encode(), "application/x-msdownload", "text/plain"),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, declared: str, seen: str) -> None:
    assert content_type_of(content, declared) == seen


def test_a_line_stays_one_line_and_reads_in_one_direction() -> None:
    assert clean_line("Rina\r\nBcc: x\u202e\u2028 y\x00") == "Rina Bcc: x y"
    assert clean_line("a\ud800b") == "a\ufffdb"
    assert len(clean_line("x" * 5000)) == 998


def test_text_keeps_its_lines_and_its_emoji() -> None:
    assert clean_text("a\r\nb\rc\x00\td 👩\u200d🔧") == "a\nb\nc\td 👩\u200d🔧"
    assert tidy("\n\na  \n\n\n\n\nb\n\n") == "a\n\n\nb"
