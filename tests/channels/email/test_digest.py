"""The same mail is seen to be the same, another one to be another."""

import pytest

from tests.channels.email.mails import read
from tests.channels.email.samples.all import all_samples
from tests.channels.email.samples.making import mail

_TRACE = (
    b"Return-Path: <rina@pelanggan.example>\r\nDelivered-To: halo@tokosenja.example\r\n"
    b"Received: from mx.pelanggan.example by mx.tokosenja.example;\r\n\tTue, 3 Nov 2026 09:41:02 +0700\r\n"
    b"X-Spam-Score: 1.0\r\nDKIM-Signature: v=1; d=pelanggan.example\r\n"
)


@pytest.mark.parametrize(
    "name", ["ordinary-plain", "ordinary-alternative", "files-winmail", "quotes-gmail-id", "markup-html-only"]
)
def test_trace_headers_and_line_ends_of_another_door_change_nothing(name: str) -> None:
    raw = all_samples()[name].raw
    digest = read(raw).content_digest
    assert read(_TRACE + raw).content_digest == digest
    assert read(raw.replace(b"\r\n", b"\n")).content_digest == digest
    assert read(raw.rstrip() + b"\r\n\r\n", door="imap").content_digest == digest


def test_another_body_under_the_same_message_id_is_another_mail() -> None:
    assert read(mail("Satu.\n")).external_id == read(mail("Dua.\n")).external_id
    assert read(mail("Satu.\n")).content_digest != read(mail("Dua.\n")).content_digest
