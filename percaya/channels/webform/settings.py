"""The slots of a form's settings, in both languages."""

from percaya.channels.contract import Setting

SETTINGS = (
    Setting(
        key="title",
        kind="text",
        label_en="Title",
        label_id="Judul",
        required=True,
        help_en="Stands above the form.",
        help_id="Tampil di atas formulir.",
    ),
    Setting(key="language", kind="choice", label_en="Language", label_id="Bahasa", default="id", choices=("id", "en")),
    Setting(
        key="thanks",
        kind="text",
        label_en="Words after sending",
        label_id="Kata setelah terkirim",
        help_en="Say when an answer will come.",
        help_id="Sebutkan kapan balasan akan datang.",
    ),
    Setting(
        key="replies_from",
        kind="email",
        label_en="Replies leave from",
        label_id="Balasan dikirim dari",
        help_en="Address of the email channel that answers this form. Empty: the first one.",
        help_id="Alamat kanal email yang membalas formulir ini. Kosong: yang pertama.",
    ),
)
