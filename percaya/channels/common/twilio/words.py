"""Twilio's error codes (https://www.twilio.com/docs/api/errors) and what they mean for a message or for the account."""

from dataclasses import dataclass

from percaya.channels.contract import Word


@dataclass(frozen=True, kw_only=True)
class Meaning:
    word: Word
    permanent: bool = True
    hold: bool = False
    wait: int | None = None  # seconds


def _for_good(word: Word, *codes: int) -> dict[int, Meaning]:
    return {code: Meaning(word=word) for code in codes}


def _of_the_account(word: Word, *codes: int) -> dict[int, Meaning]:
    return {code: Meaning(word=word, permanent=False, hold=True) for code in codes}


def _for_now(word: Word, wait: int, *codes: int) -> dict[int, Meaning]:
    return {code: Meaning(word=word, permanent=False, wait=wait) for code in codes}


MEANINGS: dict[int, Meaning] = {
    **_for_good(Word.BLOCKED, 21610, 30004, 63033),
    **_for_good(
        Word.UNREACHABLE,
        21211,
        21214,
        21217,
        21265,
        21401,
        21407,
        21421,
        21612,
        21614,
        21635,
        30003,
        30005,
        30006,
        63003,
        63015,
        63024,
    ),
    **_for_good(Word.WINDOW_CLOSED, 63016),
    **_for_good(Word.TOO_LONG, 21605, 21617, 30019),
    **_for_good(Word.WRONG_MEDIA, 12300, 21620, 21623, 63005, 63021),
    **_for_good(Word.MEDIA_LOST, 63019),
    **_for_good(Word.SPAM_LIMIT, 30007, 63013, 63031),
    **_for_good(Word.NO_RIGHT, 21408, 30034, 30024),
    **_for_good(Word.TEMPLATE_MISSING, 21655, 63027, 63040, 63043),
    **_for_good(Word.TEMPLATE_MISFIT, 21656, 21658, 63028),
    **_for_good(Word.TEMPLATE_PAUSED, 63041, 63042),
    **_for_good(Word.NOT_NOW, 63032, 63049),
    **_for_good(Word.REFUSED, 30008),
    **_of_the_account(Word.TOKEN_EXPIRED, 20003, 20404),
    **_of_the_account(Word.ACCOUNT_BLOCKED, 20005, 30002, 63020, 63051, 90010),
    **_of_the_account(Word.NO_RIGHT, 21603, 21606, 21659, 21660, 63007),
    **_of_the_account(Word.PAYMENT, 30037, 63022),
    **_for_now(Word.TOO_MANY, 10, 14107, 20429, 21611, 30001, 30022, 63018),
    **_for_now(Word.NOT_NOW, 3600, 30023, 63038),
}
