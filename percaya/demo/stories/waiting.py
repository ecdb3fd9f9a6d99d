# ruff: noqa: E501 (people's words are not wrapped)
"""Those who wait for us."""

from percaya.demo.stories.story import Story

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
