"""The slots of a live chat's settings, in both languages."""

from percaya.channels.contract import Setting

SETTINGS = (
    Setting(
        key="title", kind="text", label_en="Title", label_id="Judul",
        help_en="Stands above the chat. Empty: the name of your business.",
        help_id="Tampil di atas chat. Kosong: nama usaha Anda.",
    ),
    Setting(
        key="intro", kind="text", label_en="Words of welcome", label_id="Kata sambutan",
        help_en="One or two sentences below the title.", help_id="Satu atau dua kalimat di bawah judul.",
    ),
    Setting(key="language", kind="choice", label_en="Language", label_id="Bahasa", default="id", choices=("id", "en")),
    Setting(
        key="colour", kind="text", label_en="Colour", label_id="Warna", default="#233a8b",
        help_en="Six digits, e.g. #233a8b. Letters on it are made readable.",
        help_id="Enam digit, mis. #233a8b. Huruf di atasnya dibuat terbaca.",
    ),
    Setting(
        key="origins", kind="text", label_en="Pages that may show it", label_id="Situs yang boleh menampilkan",
        help_en="Addresses of your sites, e.g. https://toko.example, with spaces between them.",
        help_id="Alamat situs Anda, mis. https://toko.example, dipisahkan spasi.",
    ),
    Setting(
        key="ask_name", kind="bool", label_en="Ask for the name first", label_id="Tanyakan nama dulu", default=True,
        group="before",
    ),
    Setting(
        key="ask_contact", kind="bool", label_en="Ask for an e-mail address or phone number first",
        label_id="Tanyakan email atau nomor HP dulu", default=True, group="before",
    ),
    Setting(
        key="topics", kind="text", label_en="Topics to choose from", label_id="Pilihan topik", group="before",
        help_en="With commas between them. Empty: not asked.", help_id="Dipisahkan koma. Kosong: tidak ditanyakan.",
    ),
    Setting(
        key="ask_page", kind="bool", label_en="Ask whether we may see which page is open",
        label_id="Tanyakan apakah halaman yang dibuka boleh kami lihat", group="before",
    ),
    Setting(
        key="ask_rating", kind="bool", label_en="Ask how it was when it is solved", label_id="Tanyakan penilaian setelah selesai",
        default=True, help_en="As often as your limits for surveys allow, mail and chat together.",
        help_id="Sesering batas survei Anda membolehkan, email dan chat dihitung bersama.",
    ),
    Setting(
        key="unanswered_after", kind="number", label_en="Back into the queue if nobody answers within minutes",
        label_id="Kembali ke antrean bila tidak dibalas dalam menit", default=10,
        help_en="Somebody else of the team gets the chat, or it waits for whoever is free. 0: never.",
        help_id="Petugas lain di tim mendapat chat itu, atau chat menunggu siapa yang kosong. 0: tidak pernah.",
    ),
    Setting(
        key="identity_required", kind="bool", label_en="Only visitors whose identity your site has signed",
        label_id="Hanya pengunjung yang identitasnya ditandatangani situs Anda", group="identity",
        help_en="Messages of everybody else are refused.", help_id="Pesan dari selain mereka ditolak.",
    ),
    Setting(
        key="mail_after", kind="number", label_en="Send an unread answer by e-mail after minutes",
        label_id="Kirim balasan yang belum dibaca lewat email setelah menit", default=10, group="gone",
        help_en="If the visitor left an address and has gone. 0: never.",
        help_id="Bila pengunjung meninggalkan alamat dan sudah pergi. 0: tidak pernah.",
    ),
    Setting(
        key="replies_from", kind="email", label_en="Such mail leaves from", label_id="Email itu dikirim dari", group="gone",
        help_en="Address of one of your e-mail channels. Empty: the first one.",
        help_id="Alamat salah satu kanal email Anda. Kosong: yang pertama.",
    ),
)  # fmt: skip
