"""What a page needs, and the steps of its set-up."""

from percaya.channels.common.graph.social_settings import CHECKED, HANDSHAKE, KEYS, OUTBOUND, SERVER
from percaya.channels.contract import Setting
from percaya.channels.contract.abilities import SetupStep

SETTINGS: tuple[Setting, ...] = (
    Setting(
        key="address", kind="text", label_en="Facebook Page ID", label_id="ID Halaman Facebook", required=True,
        help_en="The page's number at Meta; not its name.", help_id="Nomor halaman di Meta; bukan namanya.",
    ),
    *KEYS,
    *SERVER,
)  # fmt: skip
STEPS: tuple[SetupStep, ...] = (
    SetupStep(
        key="keys", done_by="saved", label_en="Enter the page and its keys", label_id="Isi halaman dan kuncinya",
        help_en="Make an app at developers.facebook.com with the Messenger product, connect the page, and copy the page's ID, "
        "its token and the app secret here.",
        help_id="Buat aplikasi di developers.facebook.com dengan produk Messenger, hubungkan halaman, lalu salin ID halaman, "
        "tokennya, dan kunci rahasia aplikasi ke sini.",
    ),
    HANDSHAKE,
    CHECKED,
    SetupStep(
        key="inbound", done_by="inbound", label_en="Write to the page", label_id="Kirim pesan ke halaman",
        help_en="Send it a message from a Facebook account. Until Meta has approved the app, only people with a role in it "
        "are heard.",
        help_id="Kirim pesan dari akun Facebook. Sebelum aplikasi disetujui Meta, hanya orang yang punya peran di dalamnya "
        "yang terdengar.",
    ),
    OUTBOUND,
)  # fmt: skip
