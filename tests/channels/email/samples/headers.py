"""Headers as real mailers write them, also the broken ones."""

from tests.channels.email.samples.making import Sample, mail, said

_ADDRESS = "rina@pelanggan.example"


def _from(about: str, sender: str, name: str, value: str = _ADDRESS, **more: object) -> Sample:
    expected = {"kind": "email", "value": value} | ({"name": name} if name else {})
    return Sample(about, mail("Halo.\n", sender=sender), said(sender=expected, **more))


def _subject(about: str, subject: str, expected: str) -> Sample:
    return Sample(about, mail("Halo.\n", subject=subject), said(subject=expected))


def _eight_bit(about: str, encoding: str, text: str, body_charset: str = "") -> Sample:
    raw = mail("Halo.\n", *([f"Content-Type: text/plain; charset={body_charset}"] if body_charset else []), subject="@@")
    return Sample(about, raw.replace(b"@@", text.encode(encoding)), said(subject=text))


SAMPLES = {
    "encoded-name": _from("a name in an encoded word", "=?utf-8?q?R=C3=ADna_M?= <rina@pelanggan.example>", "Rína M"),
    "encoded-in-quotes": _from(
        "encoded words inside quotes are decoded all the same", '"=?utf-8?b?UsOtbmE=?=" <rina@pelanggan.example>', "Rína"
    ),
    "encoded-whole-address": _from(
        "name and address encoded together", "=?utf-8?B?UmluYSA8cmluYUBwZWxhbmdnYW4uZXhhbXBsZT4=?=", "Rina"
    ),
    "comma-in-name": _from("a comma inside quotes", '"Melati, Rina" <rina@pelanggan.example>', "Melati, Rina"),
    "comment-name": _from("the name in a comment", "rina@pelanggan.example (Rina Melati)", "Rina Melati"),
    "spaces-in-address": _from("spaces inside the address", "Rina < rina @ pelanggan.example >", "Rina"),
    "bare-with-name": _from("no angle brackets", "Rina Melati rina@pelanggan.example", "Rina Melati"),
    "bidi-in-name": _from(
        "a name may not turn the reading direction", "\u202eanir\u202c Rina <rina@pelanggan.example>", "anir Rina"
    ),
    "line-end-in-name": _from(
        "an encoded line end in a name cannot start a header",
        "=?utf-8?q?Rina=0D=0ABcc:_x=40y.example?= <rina@pelanggan.example>",
        "Rina Bcc: x@y.example",
    ),
    "capitals": _from("addresses are compared in lower case", "RINA <Rina@Pelanggan.EXAMPLE>", "RINA"),
    "groups": Sample(
        "group syntax in To, and hidden recipients",
        mail("Halo.\n").replace(
            b"To: Toko Senja <halo@tokosenja.example>",
            b"To: Tim: halo@tokosenja.example, Budi <budi@mitra.example>;, undisclosed-recipients:;",
        ),
        said(
            to=[
                {"kind": "email", "value": "halo@tokosenja.example"},
                {"kind": "email", "value": "budi@mitra.example", "name": "Budi"},
            ]
        ),
    ),
    "split-character": _subject(
        "one character cut over two encoded words", "=?utf-8?b?UGVzYW5hbiDD?= =?utf-8?b?qWo=?=", "Pesanan éj"
    ),
    "spaces-in-q-word": _subject(
        "unencoded spaces inside a Q word", "=?utf-8?q?Paket belum sampai?= segera", "Paket belum sampai segera"
    ),
    "unknown-charset-word": _subject("an unknown charset in a word", "=?x-unknown?q?Paket_rusak?=", "Paket rusak"),
    "utf7-word": _subject("UTF-7 in an encoded word", "=?utf-7?q?Caf+AOk-?=", "Café"),
    "language-tag": _subject("RFC 2231 language tag in a word", "=?utf-8*id?q?R=C3=ADna?=", "Rína"),
    "raw-utf8": _subject("undeclared UTF-8", "Pesanan — belum sampai", "Pesanan — belum sampai"),
    "folded": Sample(
        "a subject folded over three lines",
        mail("Halo.\n", subject="Paket\n belum\n\tsampai"),
        said(subject="Paket belum sampai"),
    ),
    "raw-gbk": _eight_bit("8-bit GBK without a word about it", "gb18030", "关于订单的问题请尽快回复谢谢"),
    "raw-shift-jis": _eight_bit("8-bit Shift-JIS without a word about it", "cp932", "ご注文についてのお問い合わせ"),
    "raw-iso-2022-jp": _eight_bit("ISO-2022-JP escapes in the header", "iso2022_jp", "ご注文について"),
    "raw-latin1": _eight_bit("8-bit Latin-1", "cp1252", "Café terlambat"),
    "raw-gbk-hinted": _eight_bit("8-bit header in the charset of the body", "gb18030", "订单问题", "gb2312"),
    "no-subject": Sample(
        "no subject at all",
        mail("Halo.\n").replace(b"Subject: Paket\r\n", b""),
        {k: v for k, v in said().items() if k != "subject"},
    ),
    "empty-first-header": Sample("an empty header name first", b": \r\n" + mail("Halo.\n"), said()),
    "mbox-from-line": Sample(
        "an mbox line before the headers", b"From rina@pelanggan.example Tue Nov  3 09:41:00 2026\r\n" + mail("Halo.\n"), said()
    ),
    "broken-message-id": Sample(
        "a Message-ID with spaces and without brackets",
        mail("Halo.\n").replace(b"<CAF-rina-1@mail.pelanggan.example>", b"<CAF rina 1 @mail>"),
        said(external_id="CAFrina1@mail"),
    ),
    "no-message-id": Sample(
        "no Message-ID", mail("Halo.\n").replace(b"Message-ID: <CAF-rina-1@mail.pelanggan.example>\r\n", b""), said()
    ),
    "broken-date": Sample(
        "a date nobody can read", mail("Halo.\n").replace(b"Tue, 3 Nov 2026 09:41:00 +0700", b"kemarin sore"), said()
    ),
    "sender-only-in-envelope": Sample(
        "no From: the envelope names the sender",
        mail("Halo.\n").replace(b"From: Rina Melati <rina@pelanggan.example>\r\n", b""),
        said(sender={"kind": "email", "value": "rina@pelanggan.example"}),
        arrival={"door": "smtp", "mail_from": "rina@pelanggan.example", "rcpt_to": ["halo@tokosenja.example"]},
    ),
    "machine-without-address": Sample(
        "a mail server that gives no address: kept, though there is nobody to answer",
        mail("Tidak terkirim.\n", sender="MAILER-DAEMON"),
        said(
            "Tidak terkirim.",
            sender={"kind": "email", "value": "mailer-daemon@unknown.invalid", "name": "MAILER-DAEMON"},
            auto="bounce",
        ),
    ),
    "name-without-address": Sample(
        "a name alone is nobody we could answer", mail("Halo.\n", sender="Rina Melati"), unreadable="no-sender"
    ),
}
