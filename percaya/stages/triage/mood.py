"""How a customer's message sounds: negative, neutral or positive, with how sure and which words say so. Pure.

A list of words and a little grammar: what is denied does not count ("tidak kecewa"), what is strengthened counts more
("sangat lambat", "lama BANGET"), shouting adds. It errs to neutral: a false "angry" costs attention, and no customer's
fate hangs on it.
"""

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"[a-zà-ÿ]+(?:'[a-z]+)?|!{2,}|\?{2,}|😡|🤬|😠|😤|👎|😢|😭|👍|🙏|😊|😍|❤")
_STRETCH = re.compile(r"(.)\1{2,}")
_SLANG = {
    "kcewa": "kecewa",
    "kecewaa": "kecewa",
    "jlk": "jelek",
    "bgt": "banget",
    "bngt": "banget",
    "bgtt": "banget",
    "gak": "tidak",
    "ga": "tidak",
    "gk": "tidak",
    "nggak": "tidak",
    "ngga": "tidak",
    "enggak": "tidak",
    "tdk": "tidak",
    "bkn": "bukan",
    "blm": "belum",
    "sgt": "sangat",
    "lmbt": "lambat",
    "lemot": "lambat",
    "makasih": "terimakasih",
    "mksh": "terimakasih",
    "tks": "terimakasih",
    "thx": "thanks",
    "komplen": "komplain",
    "phpin": "php",
}
_BAD = {
    3: """marah kecewa penipu penipuan nipu ditipu tipu bohong dibohongi pembohong parah kapok memalukan keterlaluan
    brengsek bangsat anjing goblok bodoh tolol kampret sialan lapor laporkan tuntut somasi polisi viralkan php
    angry furious terrible awful unacceptable disgusting disgrace scam scammer fraud liar lied lies worst ridiculous
    pathetic lawyer sue useless incompetent outrageous 😡 🤬""",
    2: """lambat jelek buruk rusak cacat kesal jengkel bete dongkol komplain mengeluh protes zonk percuma nyesel menyesal
    rugi dirugikan mengecewakan menyebalkan lamban ngaco kacau berantakan ribet dipersulit diabaikan dicuekin cuek
    disappointed disappointing frustrated frustrating annoyed annoying upset complaint complain broken ignored rude slow
    unhappy horrible waste nobody 😠 😤 👎""",
    1: """lama gagal salah hilang susah bingung capek telat terlambat masalah belum masih tolong kok
    problem late delayed wrong missing failed still again waiting error issue 😢 😭""",
}
_GOOD = {
    2: """puas mantap keren hebat bagus senang suka terbaik memuaskan recommended great excellent awesome perfect love
    amazing happy pleased 😍 ❤""",
    1: "terimakasih thanks thank baik cepat ramah membantu good nice helpful kind 👍 🙏 😊",
}
_DENIALS = "tidak bukan jangan tanpa not no never don't doesn't didn't isn't wasn't can't without"
_STRENGTHS = "sangat banget sekali amat terlalu so very really extremely totally absolutely"
_DENY, _STRONG = frozenset(_DENIALS.split()), frozenset(_STRENGTHS.split())
_WEIGHTS = {word: -weight for weight, words in _BAD.items() for word in words.split()} | {
    word: weight for weight, words in _GOOD.items() for word in words.split()
}
_WEAK = 1  # words that alone say little: a question about a late parcel is no bad mood


@dataclass(frozen=True)
class Mood:
    """``word`` negative, neutral or positive; ``confidence`` 0..1; ``evidence`` the words, for a person to check."""

    word: str
    confidence: float
    evidence: tuple[str, ...]


def mood_of(text: str) -> Mood:
    """The mood of what the customer wrote themself (no quoted text); only the first 4,000 characters are read."""
    text = text[:4000].replace("terima kasih", "terimakasih").replace("Terima kasih", "terimakasih")
    tokens = [_plain(token) for token in _TOKEN.findall(text.lower())]
    score, strong, evidence = 0.0, 0, []
    for place, token in enumerate(tokens):
        weight = float(_WEIGHTS.get(token, 0))
        if not weight:
            continue
        if _DENY & set(tokens[max(0, place - 2) : place]):
            weight = -1.0 if weight > 0 else 0.0  # "tidak puas" is a complaint, "tidak kecewa" is nothing
        elif _STRONG & {*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2]}:
            weight *= 1.5
        score += weight
        if abs(weight) > _WEAK or weight == -1.0:
            strong += weight < 0
            evidence.append(token)
    score -= sum(token[:2] in ("!!", "??") for token in tokens) * 0.5 + _shouting(text)
    if score <= -2 and strong:
        return Mood("negative", _sure(score), tuple(dict.fromkeys(evidence))[:5])
    if score >= 1:
        return Mood("positive", _sure(score), tuple(dict.fromkeys(evidence))[:5])
    return Mood("neutral", 0.5, ())


def _plain(token: str) -> str:
    token = _STRETCH.sub(r"\1", token) if token.isalpha() else token
    return _SLANG.get(token, token)


def _shouting(text: str) -> float:
    letters = [character for character in text if character.isalpha()]
    loud = sum(character.isupper() for character in letters)
    return 1.0 if len(letters) >= 15 and loud / len(letters) > 0.7 else 0.0


def _sure(score: float) -> float:
    return round(min(0.95, 0.5 + abs(score) / 10), 2)
