"""The slots of a LINE account's settings and the steps that set it up, in both languages."""

from percaya.channels.contract import Setting
from percaya.channels.contract.abilities import SetupStep

SETTINGS = (
    Setting(
        key="channel_secret", kind="secret", label_en="Channel secret", label_id="Channel secret", required=True,
        help_en="LINE Developers, your Messaging API channel, Basic settings.",
        help_id="LINE Developers, channel Messaging API Anda, Basic settings.",
    ),
    Setting(
        key="access_token", kind="secret", label_en="Channel access token", label_id="Channel access token", required=True,
        help_en="The long-lived one, at the end of the Messaging API tab.",
        help_id="Yang berumur panjang, di bagian bawah tab Messaging API.",
    ),
    Setting(
        key="base_url", kind="text", label_en="Other address of the API", label_id="Alamat API lain", group="advanced",
        help_en="Empty: api.line.me and api-data.line.me.", help_id="Kosong: api.line.me dan api-data.line.me.",
    ),
)  # fmt: skip

STEPS = (
    SetupStep(
        key="keys", done_by="saved", label_en="Enter the secret and the token", label_id="Isi secret dan token",
        help_en="Make a LINE Official Account, turn on the Messaging API, copy both into the fields below.",
        help_id="Buat LINE Official Account, aktifkan Messaging API, salin keduanya ke kolom di bawah.",
    ),
    SetupStep(
        key="check", done_by="checked", label_en="Try them", label_id="Coba keduanya",
        help_en="We ask LINE who the account is and set the address of its webhook.",
        help_id="Kami bertanya ke LINE akun apa ini dan memasang alamat webhook-nya.",
    ),
    SetupStep(
        key="handshake", done_by="handshake", label_en="Turn on “Use webhook”", label_id="Aktifkan “Use webhook”",
        help_en="In the Messaging API tab, then press Verify there. Turn off LINE's own greeting and auto-reply messages.",
        help_id="Di tab Messaging API, lalu tekan Verify di sana. Matikan pesan sapaan dan balasan otomatis milik LINE.",
    ),
    SetupStep(
        key="inbound", done_by="inbound", label_en="Write to the account", label_id="Kirim pesan ke akun itu",
        help_en="Add it as a friend on your phone and write a word.",
        help_id="Tambahkan sebagai teman di HP Anda dan tulis sesuatu.",
    ),
    SetupStep(
        key="outbound", done_by="outbound", label_en="Answer from here", label_id="Balas dari sini",
        help_en="Answer that ticket; the words appear on your phone.",
        help_id="Balas tiket itu; kata-katanya muncul di HP Anda.",
    ),
)  # fmt: skip

LEAVING_EN = "Messages to the account no longer come here. Friends and chats in LINE stay. Tickets stay; replies no longer leave."
LEAVING_ID = (
    "Pesan ke akun itu tidak lagi masuk ke sini. Teman dan obrolan di LINE tetap ada. Tiket tetap ada; balasan tidak terkirim."
)
