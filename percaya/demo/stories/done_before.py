"""What was settled in the first of the two weeks."""

from percaya.demo.stories.story import Story

DONE_BEFORE = (
    Story(
        who="rina",
        days=12,
        subject="Tanya bahan kebaya",
        owner="dewi",
        lines=(
            "<0 Kak, kebaya encim bahannya katun atau campuran? Saya gampang gerah.",
            ">0.3 Katun prima seratus persen, Kak Rina, adem untuk acara siang.",
            "<0.5 Oke sip saya pesan satu, makasih kak ❤️",
        ),
    ),
    Story(
        who="yohanes",
        days=11,
        subject="Ongkir ke Kupang",
        owner="budi",
        labels=("pengiriman",),
        lines=(
            "<0 Selamat siang, ongkos kirim ke Kupang untuk 2 kemeja berapa?",
            ">0.6 Siang Pak Yohanes, 46 ribu, kira-kira empat hari sampai.",
            "<3 Baik terima kasih.",
        ),
    ),
    Story(
        who="asep",
        days=10.5,
        subject="Punten, resi teu tiasa dilacak",
        owner="grace",
        labels=("pengiriman",),
        lines=(
            "<0 Punten, resi SJ9921 tidak bisa dilacak. Barangnya sudah dikirim belum?",
            ">0.9 Mohon maaf Kang Asep, ada salah ketik. Resi yang benar SJ9912, besok sampai di Garut.",
            "<20 Sudah sampai, hatur nuhun!",
        ),
    ),
    Story(
        who="nur",
        days=9.7,
        subject="Cara merawat batik tulis",
        owner="dewi",
        lines=(
            "<0 Batik tulisnya bagus sekali. Bagaimana cara mencucinya supaya tidak luntur?",
            ">0.5 Terima kasih, Bu Nur. Cuci dengan tangan, air dingin dan lerak, jemur di tempat teduh. Jangan diperas ya.",
            "<1 Siap, terima kasih ilmunya.",
        ),
    ),
    Story(
        who="indah",
        days=9,
        subject="Voucher HUTRI tidak bisa dipakai",
        via="webform",
        team="Pembayaran",
        owner="budi",
        labels=("pembayaran",),
        lines=(
            "<0 kode HUTRI nya error terus kak padahal msh berlaku smp tgl 30",
            ">0.4 Betul Kak, ada gangguan di kasir. Sudah kami perbaiki, dan selisihnya kami kembalikan ke saldo Kakak.",
            "<0.3 yeay makasiiih",
        ),
    ),
    Story(
        who="hannah",
        days=8.6,
        subject="Gift wrapping",
        owner="grace",
        labels=("hadiah",),
        lines=(
            "<0 Could you wrap order INV-20655 as a gift and leave the invoice out?",
            ">0.5 With pleasure. We have added a handwritten card as well; what should it say?",
            "<1 “Selamat ulang tahun, Mama.” Thank you so much!",
            ">0.3 Written and on its way.",
        ),
    ),
    Story(
        who="joko",
        days=8.2,
        subject="Jam buka toko Solo",
        via="webform",
        owner="budi",
        lines=("<0 Toko di Solo buka hari Minggu?", ">0.2 Buka, Pak Joko, pukul 09.00–17.00 WIB."),
    ),
    Story(
        who="tuti",
        days=7.9,
        subject="pesenan dobel",
        via="api",
        team="Pembayaran",
        owner="wayan",
        labels=("pembayaran",),
        lines=(
            "<0 kok kepotong 2x ya mba, pesenku cm 1 lho",
            ">0.7 Mbak Tuti, betul terpotong dua kali karena sinyal terputus saat membayar. Yang satu kami kembalikan hari ini.",
            "#0.1 Refund 175.000 ke rekening asal, selesai 14.20.",
            "<26 udah masuk mbaa makasih yaa",
        ),
    ),
    Story(
        who="made",
        days=7.4,
        subject="Katalog untuk villa",
        owner="sari",
        labels=("grosir",),
        lines=(
            "<0 Mohon katalog perlengkapan kamar, kami renovasi 8 kamar.",
            ">2 Katalog kami kirim, Pak Made. Harga grosir di halaman 4.",
            "<5 Matur suksma.",
        ),
    ),
)
