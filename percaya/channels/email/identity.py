"""Our own Message-IDs and reply addresses, signed so that threading never trusts a stranger.

    <message.ticket.signature@domain>            the Message-ID of every mail we send
    local+t.ticket.signature@domain              its reply address, where the mail server allows plus addresses

A desk that threaded by a guessable number or an unsigned id has let outsiders write into foreign tickets and be taken
for agents (CVE-2026-47123, CVE-2024-49193). Signatures are 80 bits of HMAC-SHA256 in base32; everything is lower case,
because mail servers on the way may fold the case.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

from percaya.channels.contract import AccountFacts

_PLAIN = re.compile(r"^[a-z0-9_-]{1,64}$")
_CODED = "b32-"  # marks a token that had to be encoded to survive lower-casing
_OWN_ID = re.compile(r"([a-z0-9_-]{1,200})\.([a-z0-9_-]{1,200})\.([a-z2-7]{16})@([a-z0-9.-]{1,253})", re.I)
_OWN_ADDRESS = re.compile(r"^[^@]{0,64}\+t\.([a-z0-9_-]{1,200})\.([a-z2-7]{16})@", re.I)
MAX_LOCAL_PART = 64  # RFC 5321


def message_id(message_token: str, ticket_token: str, account: AccountFacts) -> str:
    """Our Message-ID without angle brackets; the same on every try."""
    message, ticket = _wire(message_token), _wire(ticket_token)
    return f"{message}.{ticket}.{_signature('message', f'{message}.{ticket}', account)}@{domain_of(account)}"


def reply_address(ticket_token: str, account: AccountFacts) -> str:
    """The signed plus address, "" when it would be longer than mail servers take."""
    local, _, domain = account.address.partition("@")
    ticket = _wire(ticket_token)
    local = f"{local}+t.{ticket}.{_signature('reply', ticket, account)}"
    return f"{local}@{domain}" if domain and len(local) <= MAX_LOCAL_PART else ""


def domain_of(account: AccountFacts) -> str:
    """Domain of the account's address; a name under .invalid where it has none."""
    return account.address.partition("@")[2].lower() or f"{account.workspace or 'percaya'}.invalid"


def own_tickets_in_ids(ids: Iterable[str], account: AccountFacts) -> list[str]:
    """Ticket tokens of those Message-IDs that are ours."""
    return [ticket for value in ids if (ticket := _ticket_of_id(value, account))]


def own_tickets_in_addresses(addresses: Iterable[str], account: AccountFacts) -> list[str]:
    """Ticket tokens of those reply addresses that we signed."""
    found: list[str] = []
    for address in addresses:
        match = _OWN_ADDRESS.match(address)
        if match and _matches(match[2], _signature("reply", match[1].lower(), account)):
            found.append(_token(match[1].lower()))
    return found


def own_ids_in_text(text: str, account: AccountFacts) -> list[str]:
    """Our Message-IDs mentioned anywhere in a text (bounces quote them), in their order, without brackets."""
    ids = (match[0].lower() for match in _OWN_ID.finditer(text))
    return list(dict.fromkeys(value for value in ids if _ticket_of_id(value, account)))


def is_own_id(value: str, account: AccountFacts) -> bool:
    """Whether we made and signed that Message-ID."""
    return bool(_ticket_of_id(value, account))


def _ticket_of_id(value: str, account: AccountFacts) -> str:
    match = _OWN_ID.fullmatch(value)
    if not match:
        return ""
    message, ticket = match[1].lower(), match[2].lower()
    expected = _signature("message", f"{message}.{ticket}", account)
    return _token(ticket) if _matches(match[3], expected) else ""


def _signature(purpose: str, content: str, account: AccountFacts) -> str:
    text = f"percaya mail v1\0{purpose}\0{content}".encode()
    mac = hmac.new(account.signing_key, text, hashlib.sha256).digest()[:10]
    return base64.b32encode(mac).decode().lower()


def _matches(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.lower().encode(), expected.encode())


def _wire(token: str) -> str:
    if _PLAIN.match(token) and not token.startswith(_CODED):
        return token
    return _CODED + base64.b32encode(token.encode()).decode().rstrip("=").lower()


def _token(wire: str) -> str:
    if not wire.startswith(_CODED):
        return wire
    body = wire.removeprefix(_CODED).upper()
    return base64.b32decode(body + "=" * (-len(body) % 8)).decode()
