"""The slots of an account of the API channel and the steps that set it up, in both languages."""

from percaya.channels.api.signing import FORMER, SECRET
from percaya.channels.contract import Setting
from percaya.channels.contract.abilities import SetupStep

SETTINGS = (
    Setting(
        key="system", kind="text", label_en="Name of the system", label_id="Nama sistem",
        help_en="Shown beside its messages, e.g. Checkout.", help_id="Tampil di samping pesannya, misalnya Kasir.",
    ),
    Setting(
        key="base_url", kind="text", label_en="Where answers are posted", label_id="Alamat penerima balasan", group="webhook",
        help_en="https://… of your system. Empty: it reads answers through the API.",
        help_id="https://… milik sistem Anda. Kosong: sistem membaca balasan lewat API.",
    ),
    Setting(
        key=SECRET, kind="secret", label_en="Signing secret", label_id="Rahasia tanda tangan", group="webhook",
        help_en="whsec_… It signs answers to your system and what your system posts here.",
        help_id="whsec_… Menandatangani balasan ke sistem Anda dan kiriman sistem Anda ke sini.",
    ),
    Setting(
        key=FORMER, kind="secret", label_en="Former secret", label_id="Rahasia lama", group="webhook",
        help_en="While you exchange the secret: signs beside the new one and is still believed.",
        help_id="Selama rahasia diganti: ikut menandatangani di samping yang baru dan masih diterima.",
    ),
)  # fmt: skip

STEPS = (
    SetupStep(
        key="saved", done_by="saved", label_en="Agree on a secret", label_id="Sepakati rahasia",
        help_en="Enter one secret here and in your system, and where answers are to be posted.",
        help_id="Isi rahasia yang sama di sini dan di sistem Anda, serta alamat penerima balasan.",
    ),
    SetupStep(
        key="check", done_by="checked", label_en="Ring your system", label_id="Panggil sistem Anda",
        help_en="We post a signed “ping” there; any 2xx answer will do.",
        help_id="Kami mengirim “ping” bertanda tangan ke sana; jawaban 2xx apa pun cukup.",
    ),
    SetupStep(
        key="inbound", done_by="inbound", label_en="Post a message here", label_id="Kirim pesan ke sini",
        help_en="Signed, to the address of this channel. The contract is in docs/api-channel.md.",
        help_id="Bertanda tangan, ke alamat kanal ini. Kontraknya ada di docs/api-channel.md.",
    ),
    SetupStep(
        key="outbound", done_by="outbound", label_en="Answer it from here", label_id="Balas dari sini",
        help_en="Your system takes the answer with 2xx and shows it to its user.",
        help_id="Sistem Anda menerima balasan dengan 2xx dan menampilkannya kepada penggunanya.",
    ),
)  # fmt: skip

LEAVING_EN = "Your system's posts are refused, and answers no longer reach it. Tickets stay, and can be read through the API."
LEAVING_ID = "Kiriman sistem Anda ditolak, dan balasan tidak lagi sampai ke sana. Tiket tetap ada dan dapat dibaca lewat API."
