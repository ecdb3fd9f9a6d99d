"""What is drawn of a contact: on its page, and in the pane beside a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from percaya.channels.registry import channels
from percaya.core import public_ids
from percaya.core.people.models import Consent, Contact, Handle
from percaya.core.people.policy import phone_for_people
from percaya.core.people.queries import consents_of, handles, notes_of
from percaya.web.people import attributes
from percaya.web.people.words import bases, purpose_word, zone_word
from percaya.web.ui.times import clock, language

NOTES_BESIDE = 3
SHORT = 8  # letters of an id that are read at a glance


@dataclass(frozen=True)
class Address:
    """``proof``: "proven" (the channel vouches for it) or "claimed" (somebody typed it in, ``claim`` says where)."""

    id: int
    kind: str
    text: str
    value: str
    proof: str
    claim: str
    unreachable: str
    glyph: str = "hash"


def addresses(contact_id: int, known: Sequence[Handle] | None = None) -> list[Address]:
    return [_address(row) for row in (handles(contact_id) if known is None else known)]


def address_text(kind: str, value: str) -> str:
    """A vendor's own id is said with the channel's name and the phone where it holds one; else with its end, by which two are
    told apart: nobody reads the whole of it."""
    owner, _sep, rest = value.partition(":")
    if kind == "external" and rest and owner in channels():
        return f"{channel_word(owner)} · {_number(rest) or _end(rest)}"
    return phone_for_people(value) if kind == "phone" else value


def way_text(value: str) -> str:
    """How somebody is reached, where their name stands beside it: a vendor's own id says nothing to people, so the channel's
    name alone, with the phone where the id is one."""
    owner, _sep, rest = value.partition(":")
    if rest and owner in channels():
        return " · ".join(filter(None, (channel_word(owner), _number(rest))))
    return phone_for_people(value) if value.startswith("+") else value


def _number(rest: str) -> str:
    """The phone in a vendor's id, which may itself be named ("whatsapp:+62…"); "" where there is none."""
    phone = rest.rpartition(":")[2]
    return phone_for_people(phone) if phone.startswith("+") else ""


def _end(rest: str) -> str:
    return rest if len(rest) <= SHORT else f"…{rest[-4:]}"


def local_time(contact: Contact, now: datetime) -> str:
    """ "14.05 WITA" of a person whose zone is another than the workspace's; "" else."""
    if not contact.time_zone or contact.time_zone == str(timezone.get_current_timezone()):
        return ""
    try:
        there = ZoneInfo(contact.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    with timezone.override(there):
        return f"{clock(now)} {zone_word(contact.time_zone)}"


def notes(contact_id: int, limit: int) -> list[dict[str, Any]]:
    return [
        {"id": one.pk, "text": one.text, "by": one.member.name if one.member else "", "member_id": one.member_id,
         "at": one.created_at, "changed": one.changed_at}
        for one in notes_of(contact_id)[:limit]
    ]  # fmt: skip


def ledger(contact_id: int) -> list[dict[str, Any]]:
    """Every line of the consents, newest first, in words."""
    return [_consent(row) for row in consents_of(contact_id)]


def standing(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest line of each purpose: what holds now."""
    newest: dict[str, dict[str, Any]] = {}
    for line in lines:
        newest.setdefault(line["purpose"], line)
    return list(newest.values())


def fields(contact: Contact, *, filled: bool = False) -> list[attributes.Shown]:
    """The custom fields, or only those that hold something."""
    found = attributes.shown(contact.workspace_id, "contact", contact.attributes)
    return [one for one in found if one.text] if filled else found


def public_id(contact_id: int) -> str:
    return public_ids.encode("contact", contact_id)


def channel_word(key: str) -> str:
    channel = channels().get(key)
    return (channel.name_en if language() == "en" else channel.name_id) if channel else key


def _address(row: Handle) -> Address:
    proof = "claimed" if row.claim else "proven"
    where = channel_word(row.claim) if row.claim else ""
    return Address(
        row.pk, row.kind, address_text(row.kind, row.value), row.value, proof, where, row.unreachable, _glyph(row.kind, row.value)
    )


def _glyph(kind: str, value: str) -> str:
    owner = channels().get(value.partition(":")[0]) if kind == "external" else None
    return owner.icon if owner else {"email": "mail", "phone": "phone"}.get(kind, "hash")


def _consent(row: Consent) -> dict[str, Any]:
    return {
        "id": row.pk,
        "purpose": row.purpose,
        "name": purpose_word(row.purpose),
        "basis": bases().get(row.basis, row.basis),
        "text_version": row.text_version,
        "channel": channel_word(row.channel) if row.channel else "",
        "evidence": row.evidence,
        "given_at": row.given_at,
        "withdrawn_at": row.withdrawn_at,
        "by": row.member.name if row.member else "",
    }
