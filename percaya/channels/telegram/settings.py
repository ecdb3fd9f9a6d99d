"""The slots of a Telegram bot's settings and the steps that set it up, in both languages."""

from percaya.channels.contract import Setting
from percaya.channels.contract.abilities import SetupStep

SETTINGS = (
    Setting(
        key="bot_token", kind="secret", label_en="Bot token", label_id="Token bot", required=True,
        help_en="@BotFather gives it when the bot is made: digits, a colon, letters.",
        help_id="Diberikan @BotFather saat bot dibuat: angka, titik dua, huruf.",
    ),
    Setting(
        key="receiving", kind="choice", label_en="How messages come in", label_id="Cara pesan masuk", default="auto",
        choices=("auto", "webhook", "polling"),
        help_en="auto: Telegram tells us where our address is public and https; otherwise we ask it all the time (polling).",
        help_id="auto: Telegram memberi tahu kami bila alamat kami publik dan https; jika tidak, kami terus bertanya (polling).",
    ),
    Setting(
        key="base_url", kind="text", label_en="Own Bot API server", label_id="Server Bot API sendiri", group="advanced",
        help_en="Empty: api.telegram.org.", help_id="Kosong: api.telegram.org.",
    ),
)  # fmt: skip

STEPS = (
    SetupStep(
        key="token", done_by="saved", label_en="Make a bot and enter its token", label_id="Buat bot dan isi tokennya",
        help_en="Write /newbot to @BotFather in Telegram, choose a name, copy the token into the field below.",
        help_id="Kirim /newbot ke @BotFather di Telegram, pilih nama, salin tokennya ke kolom di bawah.",
    ),
    SetupStep(
        key="check", done_by="checked", label_en="Try the token", label_id="Coba tokennya",
        help_en="We ask Telegram who the bot is and tell it where to bring messages.",
        help_id="Kami bertanya ke Telegram siapa bot ini dan memberi tahu ke mana pesan diantar.",
    ),
    SetupStep(
        key="inbound", done_by="inbound", label_en="Write to the bot", label_id="Kirim pesan ke bot",
        help_en="From your own phone: open the bot, press Start, write a word.",
        help_id="Dari HP Anda: buka bot itu, tekan Mulai, tulis sesuatu.",
    ),
    SetupStep(
        key="outbound", done_by="outbound", label_en="Answer from here", label_id="Balas dari sini",
        help_en="Answer that ticket; the words appear on your phone.",
        help_id="Balas tiket itu; kata-katanya muncul di HP Anda.",
    ),
)  # fmt: skip

LEAVING_EN = (
    "Messages to the bot no longer come here. Telegram keeps them for a day, then they are gone. Tickets stay; replies to them "
    "through this bot no longer leave."
)
LEAVING_ID = (
    "Pesan ke bot tidak lagi masuk ke sini. Telegram menyimpannya sehari, lalu hilang. Tiket tetap ada; balasan lewat bot ini "
    "tidak lagi terkirim."
)
