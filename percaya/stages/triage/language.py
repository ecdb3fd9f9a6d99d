"""Which language a message is in: Indonesian or English, with how sure and why. Pure.

Little words decide first: they are certain, quick and know chat language. Where they are silent, py3langid is asked
(loaded at first need; it costs memory).
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_WORD = re.compile(r"[a-z']+")
_INDONESIAN_WORDS = """
yang dan di ke dari ini itu saya kami kita anda kak min pak bu mas mbak tidak gak ga nggak ngga tdk bukan sudah udah sdh
udh belum blm bisa bs mau ingin minta tolong mohon tlg dengan dgn untuk utk pada ada apa kapan kenapa knp gimana
bagaimana berapa brp mana sampai kok ya yg juga jg aja saja dong nih sih lagi masih akan karena krn kalau kalo jika
terima kasih makasih selamat pagi siang sore malam pesanan paket kirim barang uang bayar halo permisi maaf sangat sekali
banget bgt hari minggu bulan tahun besok kemarin nya sekarang lama cepat rusak salah kurang lebih semua
"""
_ENGLISH_WORDS = """
the and is are was were be been i you we they he she it my your our their this that these those not don't doesn't didn't
can't cannot could would should will have has had do does did for from with without about when where why how what which
who please thanks thank hello hi dear regards order package delivery refund still yet been received there of to in on at
by an if but or so because after before again any some
"""
_INDONESIAN = frozenset(_INDONESIAN_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


@dataclass(frozen=True)
class Finding:
    """``language`` "id" or "en"; ``confidence`` 0..1; ``evidence`` in words a person can check."""

    language: str
    confidence: float
    evidence: str


def detect(text: str, fallback: str) -> Finding:
    """The language of a text; ``fallback`` with confidence 0 when there is nothing to go by."""
    words = _WORD.findall(text[:4000].lower())
    indonesian = [word for word in words if word in _INDONESIAN]
    english = [word for word in words if word in _ENGLISH]
    votes = len(indonesian) + len(english)
    if votes >= 2 and len(indonesian) != len(english):
        winner, said = ("id", indonesian) if len(indonesian) > len(english) else ("en", english)
        share = len(said) / votes
        if share >= 0.65:
            return Finding(winner, round(share * min(1.0, votes / 4), 2), "words: " + ", ".join(dict.fromkeys(said[:5])))
    if len(words) < 3:
        return Finding(fallback, 0.0, "too short")
    language, probability = _identifier().classify(" ".join(words[:400]))
    if language == "ms":  # Malay as the model sees it is Indonesian here
        language = "id"
    return Finding(str(language), round(float(probability), 2), "letters (py3langid)")


@cache
def _identifier() -> Any:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["id", "en", "ms"])
    # It keeps the table of all 97 languages for changing its mind, which is 27 MB for the life of the process.
    identifier._full_model = (identifier.nb_ptc, identifier.nb_pc, identifier.nb_classes)
    return identifier
