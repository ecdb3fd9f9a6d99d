"""Spam, and short matters of every day."""

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
