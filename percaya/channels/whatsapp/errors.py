"""What Meta's error codes mean for a message: try again (when), never again, or wait until somebody mends the account.

Sources: "Cloud API error codes" of Meta's documentation and the table of ``docs`` facts; codes we do not know are judged by
their HTTP status.
"""

from dataclasses import dataclass

from percaya.channels.contract import Word

DAY = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """``permanent``: the same message will never go. ``hold``: nothing of this account will go until somebody mends it."""

    word: Word
    permanent: bool = False
    hold: bool = False
    retry_after: int | None = None  # seconds; ``None``: as delivery sees fit


def _later(word: Word, seconds: int | None = None) -> Meaning:
    return Meaning(word=word, retry_after=seconds)


def _never(word: Word) -> Meaning:
    return Meaning(word=word, permanent=True)


def _held(word: Word) -> Meaning:
    return Meaning(word=word, hold=True)


_TABLE: dict[int, Meaning] = {
    0: _held(Word.TOKEN_EXPIRED),
    1: _later(Word.VENDOR),
    2: _later(Word.VENDOR),
    3: _held(Word.NO_RIGHT),
    4: _later(Word.TOO_MANY, 60),
    10: _held(Word.NO_RIGHT),
    33: _never(Word.REFUSED),
    100: _never(Word.REFUSED),
    102: _held(Word.TOKEN_EXPIRED),
    190: _held(Word.TOKEN_EXPIRED),
    368: _held(Word.ACCOUNT_BLOCKED),
    80007: _later(Word.TOO_MANY, 60),
    130429: _later(Word.TOO_MANY, 10),
    130472: _never(Word.REFUSED),  # the person takes part in an experiment of Meta's
    130497: _held(Word.ACCOUNT_BLOCKED),  # not in this country
    131000: _later(Word.VENDOR),
    131005: _held(Word.NO_RIGHT),
    131008: _never(Word.REFUSED),
    131009: _never(Word.REFUSED),
    131016: _later(Word.VENDOR),
    131021: _never(Word.REFUSED),  # to ourselves
    131026: _never(Word.UNREACHABLE),
    131030: _never(Word.UNREACHABLE),  # a test number writes to listed people only
    131031: _held(Word.ACCOUNT_BLOCKED),
    131037: _held(Word.NO_RIGHT),  # the display name is not approved
    131042: _held(Word.PAYMENT),
    131044: _held(Word.PAYMENT),
    131045: _held(Word.NO_RIGHT),  # the number is not registered
    131047: _never(Word.WINDOW_CLOSED),
    131048: _later(Word.SPAM_LIMIT, 3600),
    131049: _later(Word.NOT_NOW, DAY),
    131050: _never(Word.NO_MARKETING),  # stopped by the customer
    131051: _never(Word.REFUSED),
    131052: _never(Word.MEDIA_LOST),
    131053: _never(Word.WRONG_MEDIA),
    131056: _later(Word.TOO_MANY),  # one person, too fast: 4^n seconds, which is how delivery waits anyway
    131057: _held(Word.MAINTENANCE),
    131062: _never(Word.UNREACHABLE),  # this kind of message needs a phone number
    131063: _never(Word.REFUSED),
    131064: _later(Word.SPAM_LIMIT, 3600),
    132000: _never(Word.TEMPLATE_MISFIT),
    132001: _never(Word.TEMPLATE_MISSING),
    132005: _never(Word.TOO_LONG),
    132007: _never(Word.REFUSED),
    132008: _never(Word.TEMPLATE_MISFIT),
    132012: _never(Word.TEMPLATE_MISFIT),
    132015: _never(Word.TEMPLATE_PAUSED),
    132016: _never(Word.TEMPLATE_PAUSED),
    132068: _never(Word.REFUSED),
    132069: _later(Word.TOO_MANY, 60),
    133010: _held(Word.NO_RIGHT),  # the number is not registered
    133016: _later(Word.TOO_MANY, 3600),
    135000: _later(Word.VENDOR),
    137000: _never(Word.UNREACHABLE),
}


def meaning_of(code: int | None, status: int = 0, *, is_transient: bool = False) -> Meaning:
    """What a code means; a code that we do not know, or none, by the HTTP status that came with it."""
    if code is not None and code in _TABLE:
        return _TABLE[code]
    if code is not None and 200 <= code < 300:
        return _held(Word.NO_RIGHT)
    if code is not None and 132000 <= code < 133000:
        return _never(Word.TEMPLATE_MISFIT)
    if is_transient or status >= 500:
        return _later(Word.VENDOR)
    return _BY_STATUS.get(status, _never(Word.REFUSED))


_BY_STATUS = {401: _held(Word.TOKEN_EXPIRED), 403: _held(Word.NO_RIGHT), 429: _later(Word.TOO_MANY, 10), 408: _later(Word.VENDOR)}
