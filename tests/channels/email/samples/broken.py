"""Mails that are broken in the ways real mails are."""

from tests.channels.email.samples.making import Sample, mail, said

_TWO = "--b\n\nSatu.\n--b\nContent-Type: text/plain\n\nDua.\n"

SAMPLES = {
    "cr-only": Sample("line ends of CR alone", mail("Halo.\nDua.\n").replace(b"\r\n", b"\r"), said("Halo.\nDua.")),
    "cr-cr-lf": Sample("doubled CR at every line end", mail("Halo.\nDua.\n").replace(b"\r\n", b"\r\r\n"), said("Halo.\nDua.")),
    "lf-only": Sample("line ends of LF alone", mail("Halo.\nDua.\n").replace(b"\r\n", b"\n"), said("Halo.\nDua.")),
    "no-last-boundary": Sample(
        "the last boundary is missing", mail(_TWO, 'Content-Type: multipart/mixed; boundary="b"'), said("Satu.\n\nDua.")
    ),
    "boundary-not-found": Sample(
        "a multipart whose boundary never comes", mail("Halo.\n", 'Content-Type: multipart/mixed; boundary="lain"'), said()
    ),
    "no-boundary": Sample("a multipart without a boundary", mail("Halo.\n", "Content-Type: multipart/alternative"), said()),
    "broken-content-type": Sample("a Content-Type that is none", mail("Halo.\n", "Content-Type: text; charset"), said()),
    "no-blank-line": Sample(
        "the body starts without a blank line",
        mail("").replace(b"MIME-Version: 1.0\r\n\r\n", b"MIME-Version: 1.0\r\nHalo kak, ini isinya\r\n"),
        said("Halo kak, ini isinya"),
    ),
    "no-body": Sample("headers alone", mail(""), {key: value for key, value in said().items() if key != "text"}),
    "nested-two-thousand": Sample(
        "two thousand multiparts in each other",
        mail(
            "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(2000)),
            "Content-Type: multipart/mixed; boundary=b0",
        ),
        {key: value for key, value in said().items() if key != "text"}
        | {
            "warnings": ["parts-cut"],
            "attachments": [{"name": "attachment.txt", "content_type": "text/plain", "kind": "file", "note": "cut"}],
        },
    ),
    "unclosed-parentheses": Sample("thousands of open parentheses in To", mail("Halo.\n", f"Cc: {'(' * 3000}"), said()),
    "empty": Sample("nothing at all", b"\r\n", unreadable="no-content"),
    "no-sender": Sample("nobody to answer", b"Subject: Paket\r\n\r\nHalo.\r\n", unreadable="no-sender"),
}
