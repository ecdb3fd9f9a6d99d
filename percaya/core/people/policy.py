"""How addresses and names are read. Pure."""

import re
import unicodedata

import phonenumbers

_DOTLESS = {"gmail.com", "googlemail.com"}  # dots before the @ mean nothing there
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
