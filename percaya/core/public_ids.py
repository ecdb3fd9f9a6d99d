"""Ids that leave the house: unguessable, without a column or an index for them.

A public id is the bigint key encrypted (one AES-128 block) under a key derived from the secret key, so it can neither
be guessed nor tell how many there are; what does not decrypt to a well-formed block is simply unknown.
"""

import hashlib
from base64 import b32decode, b32encode
from functools import cache

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.conf import settings

# prefix of the text -> tag inside the block; both are for ever
_PREFIXES = {
    "workspace": "wsp",
    "member": "mbr",
    "team": "tem",
    "account": "acc",
    "contact": "con",
    "handle": "hdl",
    "organisation": "org",
    "contact_note": "cnt",
    "consent": "cns",
    "ticket": "tkt",
    "message": "msg",
    "attachment": "att",
    "arrival": "arr",
    "event": "evt",
    "label": "lbl",
    "form": "frm",
    "draft": "drf",
    "token": "tok",
    "job": "job",
    "role": "rol",
    "run": "run",
    "view": "viw",
    "macro": "mcr",
    "brand": "brd",
    "field": "fld",
    "ticket_template": "ttp",
    "checklist": "chk",
    "step": "stp",
    "time": "tim",
    "joining": "joi",
    "link": "lnk",
    "calendar": "cal",
    "holiday": "hol",
    "escalation": "esc",
    "escalation_plan": "epl",
    "rule": "rul",
    "rule_run": "rrn",
    "webhook_call": "whc",
    "rating": "rtg",
    "survey": "srv",
    "policy": "slp",
    "visitor": "vst",
    "article": "art",
    "category": "ctg",
    "article_version": "arv",
    "image": "img",
    "synonyms": "syn",
    "gap": "gap",
    "article_feedback": "afb",
}


@cache
def _cipher(secret: str) -> Cipher[ECB]:
    key = hashlib.sha256(b"percaya public ids v1\0" + secret.encode()).digest()[:16]
    # ECB on a single block is the block cipher itself: a keyed permutation, which is all that is wanted here.
    return Cipher(AES(key), ECB())  # noqa: S305


def encode(kind: str, key: int) -> str:
    """``encode("ticket", 42)`` -> "tkt_" and 26 letters and digits."""
    prefix = _PREFIXES[kind]
    encryptor = _cipher(settings.SECRET_KEY).encryptor()
    block = encryptor.update(prefix.encode() + b"\0\0\0\0\0" + key.to_bytes(8, "big"))
    return f"{prefix}_{b32encode(block).decode().rstrip('=').lower()}"


def decode(kind: str, text: str) -> int | None:
    """The key, or ``None`` for anything that is not an id of that kind made here."""
    prefix = _PREFIXES[kind]
    head, _, body = text.partition("_")
    if head != prefix or len(body) != 26 or not body.isascii():
        return None
    try:
        block = b32decode(body.upper() + "======")
    except ValueError:
        return None
    decryptor = _cipher(settings.SECRET_KEY).decryptor()
    plain = decryptor.update(block)
    if plain[:8] != prefix.encode() + b"\0\0\0\0\0":
        return None
    return int.from_bytes(plain[8:], "big")
