"""What a message holds beside words and files: places, people, polls, dice, where a link brought the customer from."""

from collections.abc import Mapping
from typing import Any

from percaya.channels.common.payloads import one, several, word, words
from percaya.channels.contract import Address, HandleKind, Rich, RichKind

_START = "/start "
# Kinds that the desk can only name; the raw arrival is kept.
_UNKNOWN = ("game", "invoice", "story", "paid_media", "giveaway", "giveaway_winners", "checklist",
            "successful_payment", "web_app_data", "passport_data", "gift", "unique_gift")  # fmt: skip


def rich_of(message: Mapping[str, Any]) -> tuple[Rich, ...]:
    found = [_place(message), _person(message), _link(message), _unsupported(message)]
    return tuple(item for item in found if item)


def said_by(message: Mapping[str, Any]) -> str:
    """Words for what a phone shows as a picture of its own: a poll, a throw of dice, an animated sticker."""
    if poll := one(message, "poll"):
        return "\n".join(
            ["📊 " + words(poll, "question"), *(f"– {words(one_of, 'text')}" for one_of in several(poll, "options")[:30])]
        )
    if dice := one(message, "dice"):
        return f"{word(dice, 'emoji', 10)} {word(dice, 'value', 10)}".strip()
    sticker = one(message, "sticker")
    return word(sticker, "emoji", 20) if sticker.get("is_animated") else ""


def vouched_phone(message: Mapping[str, Any]) -> tuple[Address, ...]:
    """The sender's own phone number: Telegram names the sender as the contact's user only when it is theirs."""
    contact, person = one(message, "contact"), one(message, "from")
    phone = word(contact, "phone_number", 30).replace(" ", "")
    if not phone.lstrip("+").isdecimal() or contact.get("user_id") is None or contact.get("user_id") != person.get("id"):
        return ()
    if one(message, "forward_origin"):
        return ()
    return (Address(kind=HandleKind.PHONE, value=f"+{phone.lstrip('+')}", verified=True),)


def _place(message: Mapping[str, Any]) -> Rich | None:
    venue = one(message, "venue")
    spot = one(venue, "location") or one(message, "location")
    latitude, longitude = _degrees(spot, "latitude", 90), _degrees(spot, "longitude", 180)
    if latitude is None or longitude is None:
        return None
    data: dict[str, Any] = {"latitude": latitude, "longitude": longitude}
    data |= {"name": word(venue, "title", 200), "address": word(venue, "address", 300)} if venue else {}
    return Rich(kind=RichKind.LOCATION, data=data)


def _degrees(spot: Mapping[str, Any], key: str, most: int) -> float | None:
    value = spot.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most else None


def _person(message: Mapping[str, Any]) -> Rich | None:
    contact = one(message, "contact")
    if not contact:
        return None
    name = f"{word(contact, 'first_name', 100)} {word(contact, 'last_name', 100)}".strip()
    phones = [word(contact, "phone_number", 30)]
    return Rich(kind=RichKind.CONTACTS, data={"people": [{"name": name, "phones": phones, "emails": [], "organisation": ""}]})


def _link(message: Mapping[str, Any]) -> Rich | None:
    """``/start promo``: the customer came by a link t.me/bot?start=promo."""
    text = words(message, "text")
    source = text.removeprefix(_START).strip() if text.startswith(_START) else ""
    return Rich(kind=RichKind.ADVERT, data={"headline": "", "url": "", "source": source[:64]}) if source else None


def _unsupported(message: Mapping[str, Any]) -> Rich | None:
    kind = next((kind for kind in _UNKNOWN if kind in message), "")
    return Rich(kind=RichKind.UNSUPPORTED, data={"kind": kind}) if kind else None
