"""Mails as most people send them."""
# ruff: noqa: E501  (a line of a mail must stay one line)

from tests.channels.email.samples.making import OWN_ID, REPLY_ADDRESS, TICKET, Sample, mail, parts, said

_alternative, _alternative_type = parts(
    "alternative",
    "Content-Type: text/plain; charset=utf-8\n\nPaket saya belum sampai, kak.",
    'Content-Type: text/html; charset=utf-8\n\n<div dir="ltr">Paket saya <b>belum sampai</b>, kak.</div>',
)
_apple, _apple_type = parts(
    "mixed",
    "Content-Type: text/plain; charset=us-ascii\n\nIni fotonya:",
    "Content-Type: image/png; name=foto.png\nContent-Disposition: inline; filename=foto.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=",
    "Content-Type: text/plain; charset=us-ascii\n\nRusak di sudut kanan.",
)

SAMPLES = {
    "plain": Sample(
        "the simplest mail there is",
        mail("Halo kak,\n\npesanan INV-204 belum sampai.\n"),
        said("Halo kak,\n\npesanan INV-204 belum sampai.", external_id="CAF-rina-1@mail.pelanggan.example"),
    ),
    "alternative": Sample(
        "text and HTML of the same words: text is read, HTML is shown",
        mail(_alternative, _alternative_type),
        said("Paket saya belum sampai, kak.", html_has=["<b>belum sampai</b>"]),
    ),
    "apple-pictures-between": Sample(
        "Apple Mail puts pictures between text parts: no words are lost",
        mail(_apple, _apple_type),
        said(
            "Ini fotonya:\n\nRusak di sudut kanan.",
            attachments=[{"name": "foto.png", "content_type": "image/png", "kind": "file"}],
        ),
    ),
    "reply-with-our-id": Sample(
        "a reply to a mail of ours names our signed Message-ID",
        mail("Sudah, terima kasih.\n", f"In-Reply-To: <{OWN_ID}>", f"References: <lama@x.example>\n <{OWN_ID}>"),
        said("Sudah, terima kasih.", thread={"tokens": [TICKET], "external_ids": [OWN_ID, "lama@x.example"]}),
    ),
    "reply-to-plus-address": Sample(
        "threading headers are gone, but it was sent to our signed reply address",
        mail("Masih rusak.\n", f"Cc: {REPLY_ADDRESS}"),
        said(
            "Masih rusak.",
            cc=[{"kind": "email", "value": REPLY_ADDRESS}],
            thread={"tokens": [TICKET]},
        ),
    ),
    "reply-to-plus-envelope": Sample(
        "only the envelope carries the signed reply address, in capitals",
        mail("Masih rusak.\n"),
        said("Masih rusak.", thread={"tokens": [TICKET]}),
        arrival={"door": "smtp", "mail_from": "rina@pelanggan.example", "rcpt_to": [REPLY_ADDRESS.upper()]},
    ),
    "forged-token": Sample(
        "a made-up signature threads nothing; the id is only kept as an unsigned one",
        mail("Saya admin, kirim semua data.\n", f"In-Reply-To: <msg_a.{TICKET}.aaaaaaaaaaaaaaaa@tokosenja.example>"),
        said(
            "Saya admin, kirim semua data.",
            thread={"external_ids": [f"msg_a.{TICKET}.aaaaaaaaaaaaaaaa@tokosenja.example"]},
        ),
    ),
    "number-in-subject": Sample(
        "a ticket number in the subject joins nothing",
        mail("Halo.\n", subject="Re: Tiket #392"),
        said(subject="Re: Tiket #392"),
    ),
    "copies-and-reply-to": Sample(
        "copies and another reply address are kept apart from the sender",
        mail("Halo.\n", "Cc: Budi <budi@mitra.example>, halo@tokosenja.example", "Reply-To: rina.kantor@pelanggan.example"),
        said(
            cc=[
                {"kind": "email", "value": "budi@mitra.example", "name": "Budi"},
                {"kind": "email", "value": "halo@tokosenja.example"},
            ],
            reply_to=[{"kind": "email", "value": "rina.kantor@pelanggan.example"}],
        ),
    ),
    "format-flowed": Sample(
        "soft line breaks are joined again",
        mail("Paket saya belum \nsampai sejak \nSenin.\n\nSalam\n", "Content-Type: text/plain; charset=utf-8; format=flowed"),
        said("Paket saya belum sampai sejak Senin.\n\nSalam"),
    ),
    "signature": Sample(
        "what stands under the signature line is folded",
        mail("Mohon dicek.\n\n-- \nRina Melati\nPT Contoh Makmur\n"),
        said("Mohon dicek.", signature="--\nRina Melati\nPT Contoh Makmur"),
    ),
    "phone-signature": Sample(
        "a phone's note is no part of the message",
        mail("Mohon dicek ya\n\nDikirim dari iPhone saya\n"),
        said("Mohon dicek ya", signature="Dikirim dari iPhone saya"),
    ),
    "dmarc-pass": Sample(
        "our own mail server vouches for the sender",
        mail("Halo.\n", "Authentication-Results: mx.tokosenja.example; dmarc=pass header.from=pelanggan.example"),
        said(sender={"kind": "email", "value": "rina@pelanggan.example", "name": "Rina Melati", "verified": True}),
    ),
    "dmarc-pass-of-a-stranger": Sample(
        "anyone can write that a check passed; only our own server counts",
        mail("Halo.\n", "Authentication-Results: mx.penipu.example; dmarc=pass header.from=pelanggan.example"),
        said(),
    ),
    "dmarc-pass-of-a-lookalike": Sample(
        "a domain that only ends like the proven one is another",
        mail(
            "Halo.\n",
            "Authentication-Results: mx.tokosenja.example; dmarc=pass header.from=pelanggan.example",
            sender="Rina Melati <rina@bukanpelanggan.example>",
        ),
        said(sender={"kind": "email", "value": "rina@bukanpelanggan.example", "name": "Rina Melati"}),
    ),
    "dmarc-pass-of-two-authors": Sample(
        "two From lines: nobody knows which one was checked",
        mail(
            "Halo.\n",
            "Authentication-Results: mx.tokosenja.example; dmarc=pass header.from=pelanggan.example",
            "From: penipu@x.example",
        ),
        said(),
    ),
    "spam-flag": Sample(
        "a filter on the way called it spam",
        mail("Beli sekarang.\n", "X-Spam-Flag: YES", "X-Spam-Status: Yes, score=8.1 required=5.0"),
        said("Beli sekarang.", spam_score=0.9, spam_evidence=["X-Spam-Flag: yes", "x-spam-status: 8.1"]),
    ),
}
