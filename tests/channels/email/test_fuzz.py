"""Random mails: whatever is put together, reading keeps its promises."""
# ruff: noqa: E501  (lists of bits are easier to read in long lines)

from email.message import EmailMessage
from email.policy import SMTP

from hypothesis import given, settings
from hypothesis import strategies as st

from percaya.channels.contract import Unreadable
from percaya.channels.email.careful import careful_or_lenient
from percaya.channels.email.html_safe import safe_html
from percaya.channels.email.quotes import split_quotes
from tests.channels.email.mails import arrival, read
from tests.contracts.account import ACCOUNT
from tests.contracts.conformance.payloads import assert_storable

_NAMES = st.sampled_from(
    ["From", "To", "Cc", "Subject", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Message-ID", "References", "Date",
     "In-Reply-To", "Reply-To", "Return-Path", "Auto-Submitted", "Precedence", "X-Spam-Status", "Authentication-Results", "Content-ID"]
)  # fmt: skip
_VALUES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"multipart/mixed; boundary=b", b"multipart/report; report-type=delivery-status", b"text/html; charset=utf-7", b"message/rfc822",
         b"base64", b"quoted-printable", b"x-uuencode", b"Rina <r@x.example>", b"=?gbk?b?xOO6ww==?=", b"attachment; filename*0*=utf-8''%00", b"<>",
         b"application/ms-tnef; name=winmail.dat", b"text/plain; format=flowed; delsp=yes", b"mailer-daemon@x.example"]
    ),
)  # fmt: skip
_LINES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"--b",
            b"--b--",
            b"> x",
            b"Pada 1 Nov 2026 10.00 a@b.example menulis:",
            b"begin 644 a",
            b"end",
            b"",
            b"-- ",
            b"<div>",
            b"\x1b$B\x80",
        ]
    ),
)


@settings(max_examples=400, deadline=60_000)
@given(
    st.lists(st.tuples(_NAMES, _VALUES), max_size=8),
    st.lists(_LINES, max_size=12),
    st.sampled_from([b"\r\n", b"\n", b"\r", b"\r\r\n"]),
)
def test_any_heap_of_headers_and_lines_is_read_or_refused(
    headers: list[tuple[str, bytes]], lines: list[bytes], end: bytes
) -> None:
    raw = end.join([*(name.encode() + b": " + value for name, value in headers), b"", *lines])
    try:
        reading = careful_or_lenient(arrival(raw, mail_from="a@b.example"), ACCOUNT)
    except Unreadable:
        return
    assert_storable(reading, "reading")
    assert not any("lenient-parse" in message.warnings for message in reading.messages)


_WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60)


@settings(max_examples=100, deadline=60_000)
@given(_WORDS, _WORDS, st.binary(max_size=200))
def test_what_the_standard_library_writes_is_read_back(subject: str, text: str, content: bytes) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Rina <rina@pelanggan.example>"
    mail["Subject"] = "s" + subject + "s"
    mail.set_content(f"awal {text} akhir\n")
    mail.add_attachment(content, maintype="application", subtype="x-any", filename="berkas.bin")
    message = read(mail.as_bytes())
    assert message.text.split() == f"awal {text} akhir".split()
    assert [item.content for item in message.attachments] == [content]


@settings(max_examples=200, deadline=60_000)
@given(st.lists(st.sampled_from(
    ["Halo.", "", "> kutipan", ">> lebih dalam", "Pada 1 Nov 2026 10.00 a@b.example menulis:", "On 1 Nov 2026, A <a@b.example>", "wrote:", "-- ", "Rina",
     "-----Pesan Asli-----", "Dari: A <a@b.example>", "Dikirim: Senin", "Kepada: B", "Subjek: C", "Dikirim dari iPhone saya", "____________"]
), max_size=20))  # fmt: skip
def test_folding_loses_no_line(lines: list[str]) -> None:
    split = split_quotes("\n".join(lines))
    kept = sorted(
        line.rstrip() for part in (split.text, split.quoted, split.signature) for line in part.split("\n") if line.strip()
    )
    assert kept == sorted(line.rstrip() for line in lines if line.strip())


_BITS = st.sampled_from(
    ["<p>", "</p>", "<img src=", "https://x.example/a.png", "cid:a", '"', "'", ">", "<a href=", "javascript:alert(1)", "<script>", "</script>", "<svg",
     " onload=alert(1)", "<style>", "<!--", "-->", "<div class=gmail_quote>", "</div>", "<math><mi>", "&lt;", "x", " ", "<b>Dari:</b>", "Subjek:",
     "<blockquote type=cite>", "<noscript>", "<p title=\"", "<textarea>", "data:image/png;base64,AAAA", "\x00", "<table><td>", "<iframe srcdoc="]
)  # fmt: skip


@settings(max_examples=400, deadline=60_000)
@given(st.lists(_BITS, max_size=25))
def test_sanitised_html_stays_safe_whatever_we_do_to_it_afterwards(bits: list[str]) -> None:
    """Rewriting pictures and folding quotes happens behind the sanitiser: sanitising again must find nothing to do."""
    html = safe_html("".join(bits)).html
    quoteless = html.replace(' type="cite"', "").replace("<b>Dari", "<b>D")  # so that nothing folds a second time
    again = safe_html(quoteless.replace("data-remote-src=", "title="))
    assert again.remote_images == 0
    assert again.html.count("<") == html.count("<")
    assert "<script" not in html.lower()
