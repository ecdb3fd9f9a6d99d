"""The mood of a message, as a person would hear it: Indonesian, English, slang, denial, shouting."""

import pytest

from percaya.stages.triage.mood import mood_of

CASES = [
    ("Saya sangat kecewa dengan pelayanan ini, sudah 5 hari tidak dibalas", "negative"),
    ("kecewa bgt sih, lama bangettt, kapok belanja di sini", "negative"),
    ("PENIPU!! UANG SAYA KEMBALIKAN SEKARANG", "negative"),
    ("ini parah, saya dibohongi terus, mau lapor polisi", "negative"),
    ("This is unacceptable. Worst service ever, I want my money back.", "negative"),
    ("I am really disappointed, the item arrived broken", "negative"),
    ("barangnya jelek dan rusak, pelayanan lambat banget", "negative"),
    ("tidak puas sama sekali dengan hasilnya, mengecewakan", "negative"),
    ("PHP terus dari kemarin, janji mulu", "negative"),
    ("Halo kak, paket saya belum sampai ya. Sudah lima hari.", "neutral"),
    ("kak mau tanya, jam buka toko hari minggu?", "neutral"),
    ("Could you tell me when my order ships?", "neutral"),
    ("Saya tidak kecewa kok, cuma mau tanya", "neutral"),
    ("pembayaran saya gagal, bagaimana caranya?", "neutral"),
    ("", "neutral"),
    ("P", "neutral"),
    ("terima kasih kak, cepat sekali!", "positive"),
    ("mantap, barang bagus, puas banget", "positive"),
    ("Thanks, that was very helpful", "positive"),
]


@pytest.mark.parametrize(("text", "mood"), CASES, ids=[text[:24] or "empty" for text, _mood in CASES])
def test_it_hears_what_a_person_hears(text: str, mood: str) -> None:
    assert mood_of(text).word == mood


def test_a_bad_mood_names_its_words() -> None:
    found = mood_of("Saya kecewa, barangnya rusak")
    assert set(found.evidence) == {"kecewa", "rusak"} and 0.5 < found.confidence <= 0.95
