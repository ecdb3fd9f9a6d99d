"""Where Twilio is, who we are there, and how numbers are written."""

import base64
from urllib.parse import quote, urlsplit

from percaya.channels.contract import AccountFacts

API, CONTENT = "https://api.twilio.com", "https://content.twilio.com"


def base(account: AccountFacts, vendor: str = API) -> str:
    return str(account.settings.get("base_url") or "").strip().rstrip("/") or vendor


def sid(account: AccountFacts) -> str:
    return quote(str(account.settings.get("account_sid") or "").strip(), safe="")


def account_url(account: AccountFacts, path: str) -> str:
    return f"{base(account)}/2010-04-01/Accounts/{sid(account)}{path}"


def basic(account: AccountFacts) -> dict[str, str]:
    """The header that says who we are."""
    name = str(account.settings.get("account_sid") or "").strip()
    words = f"{name}:{account.secrets.get('auth_token', '').strip()}".encode("utf-8", "replace")
    return {"Authorization": f"Basic {base64.b64encode(words).decode()}"}


def media_hosts(account: AccountFacts) -> tuple[str, ...]:
    """Twilio's own address leads on to its stores of files."""
    own = urlsplit(base(account)).hostname or ""
    return (own, ".twilio.com", ".twiliocdn.com") if own == urlsplit(API).hostname else (own,)


def number_of(text: str) -> str:
    """ "whatsapp:+62 812-3456" -> "+628123456"; names of senders ("TOKOSENJA") in lower case."""
    bare = text.strip().removeprefix("whatsapp:")
    kept = "".join(letter for letter in bare if letter not in " -().")
    return kept.lower()
