"""What was settled in the second week."""

from percaya.demo.stories.story import Story

DONE_LATELY = (
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
