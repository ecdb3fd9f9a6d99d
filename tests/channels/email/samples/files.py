"""Attachments: safe names, types by their bytes, Outlook's wrapping, invites, signatures, mails in mails."""
# ruff: noqa: E501  (a line of a mail must stay one line)

import struct

from tests.channels.email.samples.making import PDF, PNG, Sample, b64, mail, parts, said


def _with(
    about: str,
    header: str,
    content: str,
    *,
    subtype: str = "mixed",
    extra: str = "",
    text: str = "Terlampir.",
    **expected: object,
) -> Sample:
    body, content_type = parts(subtype, "Content-Type: text/plain\n\nTerlampir.", f"{header}\n\n{content}", extra=extra)
    return Sample(about, mail(body, content_type), said(text, **expected))


def _named(
    about: str,
    disposition: str,
    shown: str,
    content: bytes = PDF,
    declared: str = "application/pdf",
    content_type: str = "application/pdf",
) -> Sample:
    header = f"Content-Type: {declared}\nContent-Disposition: attachment; {disposition}\nContent-Transfer-Encoding: base64"
    return _with(about, header, b64(content), attachments=[{"name": shown, "content_type": content_type, "kind": "file"}])


def _tnef(*files: tuple[str, bytes]) -> bytes:
    """A winmail.dat as small as Outlook's format allows."""

    def attribute(level: int, name: int, kind: int, data: bytes) -> bytes:
        return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    out = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x9006, 8, struct.pack("<I", 0x10000))
    for name, content in files:
        out += (
            attribute(2, 0x9002, 6, b"\0" * 14)
            + attribute(2, 0x8010, 1, name.encode() + b"\0")
            + attribute(2, 0x800F, 6, content)
        )
    return out


_ICS = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1@x.example\nDTSTAMP:20261101T000000Z\nDTSTART:20261105T030000Z\n"
    "DTEND:20261105T040000Z\nSUMMARY:Kunjungan teknisi\nLOCATION:Jl. Kenanga 5\nORGANIZER:mailto:budi@mitra.example\nEND:VEVENT\nEND:VCALENDAR"
)
_INNER = "From: Kurir <cs@kurir.example>\nSubject: Resi 123\nMessage-ID: <resi@kurir.example>\n\nPaket diterima satpam."

SAMPLES = {
    "pdf": _named("an ordinary file", 'filename="nota.pdf"', "nota.pdf"),
    "name-rfc2231": _named(
        "a name in RFC 2231 pieces", "filename*0*=utf-8''nota%20p%C3%A9; filename*1=sanan.pdf", "nota pésanan.pdf"
    ),
    "name-encoded-word": _named("a name in an encoded word", 'filename="=?utf-8?q?p=C3=A9sanan.pdf?="', "pésanan.pdf"),
    "name-path": _named("a name that climbs out of its folder", 'filename="..\\\\..\\\\etc/../nota.pdf"', "nota.pdf"),
    "name-rtlo": _named(
        "a name that reads backwards",
        "filename*=utf-8''nota%E2%80%AEfdp.exe",
        "notafdp.exe",
        b"MZ" + b"\0" * 80,
        content_type="application/x-msdownload",
    ),
    "name-zero-width": _named(
        "a hidden character before the check",
        "filename*=utf-8''%E2%80%8B.htaccess.",
        "htaccess",
        b"RewriteEngine On\n",
        content_type="text/plain",
    ),
    "name-nul": _named("NUL in a name", "filename*=utf-8''nota.php%00.pdf", "nota.php .pdf"),
    "type-by-bytes": _named(
        "called a picture, is a web page",
        'filename="foto.png"',
        "foto.png",
        b"<html><script>alert(1)</script></html>",
        "image/png",
        "text/html",
    ),
    "svg": _named(
        "a picture that can run scripts is named as what it is",
        'filename="logo.svg"',
        "logo.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        "image/png",
        "image/svg+xml",
    ),
    "no-name": _with(
        "a file without a name",
        "Content-Type: image/png\nContent-Transfer-Encoding: base64",
        b64(PNG),
        attachments=[{"name": "attachment.png", "content_type": "image/png", "kind": "file"}],
    ),
    "text-file": _with(
        "a text with a name behind the body is a file",
        "Content-Type: text/plain; name=log.txt\nContent-Disposition: inline",
        "baris log",
        attachments=[{"name": "log.txt", "content_type": "text/plain", "kind": "file"}],
    ),
    "nested-mail": _with(
        "a forwarded mail is kept whole as a file",
        "Content-Type: message/rfc822",
        _INNER,
        attachments=[
            {
                "name": "message.eml",
                "content_type": "message/rfc822",
                "kind": "message",
                "size": len(_INNER.replace("\n", "\r\n")),
            }
        ],
    ),
    "winmail": _with(
        "Outlook's winmail.dat is unpacked",
        "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64",
        b64(_tnef(("nota.pdf", PDF), ("foto.png", PNG))),
        attachments=[
            {"name": "nota.pdf", "content_type": "application/pdf", "kind": "file", "note": "from-winmail"},
            {"name": "foto.png", "content_type": "image/png", "kind": "file", "note": "from-winmail"},
        ],
    ),
    "winmail-broken": _with(
        "a winmail.dat that cannot be unpacked stays a file",
        "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64",
        b64(b"bukan tnef sama sekali\x00\x01"),
        attachments=[{"name": "winmail.dat", "content_type": "application/octet-stream", "kind": "file"}],
    ),
    "invite": _with(
        "a calendar invite says what, when and where",
        "Content-Type: text/calendar; method=REQUEST; charset=utf-8",
        _ICS,
        subtype="alternative",
        attachments=[
            {
                "name": "invite.ics",
                "content_type": "text/calendar",
                "kind": "calendar",
                "details": {
                    "summary": "Kunjungan teknisi",
                    "start": "2026-11-05T03:00:00+00:00",
                    "end": "2026-11-05T04:00:00+00:00",
                    "location": "Jl. Kenanga 5",
                    "organizer": "budi@mitra.example",
                    "method": "request",
                    "uid": "1@x.example",
                },
            }
        ],
    ),
    "invite-broken": _with(
        "a broken invite stays a file without details",
        "Content-Type: text/calendar",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:kemarin\n",
        attachments=[{"name": "invite.ics", "content_type": "text/calendar", "kind": "calendar"}],
    ),
    "smime-signed": _with(
        "an S/MIME signature is kept as one",
        "Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64",
        b64(b"\x30\x80\x06\x09\x00\x01"),
        subtype="signed",
        attachments=[{"name": "smime.p7s", "content_type": "application/octet-stream", "kind": "signature", "note": "signature"}],
    ),
    "smime-encrypted": Sample(
        "an encrypted mail says so",
        mail(
            b64(b"\x30\x80\x06\x09\x00\x01") + "\n",
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
            "Content-Transfer-Encoding: base64",
        ),
        {
            "sender": said()["sender"],
            "subject": "Paket",
            "attachments": [
                {"name": "smime.p7m", "content_type": "application/octet-stream", "kind": "signature", "note": "encrypted"}
            ],
            "warnings": ["encrypted"],
        },
    ),
    "pgp-encrypted": Sample(
        "PGP/MIME: both parts are kept, the mail says it is encrypted",
        mail(
            *parts(
                "encrypted",
                "Content-Type: application/pgp-encrypted\n\nVersion: 1",
                "Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\nhQ\n-----END PGP MESSAGE-----",
            )
        ),
        {
            "sender": said()["sender"],
            "subject": "Paket",
            "attachments": [
                {"name": "version.asc", "content_type": "text/plain", "kind": "signature", "note": "encrypted"},
                {"name": "encrypted.asc", "content_type": "text/plain", "kind": "signature", "note": "encrypted"},
            ],
            "warnings": ["encrypted"],
        },
    ),
}
