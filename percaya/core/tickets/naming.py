# ruff: noqa: E501 (lists of words)
"""What a chat is about, by its words: a bare greeting is no topic, the first real sentence is. Pure."""

import re

LONGEST = 80  # characters of a name

_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*", re.UNICODE)
_PIECES = re.compile(r"(?<=[.!?…])\s+|\n+")
_RUN = re.compile(r"(.)\1+")

# Greetings, knocks, thanks and the words by which one is addressed; Indonesian (with its regions) and English. Compared with
# repeated letters taken as one, so that "haloooo kakkk" is "halo kak".
_SAID = """
halo hallo hello helo hai hi hey hei hy hay hola p pp ping test tes tess cek permisi misi punten spada kulonuwun kulo nuwun sampurasun horas
selamat slmt met pagi siang sore malam malem pgi mlm dini hari good morning afternoon evening day night gm greetings dear
sugeng enjing siyang sonten dalu dalem rahayu
assalamualaikum assalamu'alaikum asalamualaikum assalammualaikum assalam assalamu alaikum 'alaikum ass aslm asw askum samlekum
mikum wr wb warahmatullahi wabarakatuh warohmatullahi wabarokatuh waalaikumsalam salam sejahtera shalom syalom om swastiastu suastiastu namo
buddhaya kebajikan
kak kaka kakak ka min mimin admin atmin gan agan juragan sis sist sista bro bang abang mas mbak mba mbk pak bapak bu ibu bun bunda om tante
cs dok dokter kang akang teh teteh bli mang bos boss boskuh tim team toko seller kakaknya there sir madam maam ma'am everyone all guys semua
ya yaa yah iya dong nih ni nya sih deh please mohon maaf sori sorry excuse me pardon
terima kasih terimakasih makasih makasi mksh tks thx thanks thank you very much tq trims trimakasih matur suwun nuhun hatur
ok oke okey okay okee sip siap baik noted
"""
# Asking whether one may ask says nothing yet.
_KNOCKS = """
ada orang di sini disini apakah admin ada adakah adminnya aktif online
mau numpang boleh izin ijin ingin pengen tanya nanya bertanya bertanya-tanya sebentar dulu dl saya aku sy
anyone anybody is someone here can may i ask a question have got quick
bisa minta waktu bantu bantuan tolong help need
"""


def _flat(word: str) -> str:
    return _RUN.sub(r"\1", word.lower().replace("’", "'").replace("`", "'").replace("'", ""))


_GREETING = frozenset(_flat(word) for word in _SAID.split())
_EMPTY = _GREETING | frozenset(_flat(word) for word in _KNOCKS.replace("-", " ").split())


def is_bare_greeting(text: str) -> bool:
    """Whether nothing is said but a greeting, a knock or thanks; signs, numbers and emoji alone say nothing either.

    A number beside words ("inv 20871") is a matter; alone it is one from four digits on, where it names an order."""
    words = _WORD.findall(text[:2000])
    if re.search(r"\d{4,}", text[:2000]):
        return False
    return all(_flat(word) in _EMPTY for word in words)


def name_from(text: str) -> str:
    """A name for the ticket from the first real sentence of a message, without the greeting before it; "" where there is none."""
    for piece in _PIECES.split(text[:4000]):
        if piece.strip() and not is_bare_greeting(piece):
            return _shortened(_ungreeted(" ".join(piece.split())))
    return ""


def _ungreeted(sentence: str) -> str:
    """From the first word on that is no greeting ("Halo kak, paket saya" begins at "paket")."""
    start = 0
    for found in _WORD.finditer(sentence):
        if _flat(found[0]) not in _GREETING or re.search(r"\d", sentence[start : found.start()]):
            break
        start = found.end()
    rest = sentence[start:].lstrip(" ,.!?~:;-–—…)\"'")
    rest = rest if _WORD.search(rest) or any(sign.isdigit() for sign in rest) else sentence
    return rest[:1].upper() + rest[1:]


def _shortened(sentence: str) -> str:
    sentence = sentence.rstrip(" .,;:")
    if len(sentence) <= LONGEST:
        return sentence
    cut = sentence[: LONGEST - 1]
    whole = cut.rpartition(" ")[0]
    return f"{(whole if len(whole) > LONGEST // 2 else cut).rstrip(' ,;:.')}…"
