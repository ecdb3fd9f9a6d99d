"""The slots of a number's settings, and the steps by which it is set up, in both languages."""

from percaya.channels.contract import Setting
from percaya.channels.contract.abilities import SetupStep

SETTINGS = (
    Setting(
        key="address", kind="text", label_en="Phone number ID", label_id="ID nomor telepon", required=True,
        help_en="At Meta: your app → WhatsApp → API Setup. A long number, not the phone number itself.",
        help_id="Di Meta: aplikasi Anda → WhatsApp → API Setup. Deretan angka panjang, bukan nomor teleponnya.",
    ),
    Setting(
        key="waba_id", kind="text", label_en="WhatsApp Business account ID", label_id="ID akun WhatsApp Business", required=True,
        help_en="Stands beside the phone number ID. Templates belong to it.",
        help_id="Tertulis di dekat ID nomor telepon. Template melekat padanya.",
    ),
    Setting(
        key="access_token", kind="secret", label_en="Access token", label_id="Token akses", required=True, group="keys",
        help_en="Of a system user with whatsapp_business_messaging and whatsapp_business_management. Best without an end date.",
        help_id="Milik pengguna sistem dengan izin whatsapp_business_messaging dan whatsapp_business_management. "
        "Sebaiknya tanpa tanggal berakhir.",
    ),
    Setting(
        key="app_secret", kind="secret", label_en="App secret", label_id="Kunci rahasia aplikasi", required=True, group="keys",
        help_en="At Meta: App settings → Basic. It proves that what comes in was sent by Meta.",
        help_id="Di Meta: App settings → Basic. Dengannya kami tahu bahwa pesan masuk benar dikirim Meta.",
    ),
    Setting(
        key="verify_token", kind="secret", label_en="Verify token", label_id="Token verifikasi", required=True, group="keys",
        help_en="Any words of your own. Enter the same at Meta, beside the webhook's address.",
        help_id="Kata apa saja pilihan Anda. Isikan yang sama di Meta, di samping alamat webhook.",
    ),
    Setting(
        key="api_version", kind="text", label_en="Graph API version", label_id="Versi Graph API", group="advanced",
        help_en="E.g. v26.0. Empty: the one that this version of Percaya was tried with.",
        help_id="Mis. v26.0. Kosong: yang dipakai saat versi Percaya ini diuji.",
    ),
    Setting(
        key="base_url", kind="text", label_en="Address of the Graph API", label_id="Alamat Graph API", group="advanced",
        help_en="Only where a proxy stands in between. Empty: Meta's own.",
        help_id="Hanya bila ada proksi di antaranya. Kosong: milik Meta.",
    ),
)  # fmt: skip

STEPS = (
    SetupStep(
        key="keys", done_by="saved",
        label_en="Enter the keys of your app", label_id="Isi kunci aplikasi Anda",
        help_en="Make an app with WhatsApp at developers.facebook.com, then copy its IDs and secrets here.",
        help_id="Buat aplikasi dengan WhatsApp di developers.facebook.com, lalu salin ID dan rahasianya ke sini.",
    ),
    SetupStep(
        key="check", done_by="checked",
        label_en="Try the keys", label_id="Coba kuncinya",
        help_en="We ask Meta for your number and let your account's news come to us.",
        help_id="Kami menanyakan nomor Anda ke Meta dan meminta kabar akun Anda dikirim ke sini.",
    ),
    SetupStep(
        key="webhook", done_by="handshake",
        label_en="Enter the webhook's address at Meta", label_id="Isikan alamat webhook di Meta",
        help_en="Your app → WhatsApp → Configuration: the address above and your verify token. Then subscribe to “messages”.",
        help_id="Aplikasi Anda → WhatsApp → Configuration: alamat di atas dan token verifikasi Anda. Lalu langgani “messages”.",
    ),
    SetupStep(
        key="inbound", done_by="inbound",
        label_en="Write to the number from a phone", label_id="Kirim pesan ke nomor itu dari HP",
        help_en="The message shows up in the inbox as a ticket.",
        help_id="Pesannya muncul di kotak masuk sebagai tiket.",
    ),
    SetupStep(
        key="outbound", done_by="outbound",
        label_en="Answer it from here", label_id="Balas dari sini",
        help_en="Open that ticket and send a reply; it arrives on the phone.",
        help_id="Buka tiket itu dan kirim balasan; balasannya sampai di HP.",
    ),
    SetupStep(
        key="templates", done_by="templates",
        label_en="Fetch your templates", label_id="Ambil template Anda",
        help_en="More than 24 hours after a customer's last message only approved templates may be sent.",
        help_id="Lebih dari 24 jam setelah pesan terakhir pelanggan, hanya template yang disetujui yang boleh dikirim.",
    ),
)  # fmt: skip

LEAVING_EN = (
    "Messages to this number no longer reach Percaya, and replies that wait in the queue are not sent. Tickets and everything "
    "said in them stay. At Meta the number, its templates and the webhook remain until you remove them there."
)
LEAVING_ID = (
    "Pesan ke nomor ini tidak lagi sampai ke Percaya, dan balasan yang masih antre tidak dikirim. Tiket beserta seluruh isinya "
    "tetap ada. Di Meta, nomor, template, dan webhook tetap ada sampai Anda menghapusnya di sana."
)
