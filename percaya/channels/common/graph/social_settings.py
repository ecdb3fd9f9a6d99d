"""Settings and set-up steps that accounts of Instagram and of pages have in common."""

from percaya.channels.contract import Setting
from percaya.channels.contract.abilities import SetupStep

KEYS: tuple[Setting, ...] = (
    Setting(
        key="access_token", kind="secret", label_en="Access token", label_id="Token akses", required=True, group="keys",
        help_en="One that does not end by itself, of a system user or of the page.",
        help_id="Pilih yang tidak berakhir sendiri, milik pengguna sistem atau halaman.",
    ),
    Setting(
        key="app_secret", kind="secret", label_en="App secret", label_id="Kunci rahasia aplikasi", required=True, group="keys",
        help_en="Meta signs every webhook with it; what is not signed is not taken.",
        help_id="Meta menandatangani setiap webhook dengannya; yang tidak bertanda tangan ditolak.",
    ),
    Setting(
        key="verify_token", kind="secret", label_en="Verify token", label_id="Token verifikasi", required=True, group="keys",
        help_en="A word of your own. Type the same one at Meta.",
        help_id="Kata pilihan Anda sendiri. Isikan yang sama di Meta.",
    ),
    Setting(
        key="app_id", kind="text", label_en="App ID", label_id="ID aplikasi", group="keys",
        help_en="With it Percaya sets the webhook by itself and knows its own messages when Meta repeats them.",
        help_id="Dengannya Percaya memasang webhook sendiri dan mengenali pesannya saat dikirim ulang oleh Meta.",
    ),
)  # fmt: skip
SERVER: tuple[Setting, ...] = (
    Setting(
        key="base_url", kind="text", label_en="Another server for Meta's", label_id="Server pengganti milik Meta",
        group="advanced", help_en="Empty: Meta's own.", help_id="Kosong: server Meta.",
    ),
    Setting(
        key="api_version", kind="text", label_en="Version of the Graph API", label_id="Versi Graph API", group="advanced",
        help_en="For example v26.0. Empty: the one Percaya was made for.",
        help_id="Misalnya v26.0. Kosong: versi bawaan Percaya.",
    ),
)  # fmt: skip
CHECKED = SetupStep(
    key="checked",
    done_by="checked",
    label_en="Try the keys",
    label_id="Coba kuncinya",
    help_en="Percaya asks Meta who it is and subscribes the account to messages.",
    help_id="Percaya bertanya ke Meta siapa akun ini, lalu mendaftarkannya untuk menerima pesan.",
)
HANDSHAKE = SetupStep(
    key="handshake",
    done_by="handshake",
    label_en="Let Meta knock",
    label_id="Izinkan Meta mengetuk",
    help_en="In the app's settings under Webhooks, enter the address below and your verify token, then press verify and save.",
    help_id="Di pengaturan aplikasi bagian Webhook, isi alamat di bawah dan token verifikasi Anda, lalu verifikasi dan simpan.",
)
OUTBOUND = SetupStep(
    key="outbound",
    done_by="outbound",
    label_en="Answer it",
    label_id="Balas pesannya",
    help_en="Reply to that message from its ticket. Once Meta has taken it, you are done.",
    help_id="Balas pesan itu dari tiketnya. Begitu diterima Meta, semuanya siap.",
)
LEAVING_EN = (
    "Messages and comments no longer arrive here, and nothing can be answered. What has come stays. Remove the app at Meta too."
)
LEAVING_ID = (
    "Pesan dan komentar tidak masuk lagi ke sini dan tidak bisa dibalas. Yang sudah masuk tetap ada. Hapus pula aplikasi di Meta."
)
