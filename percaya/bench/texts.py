"""What customers and agents say in the measured data: everyday words, thousands of rarer ones, and codes found once."""

import random

_OPENINGS = ("Halo kak", "Selamat pagi", "Permisi", "Min", "Hi", "Sore kak", "Halo admin", "Good morning")
_MATTERS = (
    "paket saya belum sampai sudah lima hari", "barang yang datang salah warna", "saya mau tukar ukuran",
    "pembayaran sudah ditransfer tapi status belum berubah", "kain yang saya terima ada sobekan kecil",
    "apakah bisa kirim ke luar kota minggu ini", "my parcel has not arrived yet", "saya minta pengembalian dana",
    "kurir bilang alamat tidak ditemukan", "voucher tidak bisa dipakai", "I would like to change my address",
    "tolong dicek resinya tidak bergerak", "jahitan lepas setelah dicuci sekali", "mohon faktur untuk kantor",
)  # fmt: skip
_CLOSINGS = ("Mohon dibantu ya.", "Terima kasih.", "Makasih kak.", "Ditunggu kabarnya.", "Thanks.", "Tolong secepatnya.")
_ANSWERS = (
    "Baik kak, kami cek dulu ke gudang ya.", "Mohon maaf atas kendalanya, pengganti kami kirim hari ini.",
    "Dana sudah kami kembalikan, mohon dicek dalam dua hari kerja.", "Resinya sudah kami perbarui, silakan dilihat lagi.",
    "Boleh kirim foto barangnya, kak?", "We have sent a replacement today.", "Alamat sudah kami ubah sesuai permintaan.",
)  # fmt: skip
_SUBJECTS = ("Paket belum sampai", "Salah warna", "Tukar ukuran", "Pembayaran", "Pengembalian dana", "Alamat", "Faktur")
_NAMES = (
    "Rina", "Sri", "Agus", "Dewi", "Budi", "Siti", "Joko", "Putu", "Made", "Wayan", "Tuti", "Hendra", "Lestari", "Ahmad",
    "Maria", "Yohanes", "Ketut", "Nur", "Indah", "Bambang",
)  # fmt: skip
_FAMILIES = ("", "", "Marlina", "Wijaya", "Santoso", "Hutapea", "Siregar", "Pratama", "Lestari", "Gunawan", "Simanjuntak")
_SYLLABLES = ("ba", "ci", "du", "ge", "ho", "ja", "ku", "li", "mo", "na", "pe", "ri", "sa", "to", "wu", "ya", "ra", "ka")


class Texts:
    """The same seed gives the same words."""

    def __init__(self, seed: int = 7) -> None:
        self.dice = random.Random(seed)  # noqa: S311 (made-up text)
        self._rarer = ["".join(self.dice.choices(_SYLLABLES, k=3)) for _count in range(4000)]

    def name(self) -> str:
        return f"{self.dice.choice(_NAMES)} {self.dice.choice(_FAMILIES)}".strip()

    def subject(self, number: int) -> str:
        return f"{self.dice.choice(_SUBJECTS)} INV-{number:07d}"

    def question(self) -> str:
        """Some forty words, a few of them rare."""
        dice = self.dice
        said = ". ".join(dice.choice(_MATTERS) for _count in range(3))
        return f"{dice.choice(_OPENINGS)}, {said}. {' '.join(dice.choices(self._rarer, k=8))}. {dice.choice(_CLOSINGS)}"

    def answer(self) -> str:
        return f"{self.dice.choice(_ANSWERS)} {' '.join(self.dice.choices(self._rarer, k=5))}."
