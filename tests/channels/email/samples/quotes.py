"""What mail programs quote, in Indonesian and English; every line lands in the text or in the fold."""
# ruff: noqa: E501  (a line of a mail must stay one line)

from tests.channels.email.samples.making import Sample, mail, said

_OLD = "> Halo Rina,\n> pesanan sudah dikirim."


def _quoted(about: str, new: str, old: str, signature: str = "", after: str = "") -> Sample:
    body = "\n\n".join(piece for piece in (new, signature, old, after) if piece)
    more = {"signature": signature} if signature else {}
    return Sample(about, mail(body + "\n"), said(new or after, quoted_text=old, **more))


def _shown(about: str, text: str) -> Sample:
    return Sample(about, mail(text + "\n"), said(text))


_OUTLOOK_ID = "Dari: Toko Senja <halo@tokosenja.example>\nDikirim: Senin, 2 November 2026 10:00\nKepada: Rina Melati\nSubjek: Re: Paket\n\nHalo Rina."
_OUTLOOK_EN = "From: Toko Senja <halo@tokosenja.example>\nSent: Monday, November 2, 2026 10:00 AM\nTo: Rina Melati\nSubject: Re: Paket\n\nHalo Rina."

SAMPLES = {
    "gmail-id": _quoted(
        "Gmail, Indonesian",
        "Belum sampai.",
        f"Pada Sen, 2 Nov 2026 pukul 10.12 Toko Senja <halo@tokosenja.example> menulis:\n\n{_OLD}",
    ),
    "gmail-id-wrapped": _quoted(
        "the same, wrapped",
        "Belum sampai.",
        f"Pada Sen, 2 Nov 2026 pukul 10.12 Toko Senja <\nhalo@tokosenja.example> menulis:\n\n{_OLD}",
    ),
    "gmail-id-older": _quoted(
        "older Gmail",
        "Belum sampai.",
        f"Pada tanggal 2 November 2026 10.12, Toko Senja <halo@tokosenja.example>\nmenulis:\n{_OLD}",
    ),
    "gmail-en": _quoted(
        "Gmail, English", "Not yet.", f"On Mon, Nov 2, 2026 at 10:12 AM Toko Senja <halo@tokosenja.example> wrote:\n\n{_OLD}"
    ),
    "gmail-en-wrapped": _quoted(
        "the same, wrapped over three lines",
        "Not yet.",
        f"On Mon, Nov 2, 2026 at 10:12 AM Toko Senja Malang\n<halo@tokosenja.example>\nwrote:\n{_OLD}",
    ),
    "apple-id": _quoted(
        "Apple Mail, Indonesian",
        "Belum.",
        f"Pada 2 Nov 2026 10.12, Toko Senja <halo@tokosenja.example> menulis:\n\n{_OLD}",
        "Dikirim dari iPhone saya",
    ),
    "apple-en": _quoted(
        "Apple Mail, English",
        "Not yet.",
        f"On 2 Nov 2026, at 10.12, Toko Senja <halo@tokosenja.example> wrote:\n\n{_OLD}",
        "Sent from my iPhone",
    ),
    "thunderbird-id": _quoted("Thunderbird, Indonesian", "Belum.", f"Pada 02/11/26 10:12, Toko Senja menulis:\n{_OLD}"),
    "yahoo-id": _quoted(
        "Yahoo does not mark the quoted lines",
        "Belum.",
        "Pada Senin, 2 November 2026 pukul 10.12.33 WIB, Toko Senja <halo@tokosenja.example> menulis:\n\nHalo Rina,\npesanan sudah dikirim.",
        "Dikirim dari Yahoo Mail untuk Android",
    ),
    "outlook-id": _quoted("Outlook, Indonesian", "Belum sampai.", _OUTLOOK_ID),
    "outlook-id-perihal": _quoted(
        "Outlook with another word for the subject", "Belum sampai.", _OUTLOOK_ID.replace("Subjek", "Perihal")
    ),
    "outlook-en-rule": _quoted(
        "Outlook on the web, a rule above", "Not yet.", f"________________________________\n{_OUTLOOK_EN}"
    ),
    "outlook-phone": _quoted(
        "Outlook on a phone", "Belum.", f"________________________________\n{_OUTLOOK_EN}", "Dapatkan Outlook untuk Android"
    ),
    "outlook-bold-labels": _quoted(
        "labels in asterisks",
        "Not yet.",
        "*From:* Toko Senja <halo@tokosenja.example>\n*Sent:* Monday, November 2, 2026\n*To:* Rina\n*Subject:* Re: Paket\n\nHalo.",
    ),
    "original-message-id": _quoted("Pesan Asli", "Belum.", f"-----Pesan Asli-----\n{_OUTLOOK_ID}"),
    "original-message-en": _quoted("Original Message", "Not yet.", f"-----Original Message-----\n{_OUTLOOK_EN}"),
    "samsung-id": _quoted(
        "a phone's own mail program",
        "Belum.",
        "-------- Pesan asli --------\nDari: Toko Senja <halo@tokosenja.example>\nTanggal: 02/11/26 10.12 (GMT+07:00)\nKe: rina@pelanggan.example\nSubjek: Re: Paket\n\nHalo.",
    ),
    "iso-date": _quoted(
        "a date in ISO order and no verb", "Belum.", f"2026-11-02 10:12 GMT+07:00 Toko Senja <halo@tokosenja.example>:\n{_OLD}"
    ),
    "bottom-posted": _quoted(
        "the answer stands below",
        "",
        f"Pada Sen, 2 Nov 2026 pukul 10.12 Toko Senja <halo@tokosenja.example> menulis:\n{_OLD}",
        after="Belum sampai, kak.",
    ),
    "interleaved": _shown(
        "answers between the lines stay with what they answer", "> Nomor pesanan?\nINV-204\n\n> Alamat?\nJl. Kenanga 5"
    ),
    "forward-without-words": _shown(
        "a forwarded mail without a word added is the message",
        "---------- Pesan terusan ---------\nDari: Kurir <cs@kurir.example>\nTanggal: Sen, 2 Nov 2026\nSubjek: Resi\nKepada: Rina\n\nResi 123.",
    ),
    "forward-with-words": _quoted(
        "a forwarded mail under a few words",
        "Tolong dicek.",
        "---------- Forwarded message ---------\nFrom: Kurir <cs@kurir.example>\n\nResi 123.",
    ),
    "no-false-alarm-parcel": _shown(
        "labels of a parcel are no mail header", "Dari: Jakarta\nKe: Bandung\nTanggal: 3 November\nBelum sampai."
    ),
    "no-false-alarm-menulis": _shown(
        "a person may write this too", "Pada pesan sebelumnya saya menulis:\nbarang rusak, mohon diganti."
    ),
    "zoho": _quoted(
        "Zoho between dashes",
        "Belum.",
        f"---- Pada Sen, 02 Nov 2026 10:12:33 +0700 Toko Senja<halo@tokosenja.example> menulis ----\n{_OLD}",
    ),
    "proton": _quoted(
        "Proton's two lines",
        "Not yet.",
        f"------- Original Message -------\nOn Monday, November 2nd, 2026 at 10:12 AM, Toko Senja <halo@tokosenja.example> wrote:\n\n{_OLD}",
    ),
    "narrow-spaces": _quoted(
        "the narrow no-break spaces of newer programs",
        "Not yet.",
        f"On Nov 2, 2026, at 10:12\u202fAM, Toko\u00a0Senja <halo@tokosenja.example> wrote:\n\n{_OLD}",
    ),
    "swedish": _quoted(
        "a neighbour's language", "Inte än.", f"Den mån 2 nov. 2026 kl 10:12 skrev Toko Senja <halo@tokosenja.example>:\n{_OLD}"
    ),
    "two-generations": _quoted(
        "a quote within a quote folds whole",
        "Masih belum.",
        "Pada Sel, 3 Nov 2026 pukul 08.00 Toko Senja <halo@tokosenja.example> menulis:\n\n> Maaf ya.\n>\n> Pada Sen, 2 Nov 2026 pukul 10.12 Rina <rina@pelanggan.example> menulis:\n>> Belum sampai.",
    ),
}
