"""Bodies in the charsets and encodings that real mail uses, names or forgets."""

import base64
import binascii
import quopri

from tests.channels.email.samples.making import Sample, mail, said


def _body(about: str, encoding: str, declared: str, text: str, transfer: str = "8bit", **more: object) -> Sample:
    raw = text.encode(encoding)
    if transfer == "base64":
        raw = base64.encodebytes(raw)
    elif transfer == "quoted-printable":
        raw = quopri.encodestring(raw)
    headers = [f"Content-Type: text/plain{f'; charset={declared}' if declared else ''}", f"Content-Transfer-Encoding: {transfer}"]
    return Sample(about, mail(raw, *headers), said(text.strip(), **more))


_WARNED = {"warnings": ["bad-charset"]}
_ACCENTS = "Pesanan dari Café Mélodie belum sampai.\n"
_CHINESE = "您好,我的订单还没有到,请帮我查一下,谢谢。\n"
_JAPANESE = "こんにちは。注文した商品がまだ届いていません。\n"

_UU = binascii.b2a_uu(b"Halo dari masa lalu.\n").decode()

SAMPLES = {
    "utf8-quoted-printable": _body("the usual", "utf-8", "utf-8", _ACCENTS, "quoted-printable"),
    "utf8-base64": _body("the other usual", "utf-8", '"UTF-8"', _ACCENTS, "base64"),
    "latin1": _body("Latin-1 that is really Windows-1252", "cp1252", "iso-8859-1", "Harga € 5 — “murah”\n"),
    "default": _body("charset DEFAULT", "utf-8", "DEFAULT", _ACCENTS, **_WARNED),
    "unknown-8bit": _body("charset unknown-8bit", "utf-8", "unknown-8bit", _ACCENTS, **_WARNED),
    "iso-gb2312": _body("a charset name that does not exist", "gb18030", "iso-gb2312", _CHINESE),
    "gbk-undeclared": _body("GBK without a word about it", "gb18030", "", _CHINESE, **_WARNED),
    "iso-2022-jp": _body("Japanese in escapes", "iso2022_jp", "iso-2022-jp", _JAPANESE, "7bit"),
    "shift-jis": _body("Japanese as Windows writes it", "cp932", "Shift_JIS", _JAPANESE),
    "utf7": _body("UTF-7", "utf-7", "utf-7", _ACCENTS, "7bit"),
    "wrong-utf8": _body("says UTF-8, is Windows-1252", "cp1252", "utf-8", _ACCENTS, **_WARNED),
    "dangerous-codec": _body(
        "a codec of Python that is no charset of mail", "utf-8", "unicode_escape", "C:\\u0041 tetap begitu\n"
    ),
    "undeclared-utf8": _body("UTF-8 without a word about it", "utf-8", "", _ACCENTS),
    "nul-bytes": Sample(
        "NUL bytes in the text are left out, nothing else",
        mail(b"Ha\x00lo kak.\r\n"),
        said("Halo kak."),
    ),
    "bad-base64": Sample(
        "base64 with stray characters and a cut end",
        mail("SGFsbyBrYWsg!!bGFt\nYSBzZWthbGk\n", "Content-Transfer-Encoding: base64"),
        said("Halo kak lama sekali"),
    ),
    "uuencoded-body": Sample(
        "a file written into the text by an old mailer",
        mail(f"Ini lampirannya:\n\nbegin 644 catatan.txt\n{_UU}`\nend\n\nTerima kasih.\n"),
        said(
            "Ini lampirannya:\n\n\nTerima kasih.",
            attachments=[{"name": "catatan.txt", "content_type": "text/plain", "kind": "file", "note": "from-uuencode"}],
        ),
    ),
}
