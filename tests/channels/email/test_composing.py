"""What leaves is plain, correct mail."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from percaya.channels.contract import Address, AttachmentOut, HandleKind, Parcel
from percaya.channels.email.channel import CHANNEL
from tests.channels.email.mails import outgoing, read
from tests.contracts.account import ACCOUNT

BUDI = Address(kind=HandleKind.EMAIL, value="budi@mitra.example", name="Budi, PT Mitra")


def composed(**changes: object) -> tuple[EmailMessage, Parcel]:
    """The mail as the standard library reads it, and its parcel."""
    parcel = CHANNEL.compose(outgoing(**changes), ACCOUNT)
    mail = message_from_bytes(parcel.body, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    return mail, parcel


def test_the_headers_say_who_to_whom_and_when() -> None:
    mail, parcel = composed(cc=(BUDI,), sender_name="Dewi dari Toko Senja")
    assert str(mail["From"]) == "Dewi dari Toko Senja <halo@tokosenja.example>"
    assert [a.display_name for a in mail["Cc"].addresses] == ["Budi, PT Mitra"]
    assert mail["Date"].datetime.isoformat() == "2026-11-03T04:00:00+00:00"
    assert str(mail["Message-ID"]) == f"<{parcel.external_id}>"
    assert parcel.recipients == ("rina@pelanggan.example", "budi@mitra.example")
    assert parcel.mail_from == "halo@tokosenja.example"


def test_hidden_copies_are_in_the_envelope_alone() -> None:
    mail, parcel = composed(bcc=(BUDI,))
    assert b"budi" not in parcel.body
    assert "budi@mitra.example" in parcel.recipients
    assert mail["Bcc"] is None


def test_text_html_signature_and_quote_are_all_there() -> None:
    mail, _ = composed(html="<p>Halo <b>Rina</b>.</p>", quoted="Belum sampai\n\n<kapan>", quoted_intro="Pada … Rina menulis:")
    text = mail.get_body(("plain",))
    html = mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == (
        "Halo Rina.\n\n-- \nToko Senja\nJl. Kenanga 5, Malang\n\nPada … Rina menulis:\n> Belum sampai\n>\n> <kapan>\n"
    )
    assert "<p>Halo <b>Rina</b>.</p>" in html.get_content()
    assert "&lt;kapan&gt;" in html.get_content()


def test_quoting_and_plus_addresses_can_be_turned_off() -> None:
    account = replace(ACCOUNT, settings={"quoting": False, "plus_addressing": False})
    parcel = CHANNEL.compose(outgoing(quoted="rahasia"), account)
    assert b"rahasia" not in parcel.body
    assert b"Reply-To" not in parcel.body


def test_an_automatic_mail_says_so_and_nobody_can_answer_it_automatically() -> None:
    mail, parcel = composed(automatic=True, answers="a@b.example")
    assert parcel.mail_from == ""
    assert str(mail["Auto-Submitted"]) == "auto-replied"
    assert str(mail["X-Auto-Response-Suppress"]) == "All"
    assert str(mail["Precedence"]) == "bulk"
    assert b"Kenanga" not in parcel.body
    assert str(composed(automatic=True)[0]["Auto-Submitted"]) == "auto-generated"
    assert composed()[0]["Auto-Submitted"] is None


def test_references_keep_the_first_and_the_nearest() -> None:
    mail, _ = composed(references=tuple(f"n{n}@x.example" for n in range(50)), answers="akhir@x.example")
    ids = str(mail["References"]).split()
    assert len(ids) == 20
    assert (ids[0], ids[-1]) == ("<n0@x.example>", "<akhir@x.example>")
    assert str(mail["In-Reply-To"]) == "<akhir@x.example>"


def test_ids_that_are_no_ids_are_left_out() -> None:
    mail, _ = composed(answers="a b\r\nBcc: x", references=("ä@x", "<a@b>", "c@d"))
    assert mail["In-Reply-To"] is None
    assert str(mail["References"]) == "<c@d>"


@pytest.mark.parametrize(
    "name", ["nota.pdf", "nota pésanan (1).pdf", 'a"b.pdf', "../../etc/passwd", "\u202egnp.exe", "名前.pdf", "x" * 300 + ".pdf"]
)
def test_attachments_arrive_whole_under_a_safe_name(name: str) -> None:
    content = bytes(range(256)) * 10
    mail, parcel = composed(attachments=(AttachmentOut(name=name, content=content, content_type="application/pdf"),))
    (seen,) = mail.iter_attachments()
    assert seen.get_content() == content
    again = read(parcel.body).attachments[0]
    assert again.content == content
    assert again.name == seen.get_filename()
    assert "/" not in again.name


def test_long_and_foreign_lines_travel_in_short_ascii_lines() -> None:
    text = "kata " * 1000 + "é" * 3000 + "\n.\nFrom sini\n" + "x" * 5000
    _, parcel = composed(text=text, html="<p>" + "é" * 5000 + "</p>")
    assert parcel.body.isascii()
    assert max(map(len, parcel.body.split(b"\r\n"))) <= 998
    assert b"\n" not in parcel.body.replace(b"\r\n", b"")
    assert read(parcel.body).text.split("\n")[0].strip() == ("kata " * 1000 + "é" * 3000).strip()


@pytest.mark.parametrize("subject", ["Paket", "Pakét — " * 40, "kata " * 100, "x" * 990, "=?utf-8?q?tipu?=", ""])
def test_any_subject_arrives_as_it_was(subject: str) -> None:
    _, parcel = composed(subject=subject)
    assert read(parcel.body).subject == subject.strip()


def test_nobody_to_send_to_is_an_error() -> None:
    phone = Address(kind=HandleKind.PHONE, value="+6281234567890")
    with pytest.raises(ValueError, match="no recipient"):
        CHANNEL.compose(outgoing(to=(phone,)), ACCOUNT)


def test_a_domain_in_another_script_is_written_for_every_server() -> None:
    mail, parcel = composed(to=(Address(kind=HandleKind.EMAIL, value="rina@bücher.example"),))
    assert parcel.recipients == ("rina@xn--bcher-kva.example",)
    assert str(mail["To"]) == "rina@xn--bcher-kva.example"


def test_a_mail_that_asks_can_be_stopped_by_one_click_where_the_link_is_https() -> None:
    mail, _ = composed(automatic=True, stop_url="https://desk.example/survey/abc:1/stop")
    assert mail["List-Unsubscribe"] == "<https://desk.example/survey/abc:1/stop>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, _ = composed(automatic=True, stop_url="http://desk.example/survey/abc:1/stop")
    assert plain["List-Unsubscribe"] and plain["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize("url", ["", "mailto:x@y.example", "https://a.example/\r\nBcc: x@y.example", "https://a.example/>,<b"])
def test_what_is_no_plain_link_stops_nothing_and_adds_no_line(url: str) -> None:
    mail, _ = composed(automatic=True, stop_url=url)
    assert mail["List-Unsubscribe"] is None and mail["Bcc"] is None
