# ruff: noqa: E501 (people's words are not wrapped)
"""Those who wait for someone else, come back later, or did not get our answer."""

from percaya.demo.stories.story import Story

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
