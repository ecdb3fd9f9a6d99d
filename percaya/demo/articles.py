"""The help centre of Senja Batik: what its customers ask again and again, in Indonesian, half of it in English too."""

from percaya.core.journal.actor import Actor
from percaya.core.knowledge.actions.hearing import note_gap, rate_article, save_synonyms
from percaya.core.knowledge.actions.publishing import ask_review, publish
from percaya.core.knowledge.actions.shelving import save_category
from percaya.core.knowledge.actions.writing import Words, begin_article, save_version
from percaya.core.knowledge.models import Article
from percaya.demo.shop import Shop

_SHELVES = (
    ("Pesanan & pengiriman", "Orders & delivery", "Memesan, melacak, ongkos kirim", "Ordering, tracking, postage"),
    ("Pembayaran", "Payment", "Cara bayar, faktur, uang muka", "Ways to pay, invoices, deposits"),
    ("Retur & tukar", "Returns & exchanges", "Barang salah, cacat, atau kurang pas", "Wrong, damaged, or not quite right"),
    ("Merawat batik", "Caring for batik", "Agar warnanya awet", "So that colours last"),
)

# shelf, (title, summary, text) in Indonesian, the same in English or nothing, how many it helped and how many not
_ARTICLES: tuple[tuple[int, tuple[str, str, str], tuple[str, str, str] | None, int, int], ...] = (
    (
        0,
        (
            "Melacak paket dengan nomor resi",
            "Di mana nomor resinya, dan apa yang dilakukan kalau paket tidak bergerak.",
            "Nomor resi kami kirim lewat e-mail begitu paket diambil kurir, paling lambat pukul 18.00.\n\n"
            "## Membaca status kurir\n\n| Status | Artinya |\n| --- | --- |\n| Manifes | Resi dibuat, paket belum dijemput |\n"
            "| Transit | Paket dalam perjalanan |\n| Antar | Kurir sedang ke alamat Anda |\n\n"
            "## Paket tidak bergerak\n\n1. Tunggu dua hari kerja; data kurir sering terlambat.\n"
            "2. Cek lagi alamat di e-mail pesanan.\n3. Tulis kepada kami dengan nomor pesanan. Kami yang menghubungi kurir.\n\n"
            "> [!TIP] Paket ke luar Jawa bisa diam tiga hari di gudang transit. Itu masih wajar.",
        ),
        (
            "Tracking your parcel",
            "Where to find the tracking number, and what to do when nothing moves.",
            "We mail the tracking number as soon as the courier has your parcel, by 18.00 at the latest.\n\n"
            "## When nothing moves\n\n1. Wait two working days: the courier's data is often late.\n"
            "2. Check the address in your order mail.\n3. Write to us with the order number. We call the courier for you.",
        ),
        14,
        2,
    ),
    (
        0,
        (
            "Ongkos kirim dan lama pengiriman",
            "Tarif per kota, batas jam kirim, dan pengiriman ke luar Jawa.",
            "Pesanan yang dibayar sebelum pukul 15.30 dikirim hari itu juga.\n\n"
            "| Tujuan | Ongkir mulai | Lama |\n| --- | --- | --- |\n"
            "| Solo dan sekitarnya | Rp8.000 | 1 hari |\n| Jawa | Rp12.000 | 1–3 hari |\n| Bali | Rp18.000 | 2–4 hari |\n"
            "| Luar Jawa lainnya | Rp28.000 | 3–7 hari |\n\nKiriman ke Bali berangkat setiap Selasa dan Jumat.",
        ),
        (
            "Postage and delivery times",
            "Rates by destination, and until when we send on the same day.",
            "Orders paid before 15.30 leave on the same day.\n\n| To | From | Takes |\n| --- | --- | --- |\n"
            "| Solo | Rp8.000 | 1 day |\n| Java | Rp12.000 | 1–3 days |\n| Bali | Rp18.000 | 2–4 days |\n"
            "| Elsewhere | Rp28.000 | 3–7 days |",
        ),
        9,
        1,
    ),
    (
        0,
        (
            "Mengubah alamat setelah memesan",
            "Masih bisa selama paket belum dijemput kurir.",
            "Tulis kepada kami secepatnya dengan nomor pesanan dan alamat baru.\n\n## Sebelum dijemput kurir\n\n"
            "Kami ubah tanpa biaya.\n\n## Sesudah dijemput\n\nKami minta kurir mengalihkan. Biayanya mengikuti kurir, dan"
            " kami kabari dulu sebelum Anda menyetujuinya.",
        ),
        None,
        3,
        0,
    ),
    (
        0,
        (
            "Pesanan seragam dan partai besar",
            "Mulai dua puluh potong: harga, contoh kain, dan lama pengerjaan.",
            "Untuk dua puluh potong ke atas kami buatkan penawaran tersendiri.\n\n- Contoh kain dikirim gratis dalam dua hari.\n"
            "- Uang muka 30 persen, sisanya sebelum dikirim.\n- Pengerjaan 14 sampai 21 hari kerja.\n\n"
            "Sertakan jumlah per ukuran: S, M, L, dan XL.",
        ),
        None,
        2,
        0,
    ),
    (
        1,
        (
            "Cara membayar pesanan",
            "Transfer bank, QRIS, kartu, dan bayar di tempat.",
            "Anda bisa membayar dengan transfer bank, QRIS, kartu kredit, atau bayar di tempat (COD)"
            " untuk Solo dan Yogyakarta.\n\n"
            "## Pembayaran belum terbaca\n\nTransfer terbaca paling lama satu jam. Setelah itu kirim bukti bayar kepada kami.\n\n"
            "> [!WARNING] Transfer hanya ke rekening atas nama Senja Batik. Kami tidak pernah meminta OTP atau PIN.",
        ),
        (
            "Ways to pay",
            "Bank transfer, QRIS, card, and cash on delivery.",
            "Pay by bank transfer, QRIS, credit card, or cash on delivery in Solo and Yogyakarta.\n\n"
            "> [!WARNING] Transfer only to the account named Senja Batik. We never ask for a one-time code or PIN.",
        ),
        11,
        1,
    ),
    (
        1,
        (
            "Faktur pajak dan kuitansi",
            "Untuk kantor, klinik, dan koperasi.",
            "Kuitansi ikut di setiap paket. Untuk faktur pajak, kirim NPWP dan nama badan usaha sebelum tanggal 20;"
            " fakturnya terbit di bulan yang sama.",
        ),
        None,
        4,
        1,
    ),
    (
        2,
        (
            "Mengembalikan atau menukar barang",
            "Tujuh hari sejak diterima, selama belum dicuci.",
            "Barang bisa dikembalikan atau ditukar dalam tujuh hari sejak diterima.\n\n## Langkahnya\n\n"
            "1. Foto barang dan labelnya.\n2. Tulis kepada kami dengan nomor pesanan dan ukuran penggantinya.\n"
            "3. Tunggu nomor retur, lalu kirim ke gudang kami di Laweyan.\n\n## Ongkos retur\n\n"
            "Salah kirim atau cacat: kami yang tanggung. Tukar ukuran: ongkir dari Anda, ongkir baliknya dari kami.",
        ),
        (
            "Returning or exchanging goods",
            "Seven days from delivery, as long as they are unwashed.",
            "You can return or exchange goods within seven days.\n\n## How\n\n1. Take a photo of the item and its label.\n"
            "2. Write to us with the order number and the size you need.\n"
            "3. Wait for the return number, then send it to Laweyan.\n\n"
            "## Who pays\n\nWrong or damaged: we do. Another size: you pay the way here, we pay the way back.",
        ),
        12,
        3,
    ),
    (
        2,
        (
            "Kapan dana kembali masuk",
            "Tiga hari kerja ke rekening, sampai empat belas hari ke kartu.",
            "Setelah barang retur kami terima dan periksa, dana dikembalikan lewat jalan yang sama dengan pembayarannya.\n\n"
            "- Transfer bank dan QRIS: tiga hari kerja.\n- Kartu kredit: sampai empat belas hari, tergantung bank Anda.",
        ),
        (
            "When your refund arrives",
            "Three working days to an account, up to fourteen days to a card.",
            "Once the returned goods have been checked, the money goes back the way it came.\n\n"
            "- Bank transfer and QRIS: three working days.\n- Credit card: up to fourteen days, depending on your bank.",
        ),
        6,
        4,
    ),
    (
        2,
        (
            "Memilih ukuran yang pas",
            "Tabel ukuran dan cara mengukur badan.",
            "| Ukuran | Lingkar dada | Panjang |\n| --- | --- | --- |\n| S | 96 cm | 68 cm |\n| M | 102 cm | 70 cm |\n"
            "| L | 108 cm | 72 cm |\n| XL | 116 cm | 74 cm |\n\n"
            "Ukur kemeja yang nyaman Anda pakai, dari ketiak ke ketiak, lalu kalikan dua.",
        ),
        None,
        7,
        0,
    ),
    (
        3,
        (
            "Mencuci dan menjemur kain batik",
            "Lerak, air dingin, tempat teduh.",
            "- Cuci dengan lerak atau sabun lembut, tanpa pemutih.\n- Jangan diperas; gulung dengan handuk.\n"
            "- Jemur di tempat teduh, bagian dalam di luar.\n- Setrika suhu sedang, dengan kain di atasnya.\n\n"
            "Warna alam luntur sedikit pada dua cucian pertama. Itu wajar.",
        ),
        (
            "Washing and drying batik",
            "Soapnut, cold water, shade.",
            "- Wash with soapnut or mild soap, no bleach.\n- Do not wring.\n- Dry in the shade, inside out; no dryer.\n"
            "- Iron warm, with a cloth in between.\n\nNatural dyes bleed a little in the first two washes.",
        ),
        8,
        0,
    ),
)
_INTERNAL = (
    "Batas diskon dan ganti rugi",
    "Siapa boleh memberi apa. Hanya untuk tim.",
    "## Petugas\n\nPotongan sampai 10 persen atau ongkir gratis, tanpa bertanya.\n\n## Supervisor\n\n"
    "Potongan sampai 25 persen, ganti barang, atau dana kembali penuh.",
)
_DRAFT = (
    "Kelas membatik di Laweyan",
    "Jadwal, harga, dan yang perlu dibawa.",
    "Setiap Sabtu pukul 09.00, dua jam, mulai umur tujuh tahun. Bahan dan canting kami sediakan.",
)
_SYNONYMS = (("resi", "nomor pelacakan", "tracking"), ("retur", "kembalikan", "tukar"), ("dana", "uang", "refund"))
_GAPS = (("id", "garansi jahitan"), ("id", "garansi jahitan"), ("id", "kirim ke malaysia"), ("en", "gift wrapping"))


def write_articles(shop: Shop) -> None:
    """By the supervisor, looked over by the admin."""
    workspace, sari = shop.workspace.pk, shop.members["sari"]
    by = Actor.member(sari.pk)
    shelves = [
        save_category(workspace_id=workspace, name=name, name_en=name_en, about=about, about_en=about_en, by=by)
        for name, name_en, about, about_en in _SHELVES
    ]
    for place, indonesian, english, helped, missed in _ARTICLES:
        article = _begin(shop, indonesian, by, category=shelves[place])
        if english:
            title, summary, body = english
            words = Words(title=title, summary=summary, body=body)
            save_version(article=article, language="en", words=words, revision=0, member=sari, by=by)
        publish(article=article, member=sari, by=by)
        for count in range(helped + missed):
            rate_article(article=article, language="id", helped=count < helped, by=Actor.system())
    publish(article=_begin(shop, _INTERNAL, by, audience="internal"), member=sari, by=by)
    ask_review(article=_begin(shop, _DRAFT, by), reviewer=shop.members["wayan"], by=by)
    for same in _SYNONYMS:
        save_synonyms(workspace_id=workspace, words=same, by=by)
    for language, said in _GAPS:
        note_gap(workspace_id=workspace, language=language, words=said)


def _begin(shop: Shop, text: tuple[str, str, str], by: Actor, **more: object) -> Article:
    title, summary, body = text
    words = Words(title=title, summary=summary, body=body)
    return begin_article(
        workspace_id=shop.workspace.pk,
        author=shop.members["sari"],
        language="id",
        words=words,
        by=by,
        **more,  # type: ignore[arg-type]
    )
