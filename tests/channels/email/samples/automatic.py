"""Mail that no person wrote just now, and mail that only looks like it."""

from tests.channels.email.samples.making import OWN_ID, Sample, mail, said


def _auto(about: str, kind: str, *headers: str, subject: str = "Paket", **arrival: object) -> Sample:
    more = {"auto": kind} if kind else {}
    return Sample(about, mail("Halo.\n", *headers, subject=subject), said(subject=subject, **more), arrival=arrival)


SAMPLES = {
    "vacation": _auto("RFC 3834", "auto-reply", "Auto-Submitted: auto-replied (vacation)"),
    "generated": _auto("a machine's notice", "auto-reply", "Auto-Submitted: auto-generated"),
    "submitted-no": _auto("a person, says the header", "", "Auto-Submitted: no"),
    "x-autoreply": _auto("older responders", "auto-reply", "X-Autoreply: yes"),
    "exchange-away": _auto(
        "Exchange's away note", "auto-reply", "X-Auto-Response-Suppress: All", subject="Balasan otomatis: Paket"
    ),
    "away-by-subject": _auto("no header, but the subject of a responder", "auto-reply", subject="Out of Office: Paket"),
    "exchange-rule-only": _auto(
        "a rule of Exchange forwarded a person's mail", "", "X-MS-Exchange-Inbox-Rules-Loop: rina@pelanggan.example"
    ),
    "list": _auto("a mailing list", "bulk", "List-Id: <berita.mitra.example>", "Precedence: list"),
    "newsletter": _auto("a newsletter", "bulk", "List-Unsubscribe: <https://mitra.example/stop>"),
    "precedence-bulk": _auto("bulk", "bulk", "Precedence: bulk"),
    "null-sender": _auto("nobody wants an answer", "auto-reply", mail_from="", door="smtp", rcpt_to=["halo@tokosenja.example"]),
    "own-loop": Sample(
        "our own mail came back",
        mail("Halo.\n", sender="Toko Senja <halo@tokosenja.example>").replace(
            b"CAF-rina-1@mail.pelanggan.example", OWN_ID.encode()
        ),
        said(sender={"kind": "email", "value": "halo@tokosenja.example", "name": "Toko Senja"}, auto="own-loop"),
    ),
    "agent-outside-the-desk": Sample(
        "our address but not our Message-ID: someone of us wrote from elsewhere",
        mail("Halo.\n", sender="Toko Senja <halo@tokosenja.example>"),
        said(sender={"kind": "email", "value": "halo@tokosenja.example", "name": "Toko Senja"}),
    ),
}
