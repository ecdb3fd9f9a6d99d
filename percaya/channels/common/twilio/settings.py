"""Slots that both of Twilio's channels have, and how they are set up."""

from percaya.channels.contract import Setting
from percaya.channels.contract.abilities import SetupStep

KEYS = (
    Setting(
        key="account_sid", kind="text", label_en="Account SID", label_id="Account SID", required=True,
        help_en="On the first page of Twilio's console; begins with AC.",
        help_id="Di halaman pertama konsol Twilio; diawali AC.",
    ),
    Setting(
        key="auth_token", kind="secret", label_en="Auth token", label_id="Auth token", required=True,
        help_en="Beside the SID. It also signs what Twilio tells us.",
        help_id="Di samping SID. Juga menandatangani kabar dari Twilio.",
    ),
    Setting(
        key="messaging_service", kind="text", label_en="Messaging service", label_id="Messaging service", group="advanced",
        help_en="Its SID (MG…), if replies leave through one. Empty: through the number above.",
        help_id="SID-nya (MG…), bila balasan dikirim lewat itu. Kosong: lewat nomor di atas.",
    ),
    Setting(
        key="base_url", kind="text", label_en="Other address of the API", label_id="Alamat API lain", group="advanced",
        help_en="Empty: api.twilio.com.", help_id="Kosong: api.twilio.com.",
    ),
)  # fmt: skip


def steps(where_en: str, where_id: str) -> tuple[SetupStep, ...]:
    """``where``: the place in Twilio's console where the webhook's address is entered."""
    return (
        SetupStep(
            key="keys", done_by="saved", label_en="Enter number, SID and token", label_id="Isi nomor, SID, dan token",
            help_en="All three stand in Twilio's console.", help_id="Ketiganya ada di konsol Twilio.",
        ),
        SetupStep(
            key="check", done_by="checked", label_en="Try them", label_id="Coba ketiganya",
            help_en="We ask Twilio whether the account is active and the number yours.",
            help_id="Kami bertanya ke Twilio apakah akunnya aktif dan nomornya milik Anda.",
        ),
        SetupStep(
            key="inbound", done_by="inbound", label_en="Enter the webhook and write a word",
            label_id="Pasang webhook dan kirim pesan",
            help_en=f"Copy the address above into {where_en} (HTTP POST), then write to the number from your phone.",
            help_id=f"Salin alamat di atas ke {where_id} (HTTP POST), lalu kirim pesan ke nomor itu dari HP Anda.",
        ),
        SetupStep(
            key="outbound", done_by="outbound", label_en="Answer from here", label_id="Balas dari sini",
            help_en="Answer that ticket; the words appear on your phone.",
            help_id="Balas tiket itu; kata-katanya muncul di HP Anda.",
        ),
    )  # fmt: skip


LEAVING_EN = (
    "Messages to the number no longer come here. The number stays yours in Twilio. Tickets stay; replies no longer leave."
)
LEAVING_ID = (
    "Pesan ke nomor itu tidak lagi masuk ke sini. Nomor tetap milik Anda di Twilio. Tiket tetap ada; balasan tidak terkirim."
)
