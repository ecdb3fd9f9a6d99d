"""What an account of Instagram needs, and the steps of its set-up."""

from percaya.channels.common.graph.social_settings import CHECKED, HANDSHAKE, KEYS, OUTBOUND, SERVER
from percaya.channels.contract import Setting
from percaya.channels.contract.abilities import SetupStep

SETTINGS: tuple[Setting, ...] = (
    Setting(
        key="address", kind="text", label_en="Instagram account ID", label_id="ID akun Instagram", required=True,
        help_en="The professional account's number at Meta, 17 digits or so; not its name.",
        help_id="Nomor akun profesional di Meta, sekitar 17 angka; bukan namanya.",
    ),
    *KEYS,
    Setting(
        key="page_id", kind="text", label_en="Facebook Page ID, if connected through a page",
        label_id="ID Halaman Facebook, bila terhubung lewat halaman",
        help_en="Then the token is the page's. Empty: the login is Instagram's own.",
        help_id="Tokennya milik halaman itu. Kosong: masuk langsung dengan Instagram.",
    ),
    *SERVER,
)  # fmt: skip
STEPS: tuple[SetupStep, ...] = (
    SetupStep(
        key="keys", done_by="saved", label_en="Enter the account and its keys", label_id="Isi akun dan kuncinya",
        help_en="Make an app at developers.facebook.com with the Instagram product, connect the professional account, and copy "
        "the account's ID, the token and the app secret here.",
        help_id="Buat aplikasi di developers.facebook.com dengan produk Instagram, hubungkan akun profesional, lalu salin ID "
        "akun, token, dan kunci rahasia aplikasi ke sini.",
    ),
    HANDSHAKE,
    CHECKED,
    SetupStep(
        key="inbound", done_by="inbound", label_en="Write to the account", label_id="Kirim pesan ke akun itu",
        help_en="Send it a message from another Instagram account. In the app, allow access to messages under "
        "Settings, Messages, Connected tools.",
        help_id="Kirim pesan dari akun Instagram lain. Di aplikasi Instagram, izinkan akses pesan di Pengaturan, Pesan, "
        "Alat yang terhubung.",
    ),
    OUTBOUND,
)  # fmt: skip
