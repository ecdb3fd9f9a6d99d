"""The slots of a mailbox's settings, in both languages; one page shows them for every channel."""

from percaya.channels.contract import Setting

# Those that are opened by one API key.
_PROVIDERS = ("smtp", "brevo", "mailgun", "mandrill", "resend", "sendgrid", "sparkpost")

_MAILBOX = (
    Setting(
        key="address",
        kind="email",
        label_en="Email address",
        label_id="Alamat email",
        required=True,
        help_en="Customers write to this address and get replies from it.",
        help_id="Pelanggan menulis ke alamat ini dan menerima balasan dari sini.",
    ),
    Setting(
        key="display_name",
        kind="text",
        label_en="Sender name",
        label_id="Nama pengirim",
        help_en="Shown beside the address, e.g. Toko Senja.",
        help_id="Tampil di samping alamat, misalnya Toko Senja.",
    ),
    Setting(
        key="signature",
        kind="text",
        label_en="Signature",
        label_id="Tanda tangan",
        help_en="Placed under every reply.",
        help_id="Ditempatkan di bawah setiap balasan.",
    ),
    Setting(
        key="plus_addressing",
        kind="bool",
        label_en="Replies to a plus address",
        label_id="Balasan ke alamat plus",
        default=True,
        help_en="Ties replies to their ticket when a mail program drops the thread. Turn off if your server refuses halo+x@….",
        help_id="Mengaitkan balasan ke tiketnya walau aplikasi email memutus utas. Matikan bila server Anda menolak halo+x@….",
    ),
    Setting(
        key="quoting",
        kind="bool",
        label_en="Quote earlier messages",
        label_id="Kutip pesan sebelumnya",
        default=True,
        help_en="Puts the customer's last message under your reply.",
        help_id="Menaruh pesan terakhir pelanggan di bawah balasan Anda.",
    ),
    Setting(
        key="authserv_id",
        kind="text",
        label_en="Trusted checking server",
        label_id="Server pemeriksa tepercaya",
        help_en="Your mail server's name in Authentication-Results. Senders that pass its DMARC check count as verified.",
        help_id="Nama server email Anda di Authentication-Results. Pengirim yang lolos DMARC dianggap terverifikasi.",
    ),
)

_INCOMING = (
    Setting(
        key="imap_host",
        kind="host",
        label_en="IMAP server",
        label_id="Server IMAP",
        group="imap",
        help_en="Leave empty when mail is forwarded to Percaya.",
        help_id="Kosongkan bila email diteruskan ke Percaya.",
    ),
    Setting(key="imap_port", kind="number", label_en="IMAP port", label_id="Port IMAP", default=993, group="imap"),
    Setting(
        key="imap_security",
        kind="choice",
        label_en="IMAP encryption",
        label_id="Enkripsi IMAP",
        default="tls",
        choices=("tls", "starttls", "none"),
        group="imap",
    ),
    Setting(key="imap_user", kind="text", label_en="IMAP user", label_id="Pengguna IMAP", group="imap"),
    Setting(key="imap_password", kind="secret", label_en="IMAP password", label_id="Kata sandi IMAP", group="imap"),
    Setting(key="imap_folder", kind="text", label_en="IMAP folder", label_id="Folder IMAP", default="INBOX", group="imap"),
    Setting(
        key="imap_mark_seen",
        kind="bool",
        label_en="Mark fetched mail as read",
        label_id="Tandai email yang diambil sebagai dibaca",
        default=False,
        group="imap",
        help_en="Otherwise nothing in the mailbox is changed.",
        help_id="Jika tidak, tidak ada yang berubah di kotak surat.",
    ),
    Setting(
        key="imap_days_before",
        kind="number",
        label_en="Fetch mail from this many days before",
        label_id="Ambil email dari sekian hari sebelumnya",
        default=7,
        group="imap",
        help_en="Older mail in the mailbox makes no tickets.",
        help_id="Email yang lebih lama di kotak surat tidak menjadi tiket.",
    ),
)

_OUTGOING = (
    Setting(
        key="provider",
        kind="choice",
        label_en="Sends through",
        label_id="Mengirim lewat",
        default="smtp",
        choices=_PROVIDERS,
        group="smtp",
        help_en="Your own SMTP server or a mail provider.",
        help_id="Server SMTP sendiri atau penyedia email.",
    ),
    Setting(key="provider_key", kind="secret", label_en="Provider's API key", label_id="Kunci API penyedia", group="smtp"),
    Setting(
        key="provider_domain",
        kind="host",
        label_en="Sending domain at the provider",
        label_id="Domain pengirim di penyedia",
        group="smtp",
        help_en="Mailgun only, when it differs from the domain of the address.",
        help_id="Hanya Mailgun, bila berbeda dari domain alamat.",
    ),
    Setting(key="smtp_host", kind="host", label_en="SMTP server", label_id="Server SMTP", group="smtp"),
    Setting(key="smtp_port", kind="number", label_en="SMTP port", label_id="Port SMTP", default=587, group="smtp"),
    Setting(
        key="smtp_security",
        kind="choice",
        label_en="SMTP encryption",
        label_id="Enkripsi SMTP",
        default="starttls",
        choices=("tls", "starttls", "none"),
        group="smtp",
    ),
    Setting(key="smtp_user", kind="text", label_en="SMTP user", label_id="Pengguna SMTP", group="smtp"),
    Setting(key="smtp_password", kind="secret", label_en="SMTP password", label_id="Kata sandi SMTP", group="smtp"),
)

SETTINGS = (*_MAILBOX, *_INCOMING, *_OUTGOING)
