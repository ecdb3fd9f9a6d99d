# ruff: noqa: E501 (people's words are not wrapped)
"""What customers of Senja Batik wrote in two weeks, and what became of it. All of it made up here.

A line begins with who speaks ("<" customer, ">" agent, "#" note), then the hours since the line before.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Story:
    """``days`` ago it began. ``end``: the state it is in now, or snoozed, spam, quarantine, failed (an answer bounced)."""

    who: str
    days: float
    subject: str
    lines: tuple[str, ...]
    via: str = "email"
    owner: str = ""
    team: str = "Pesanan"
    labels: tuple[str, ...] = ()
    priority: str = "normal"
    end: str = "closed"
    files: tuple[str, ...] = field(default=())
    waits_for: str = ""


CUSTOMERS: dict[str, tuple[str, str]] = {
    "rina": ("Rina Marlina", "rina.marlina@surat.example"),
    "sri": ("Sri", "sri1971@surat.example"),
    "joko": ("Joko Susilo", "jokosusilo@kantor.example"),
    "tuti": ("Tuti", "mbaktuti@surat.example"),
    "ahmad": ("H. Ahmad, S.E.", "ahmad@koperasi-maju.example"),
    "maria": ("Maria Goretti Hutapea", "maria.hutapea@surat.example"),
    "yohanes": ("Yohanes", "yohanes@surat.example"),
    "ketut": ("Ni Ketut Ayu", "ketutayu@surat.example"),
    "nur": ("Nur Aini", "nuraini@surat.example"),
    "bambang": ("dr. Bambang Wicaksono", "bambang@klinik-sehat.example"),
    "fitri": ("Fitri", "fitri_98@surat.example"),
    "slamet": ("Slamet", "slamet@bengkel.example"),
    "indah": ("Indah Permata Sari", "indah.ps@surat.example"),
    "rudi": ("Rudi Hartono Lim", "rudi.lim@surat.example"),
    "asep": ("Asep", "asep.sunda@surat.example"),
    "lina": ("Lina", "lina@surat.example"),
    "james": ("James Carter", "james.carter@mail.example"),
    "hannah": ("Hannah Lee", "hannah.lee@mail.example"),
    "priya": ("Priya", "priya@mail.example"),
    "sunarti": ("Sunarti", "bu.sunarti@surat.example"),
    "made": ("I Made Arta", "made.arta@villa.example"),
    "dimas": ("Dimas Prakoso", "dimasprakoso@surat.example"),
}

WAITING = (
    Story(
        who="rina",
        days=0.05,
        subject="Paket belum sampai, padahal sudah 6 hari",
        priority="high",
        end="new",
        labels=("pengiriman",),
        lines=(
            "<0 Halo kak, pesanan INV-20871 (kebaya encim ukuran M) belum sampai juga ya? Di resi tertulis “sedang dibawa kurir” "
            "dari hari Senin. Mau dipakai hari Sabtu, jadi saya agak deg-degan 😅 Tolong dicek ya kak, makasih.",
        ),
    ),
    Story(
        who="fitri",
        days=0.12,
        subject="salah warna",
        via="webform",
        team="Retur",
        end="new",
        labels=("retur",),
        files=("foto-kain.png",),
        lines=(
            "<0 Min kok yg dateng warna coklat ya, kan aku pesen yg biru indigo 😭 blm dibuka plastiknya. Bs tuker ga? Fotonya aku "
            "lampirin.",
        ),
    ),
    Story(
        who="hannah",
        days=0.2,
        subject="Does the shawl come in a longer size?",
        owner="grace",
        end="open",
        lines=(
            "<0 Hello! I love the Parang shawl on your site. Is there a version longer than 180 cm? It is for my mother-in-law, who "
            "is rather tall.",
            ">0.8 Hello Hannah, what a lovely gift! The Parang shawl is woven at 180 cm, but our artisans in Laweyan can make 210 cm "
            "to order, in about two weeks. Shall I ask them for you?",
            "<1.5 Yes please! Two weeks is fine. How much would it be?",
        ),
    ),
    Story(
        who="bambang",
        days=0.3,
        subject="Seragam batik untuk klinik, 45 potong",
        owner="dewi",
        priority="high",
        end="open",
        labels=("grosir",),
        lines=(
            "<0 Selamat pagi. Kami membutuhkan 45 kemeja batik seragam (28 pria, 17 wanita) untuk karyawan klinik. Mohon penawaran "
            "harga, pilihan motif, serta perkiraan waktu pengerjaan. Faktur pajak diperlukan. Terima kasih.",
            ">1.1 Selamat pagi, Dokter Bambang. Terima kasih atas kepercayaannya. Penawaran resmi sedang kami siapkan, sore ini kami "
            "kirim lengkap dengan tiga pilihan motif. Apakah ukuran tiap orang sudah ada?",
            "#0.1 Stok kain Kawung biru 60 m, cukup. Tolong Gilang cek benang untuk bordir logo.",
            "<2 Ukuran saya susulkan. Bila memungkinkan logo klinik dibordir di saku. Kami tunggu penawarannya hari ini.",
        ),
    ),
    Story(
        who="slamet",
        days=0.4,
        subject="transfer sdh masuk blm?",
        via="webform",
        team="Pembayaran",
        owner="budi",
        end="open",
        labels=("pembayaran",),
        lines=(
            "<0 sy udh tf 285rb td pagi a.n. Slamet, tp status pesenan msh “menunggu pembayaran”. gmn ini kak",
            ">0.6 Siap Pak Slamet, kami cek mutasi banknya dulu ya. Boleh kirim jam transfernya?",
            "<0.4 jam 8.12 pak, dr bank daerah",
        ),
    ),
    Story(
        who="made",
        days=0.5,
        subject="Pesanan untuk villa: 20 sarung bantal",
        owner="sari",
        end="open",
        labels=("grosir",),
        lines=(
            "<0 Om swastiastu. Kami mau tambah 20 sarung bantal motif Truntum seperti pesanan bulan Agustus. Apakah warnanya masih "
            "bisa sama? Ongkir ke Ubud berapa?",
        ),
    ),
    Story(
        who="sunarti",
        days=0.7,
        subject="Mukena hadiah ulang tahun",
        end="new",
        labels=("hadiah",),
        lines=(
            "<0 Assalamualaikum. Ibu mau beli mukena batik buat kado cucu, umurnya 9 tahun. Ada yang ukuran anak? Sama bisa "
            "dibungkus kado tidak ya nak. Ibu kurang paham belanja online, terima kasih.",
        ),
    ),
    Story(
        who="dimas",
        days=1.1,
        subject="KECEWA. Kemeja robek setelah sekali cuci",
        priority="urgent",
        team="Retur",
        owner="sari",
        end="open",
        labels=("keluhan", "retur"),
        files=("kerah-robek.png",),
        lines=(
            "<0 Saya sangat kecewa. Baru sekali dicuci tangan, jahitan di kerah sudah lepas dan kainnya robek. Ini kemeja 450 ribu "
            "lho. Tahun lalu saya beli 3 di sini tidak pernah begini. Tolong tanggung jawabnya.",
            ">0.9 Mas Dimas, kami mohon maaf, ini jelas bukan mutu yang kami janjikan. Kami ganti dengan yang baru tanpa biaya, atau "
            "dana kembali penuh; silakan pilih yang lebih nyaman. Boleh kirim foto kerahnya?",
            "<3 Fotonya terlampir. Saya pilih diganti, ukuran L, motif yang sama. Kapan dikirim?",
            "#0.5 Ini kerah ketiga dari jahitan bulan Oktober. Tolong dicek ke penjahitnya.",
        ),
    ),
)

ELSEWHERE = (
    Story(
        who="ketut",
        days=1.3,
        subject="Kain untuk upacara",
        owner="budi",
        end="waiting_customer",
        lines=(
            "<0 Kak, saya cari kain endek warna kuning gading 4 meter untuk upacara bulan depan, ada?",
            ">1 Ada, Kak Ketut. Tersisa dua gulung, masing-masing 5 meter. Mau yang polos pinggirnya atau yang bergaris emas?",
        ),
    ),
    Story(
        who="james",
        days=1.6,
        subject="Customs form for shipment to Australia",
        owner="grace",
        end="waiting_customer",
        labels=("luar negeri",),
        lines=(
            "<0 Hi, my parcel INV-20790 is held at customs in Perth. They ask for an invoice in English with the material stated. "
            "Could you send one?",
            ">0.7 Hello James, of course. The invoice is on its way to you in a moment. Could you tell us the reference on their "
            "letter, so that we can write it on the invoice?",
        ),
    ),
    Story(
        who="joko",
        days=2.2,
        subject="Retur celana, ukuran kekecilan",
        team="Retur",
        owner="grace",
        end="waiting_other",
        waits_for="kurir penjemputan",
        labels=("retur",),
        lines=(
            "<0 Celana batik yang saya beli kekecilan, mau tukar ke XL. Barang masih ada label.",
            ">0.5 Bisa, Pak Joko. Kurir kami jemput besok pukul 10–14 di alamat yang sama ya, tidak ada biaya.",
            "<1 Oke saya tunggu.",
        ),
    ),
    Story(
        who="maria",
        days=2.8,
        subject="Kerusakan saat pengiriman",
        team="Retur",
        owner="sari",
        end="waiting_other",
        waits_for="asuransi kurir",
        labels=("pengiriman", "keluhan"),
        priority="high",
        lines=(
            "<0 Syalom. Kotak yang datang basah kuyup dan dua selendangnya luntur. Kurirnya bilang bukan urusan dia. Bagaimana ini?",
            ">1.2 Ibu Maria, mohon maaf sekali. Kami ajukan klaim ke asuransi kurir hari ini; sambil menunggu, dua selendang "
            "pengganti kami siapkan supaya Ibu tidak perlu menunggu hasil klaim.",
            "<2 Baik, terima kasih sudah cepat tanggap. Warnanya sama ya.",
            "#0.2 Nomor klaim 4471-B. Kabar paling lambat Kamis.",
        ),
    ),
    Story(
        who="ahmad",
        days=3,
        subject="Faktur pajak belum diterima",
        team="Pembayaran",
        owner="wayan",
        end="snoozed",
        labels=("pembayaran",),
        lines=(
            "<0 Yth. Senja Batik, mohon faktur pajak untuk pembelian tanggal 3. NPWP koperasi sudah kami kirim. Salam, H. Ahmad.",
            ">2 Yth. Pak Haji Ahmad, faktur terbit setelah tutup buku hari Senin. Senin siang kami kirim ke alamat ini.",
        ),
    ),
    Story(
        who="lina",
        days=3.5,
        subject="Kapan restock dress Mega Mendung?",
        owner="budi",
        end="snoozed",
        lines=(
            "<0 Kaaak dress mega mendung size S kapan ada lagiii",
            ">0.4 Hai Kak Lina, jahitan baru masuk pekan depan. Begitu ada, Kakak kami kabari duluan ya.",
        ),
    ),
    Story(
        who="rudi",
        days=1.9,
        subject="Konfirmasi alamat baru",
        owner="budi",
        end="failed",
        lines=(
            "<0 Tolong alamat kirim saya diganti ke Jl. Melati 12, Semarang. Terima kasih.",
            ">0.5 Sudah kami ganti, Pak Rudi. Paket berangkat sore ini ke alamat baru.",
        ),
    ),
    Story(
        who="priya",
        days=2.5,
        subject="Refund not arrived",
        team="Pembayaran",
        owner="wayan",
        end="failed",
        labels=("pembayaran",),
        priority="high",
        lines=(
            "<0 You promised my refund within three days. It has been six. Please check.",
            ">1 Dear Priya, we are sorry. The bank returned it because of a digit in the account number. Could you check it for us?",
        ),
    ),
)

DONE = (
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
    Story(
        who="slamet",
        days=7,
        subject="ukuran jumbo",
        via="webform",
        owner="budi",
        lines=(
            "<0 ada ukuran 4L ga? badan sy gede hehe",
            ">0.5 Ada sampai 5L Pak, tambah 35 ribu. Lebar dada 68 cm.",
            "<0.4 siap mantap",
        ),
    ),
    Story(
        who="bambang",
        days=6.6,
        subject="Contoh motif",
        owner="dewi",
        labels=("grosir",),
        lines=(
            "<0 Mohon dikirim contoh motif untuk seragam.",
            ">1.5 Contoh lima motif berangkat hari ini, Dokter.",
            "<30 Sudah kami terima.",
        ),
    ),
    Story(
        who="james",
        days=6.1,
        subject="Do you ship to Perth?",
        owner="grace",
        labels=("luar negeri",),
        lines=(
            "<0 Do you ship to Western Australia, and how long does it take?",
            ">0.6 We do, James: seven to ten days, with tracking.",
            "<2 Great, ordering now.",
        ),
    ),
    Story(
        who="sri",
        days=5.6,
        subject="Kancing cadangan",
        owner="grace",
        end="resolved",
        lines=(
            "<0 Kancing baju saya hilang satu, apa bisa minta gantinya?",
            ">0.8 Tentu, Bu Sri. Kami kirim tiga kancing, gratis.",
        ),
    ),
    Story(
        who="ketut",
        days=5.1,
        subject="Warna di foto dan aslinya",
        owner="budi",
        labels=("retur",),
        team="Retur",
        lines=(
            "<0 Warna aslinya lebih gelap dari foto ya? Agak kaget, tapi bagus juga.",
            ">0.5 Iya Kak, lampu foto kami terlalu terang; sudah kami ganti fotonya. Kalau kurang berkenan boleh ditukar.",
            "<0.6 Gapapa kak aku suka",
        ),
    ),
    Story(
        who="maria",
        days=4.7,
        subject="Selendang untuk paduan suara",
        owner="sari",
        labels=("grosir",),
        end="resolved",
        lines=(
            "<0 Kami perlu 24 selendang seragam untuk paduan suara gereja, warna marun. Bisa sebelum Natal?",
            ">1.1 Bisa, Bu Maria. Selesai tanggal 12 Desember, harga grosir berlaku.",
            "<4 Puji Tuhan. Uang muka sudah saya transfer.",
            ">0.5 Sudah kami terima. Kami kabari saat mulai ditenun.",
        ),
    ),
    Story(
        who="fitri",
        days=4.3,
        subject="cek stok",
        via="webform",
        owner="grace",
        end="resolved",
        lines=("<0 outer lurik size M msh ada?", ">0.3 Masih tiga, Kak Fitri."),
    ),
    Story(
        who="rudi",
        days=3.9,
        subject="Ganti metode bayar",
        team="Pembayaran",
        owner="wayan",
        end="resolved",
        labels=("pembayaran",),
        lines=("<0 Bisa ganti dari transfer ke COD?", ">0.9 Bisa, Pak Rudi, untuk alamat Semarang. Sudah kami ganti."),
    ),
    Story(
        who="nur",
        days=3.3,
        subject="Terima kasih!",
        owner="dewi",
        end="resolved",
        labels=("pujian",),
        lines=(
            "<0 Cuma mau bilang batiknya dipuji satu kantor hehe. Sukses terus ya!",
            ">0.6 Wah, terima kasih banyak, Bu Nur. Pesan ini kami bacakan untuk ibu-ibu pembatik kami 🙏",
        ),
    ),
)

SPAM = (
    (
        "Peluang Investasi",
        "marketing@untung-besar.example",
        "SELAMAT!!! Anda terpilih mendapat bonus 500 juta",
        "Klik sekarang juga http://hadiah.example/klaim untuk mencairkan BONUS Anda. Kesempatan terbatas!!!",
    ),
    (
        "SEO Expert",
        "seo@first-page.example",
        "Your website is losing money",
        "We guarantee number 1 on every search engine in 7 days. Reply for our price list.",
    ),
    (
        "Pinjaman Kilat",
        "admin@dana-cair.example",
        "Dana cair 5 menit tanpa jaminan",
        "Butuh uang cepat? Cukup KTP. Bunga ringan 0,1%. Hubungi nomor di situs kami.",
    ),
)

# Short matters of every day: who, subject, question, answer.
EVERYDAY = (
    (
        "sri",
        "Pengiriman ke desa",
        "Apa bisa kirim ke Wonosari, rumah masuk gang kecil?",
        "Bisa, Bu Sri. Kurir kami hafal daerah itu.",
    ),
    ("tuti", "ongkir", "ongkir ke bekasi brp mba", "12 ribu Mbak Tuti, besok sampai."),
    (
        "joko",
        "Bahan celana",
        "Celana batiknya melar tidak?",
        "Bagian pinggang memakai karet, Pak Joko, jadi nyaman dipakai duduk.",
    ),
    ("yohanes", "Lengan panjang", "Ada kemeja lengan panjang motif Sekar Jagad?", "Ada ukuran M dan L, Pak Yohanes."),
    ("asep", "Nuhun", "Barang sudah diterima, bagus pisan!", "Hatur nuhun, Kang Asep. Ditunggu pesanan berikutnya."),
    ("indah", "Tukar poin", "poinku bisa ditukar apa aja kak", "Bisa jadi potongan 25 ribu atau pouch lurik, Kak Indah."),
    ("lina", "size chart", "kak minta tabel ukuran dong", "Siap Kak Lina, tabelnya ada di bawah foto tiap produk ya."),
    ("hannah", "Care label", "Can the napkins go in the dryer?", "Better not, Hannah: line drying keeps the colours alive."),
    (
        "priya",
        "Invoice copy",
        "Please resend the invoice for INV-20544.",
        "Here it is again, Priya. Thank you for shopping with us.",
    ),
    ("slamet", "warna", "yg item ada ga pak", "Ada Pak, hitam motif Kawung tersisa empat."),
    ("made", "Jadwal kirim Bali", "Pengiriman ke Bali hari apa saja?", "Setiap Selasa dan Jumat, Pak Made."),
    ("dimas", "Diskon akhir tahun", "Akhir tahun ada diskon?", "Ada, Mas Dimas, mulai tanggal 20 Desember."),
    (
        "sunarti",
        "Nomor rekening",
        "Nak, nomor rekeningnya masih yang lama?",
        "Masih sama, Bu. Mohon hanya transfer ke atas nama Senja Batik.",
    ),
    ("ahmad", "Alamat kantor", "Mohon alamat kantor untuk surat-menyurat.", "Jl. Cempaka 8, Laweyan, Solo, Pak Haji."),
    ("ketut", "Packing", "Boleh minta tanpa plastik?", "Boleh Kak Ketut, kami bungkus kertas daur ulang."),
    ("maria", "Uang muka", "Uang muka minimal berapa?", "Tiga puluh persen, Bu Maria, sisanya sebelum dikirim."),
    (
        "rina",
        "Kirim hari ini",
        "Kalau bayar jam 3 masih dikirim hari ini?",
        "Sampai pukul 15.30 masih ikut kiriman hari ini, Kak Rina.",
    ),
    ("nur", "Kelas membatik", "Ada kelas membatik untuk anak?", "Ada, Bu Nur, setiap Sabtu pukul 09.00 di Laweyan."),
    ("fitri", "warna pudar", "kalo dijemur pudar ga", "Asal di tempat teduh aman, Kak Fitri."),
    ("bambang", "NPWP", "Berikut NPWP klinik untuk faktur.", "Terima kasih, Dokter. Sudah kami catat."),
)
