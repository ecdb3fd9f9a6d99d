"""How words are brought to one form, for the index and for the query alike.

Indonesian first (slang written out, then Snowball), what that leaves alone goes to the English stemmer. Snowball's
Indonesian cuts some everyday words wrongly (pesanan -> sanan, pengiriman -> irim): those stand in ``KNOWN``.
"""

import re
import unicodedata
from functools import lru_cache
from threading import local

import Stemmer

_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
_LONG = 40  # longer runs are noise (base64, keys); they are cut, so that they can still be found by their start

KNOWN = {
    "pesanan": "pesan",
    "pemesanan": "pesan",
    "memesan": "pesan",
    "dipesan": "pesan",
    "pesan": "pesan",
    "pengiriman": "kirim",
    "kiriman": "kirim",
    "mengirim": "kirim",
    "mengirimkan": "kirim",
    "dikirim": "kirim",
    "terkirim": "kirim",
    "kirimkan": "kirim",
    "pembayaran": "bayar",
    "membayar": "bayar",
    "dibayar": "bayar",
    "terbayar": "bayar",
    "pengembalian": "kembali",
    "mengembalikan": "kembali",
    "dikembalikan": "kembali",
    "kembalian": "kembali",
    "kembalikan": "kembali",
    "kembali": "kembali",
    "penagihan": "tagih",
    "tagihan": "tagih",
    "menagih": "tagih",
    "penggantian": "ganti",
    "mengganti": "ganti",
    "diganti": "ganti",
    "pembatalan": "batal",
    "membatalkan": "batal",
    "dibatalkan": "batal",
    "pengaduan": "adu",
    "keluhan": "keluh",
    "mengeluh": "keluh",
    "kerusakan": "rusak",
    "merusak": "rusak",
    "penjualan": "jual",
    "pembelian": "beli",
    "membeli": "beli",
    "dibeli": "beli",
    "perbaikan": "baik",
    "memperbaiki": "baik",
    "menunggu": "tunggu",
    "ditunggu": "tunggu",
    "penerimaan": "terima",
    "menerima": "terima",
    "diterima": "terima",
    "alamat": "alamat",
    "paket": "paket",
    "pelanggan": "langgan",
    "langganan": "langgan",
    "berlangganan": "langgan",
}
SLANG = {
    "gak": "tidak", "ga": "tidak", "nggak": "tidak", "ngga": "tidak", "tdk": "tidak", "gk": "tidak", "enggak": "tidak",
    "yg": "yang", "dgn": "dengan", "blm": "belum", "udh": "sudah", "sdh": "sudah", "udah": "sudah", "krn": "karena",
    "tlg": "tolong", "bs": "bisa", "gmn": "bagaimana", "gimana": "bagaimana", "knp": "kenapa", "brp": "berapa",
    "trs": "terus", "org": "orang", "jg": "juga", "aja": "saja", "aj": "saja", "tf": "transfer", "eror": "error",
    "komplen": "komplain", "makasih": "terimakasih", "mksh": "terimakasih", "bgt": "banget", "dr": "dari",
    "utk": "untuk", "klo": "kalau", "kalo": "kalau", "pdhl": "padahal", "bln": "bulan", "thn": "tahun", "hr": "hari",
    "km": "kamu", "sy": "saya", "brg": "barang", "pkt": "paket", "pesenan": "pesanan", "kirimin": "kirim",
}  # fmt: skip

_stemmers = local()  # the C stemmers are not made for sharing between threads


def words(text: str) -> list[str]:
    """Every token of a text in its one form, in order."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    return [root(token[:_LONG]) for token in _TOKEN.findall(flat)]


def spelled(text: str) -> list[tuple[str, str]]:
    """(token as it was written, its root) in order."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    return [(token, root(token[:_LONG])) for token in _TOKEN.findall(flat)]


def root(token: str) -> str:
    if token.isdigit() or not token.isascii():
        return token
    return _root(token)


@lru_cache(maxsize=50_000)
def _root(token: str) -> str:
    token = re.sub(r"([a-z])\1{2,}", r"\1", token)  # lamaaa, bangettt
    token = SLANG.get(token, token)
    if len(token) > 3 and token.endswith("2") and token[:-1].isalpha():  # hati2
        token = token[:-1]
    if token in KNOWN:
        return KNOWN[token]
    if not token.isalpha() or len(token) < 4:
        return token
    bare = re.sub(r"(?<=[a-z]{4})(?:nya|ku|mu|lah|kah|pun)$", "", token)  # pesanannya
    if bare in KNOWN:
        return KNOWN[bare]
    indonesian, english = _pair()
    stem: str = indonesian.stemWord(token)
    if len(stem) < 3:
        return bare
    return stem if stem != token else str(english.stemWord(token))


def _pair() -> tuple[Stemmer.Stemmer, Stemmer.Stemmer]:
    if not hasattr(_stemmers, "pair"):
        _stemmers.pair = (Stemmer.Stemmer("indonesian"), Stemmer.Stemmer("english"))
    pair: tuple[Stemmer.Stemmer, Stemmer.Stemmer] = _stemmers.pair
    return pair


def suffixes(digits: str, shortest: int = 4) -> list[str]:
    """The endings by which people look a number up: "+6281234567890" is found by "7890" as well."""
    plain = re.sub(r"\D", "", digits)
    return [plain[-length:] for length in range(shortest, len(plain) + 1)] if len(plain) >= shortest else []
