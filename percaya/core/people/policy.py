"""How addresses and names are read. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta

import phonenumbers

_DOTLESS = {"gmail.com", "googlemail.com"}  # dots before the @ mean nothing there
# Everybody's mail: such a domain says nothing about where a person works.
PUBLIC_DOMAINS = frozenset({
    "gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.id", "ymail.com", "rocketmail.com", "outlook.com", "hotmail.com",
    "live.com", "msn.com", "icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com", "gmx.com", "mail.com", "aol.com",
    "zoho.com", "yandex.com", "outlook.co.id", "plasa.com", "telkom.net",
})  # fmt: skip
UNDO_MERGE_WITHIN = timedelta(days=7)
SALUTATIONS = ("Bapak", "Ibu", "Kak", "Mas", "Mbak")
_DOMAIN = re.compile(r"(?=.{4,190}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+")
_WORD = re.compile(r"[^\W_]+")
_TITLES = re.compile(r"^(?:(?:h|hj|dr|drs|dra|ir|prof|kh|rm|ra|bapak|bpk|pak|ibu|bu|mr|mrs|ms)\.?\s+)+", re.IGNORECASE)


def normalise(kind: str, value: str, region: str = "ID") -> str:
    """The one form of an address that is stored and looked up; "" when it is none.

    E-mail in lower case; phone numbers as E.164 ("0812-3456-7890" -> "+6281234567890"); other ids as they are.
    """
    value = unicodedata.normalize("NFC", value).strip()
    if kind == "email":
        return value.lower() if re.fullmatch(r"[^@\s<>]{1,64}@[^@\s<>]{1,189}", value) else ""
    if kind == "phone":
        return _e164(value, region)
    return value[:254]


def domain_of(kind: str, address: str) -> str:
    """ "rina@contoh.example" -> "contoh.example"; "" for what is no mail."""
    return address.rpartition("@")[2][:190] if kind == "email" else ""


def clean_domain(text: str) -> str:
    """A domain as it is stored, from "@Contoh.Example", "https://contoh.example/" or the like; "" when it is none."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?@?", "", text.strip().lower()).split("/")[0].rstrip(".")
    return bare if _DOMAIN.fullmatch(bare) else ""


def mask(value: object) -> str:
    """What is shown of a sensitive value: its last four characters, when that leaves most of it hidden."""
    text = str(value)
    return f"••••{text[-4:]}" if len(text) >= 8 else "••••"


def found_by(name: str, addresses: Iterable[tuple[str, str]], organisation: str = "") -> list[str]:
    """The words a contact is found by. Numbers stand backwards, so that their last digits are a beginning."""
    found = plain_words(f"{name} {organisation}")
    for kind, value in addresses:
        found += [_backwards(value)] if kind == "phone" else plain_words(value)
    return list(dict.fromkeys(found))


def looked_for(text: str) -> tuple[list[str], list[str]]:
    """(beginnings of words, whole words) that a search asks for. A number of four digits and more is the end of a phone
    number ("7890", "0812-3456-7890") or the beginning of another word: both are tried by the caller."""
    words = plain_words(re.sub(r"(?<=\d)[\s.()-]+(?=\d)", "", text))[:8]
    return [word for word in words if len(word) > 1], [word for word in words if len(word) == 1]


def phone_ending(word: str) -> str:
    """The form in which ``found_by`` keeps a number that ends like this; "" for what is too short or no number."""
    return _backwards(word.removeprefix("0")) if word.isdecimal() and word.isascii() and len(word) >= 4 else ""


def plain_words(text: str) -> list[str]:
    """Lower case and without accents: "Renée O'Neil" -> renee, o, neil."""
    flat = unicodedata.normalize("NFKD", text).casefold()
    return _WORD.findall("".join(c for c in flat if not unicodedata.combining(c)))


def _backwards(number: str) -> str:
    return "zp" + re.sub(r"\D", "", number)[::-1]


def mailbox(address: str) -> str:
    """The mailbox behind an address, for counting: "rina+satu@x.example" and "rina+dua@x.example" are one person's."""
    local, at, domain = address.strip().lower().rpartition("@")
    local = local.partition("+")[0]
    return f"{local.replace('.', '') if domain in _DOTLESS else local}{at}{domain}"


def _e164(value: str, region: str) -> str:
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_for_people(e164: str) -> str:
    """ "+6281234567890" -> "0812-3456-7890"; numbers abroad in international form."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    home = number.country_code == 62
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def clean_name(name: str) -> str:
    """A display name on one line, without control and direction-changing characters; never re-cased."""
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in name)
    shown = "".join(c for c in shown if unicodedata.category(c) != "Cf")
    return " ".join(shown.split()).strip("\"' ")[:160]


def initials(name: str) -> str:
    """Up to two letters of the untitled words: "H. Ahmad, S.E." -> "A", "Rina Marlina" -> "RM"."""
    bare = _TITLES.sub("", name.split(",")[0].strip())
    words = [word for word in re.split(r"[\s._-]+", bare) if word and word[0].isalnum()]
    return "".join(word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words))
