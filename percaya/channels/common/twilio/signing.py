"""Webhooks are signed over the address as Twilio called it and what was posted (https://www.twilio.com/docs/usage/security)."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

from percaya.channels.common.twilio.wire import number_of
from percaya.channels.contract import AccountFacts
from percaya.channels.contract.abilities import HookRequest, Knock

MOST_FIELDS = 500
TOKEN = "percaya_token"  # what our StatusCallback carries, and what we keep of it with the form
_NOTHING = b"<Response></Response>"  # words in plain text would be sent to the customer


def signature(secret: str, url: str, fields: Iterable[tuple[str, str]] = ()) -> str:
    """base64(hmac-sha1(auth token, address + every name and value in the order of the names))."""
    said = url + "".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.new(secret.encode(), said.encode("utf-8", "replace"), hashlib.sha1).digest()).decode()


def form(body: bytes) -> list[tuple[str, str]]:
    """The fields in their order, at most 500 of them. Raises ``ValueError`` for more."""
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)


def is_signed(request: HookRequest, secret: str) -> bool:
    """With or without the port in the address: Twilio is not consistent. A body that is no form is vouched for by its hash."""
    given = request.headers.get("x-twilio-signature", "").encode("utf-8", "replace")
    hashed = parse_qs(urlsplit(request.url).query).get("bodySHA256", [""])[0]
    is_form = "x-www-form-urlencoded" in request.headers.get("content-type", "application/x-www-form-urlencoded")
    try:
        fields = form(request.body) if is_form else []
    except ValueError:
        return False
    if not is_form and not hmac.compare_digest(hashed.lower().encode(), hashlib.sha256(request.body).hexdigest().encode()):
        return False
    made = [signature(secret, url, fields).encode() for url in _ways(request.url)]
    matches = [hmac.compare_digest(given, one) for one in made]  # all of them: the same time whatever matches
    return bool(secret) and any(matches)


def _ways(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = 443 if parts.scheme == "https" else 80
    return url, parts._replace(netloc=host if parts.port else f"{host}:{port}").geturl()


def knock(request: HookRequest, account: AccountFacts, prefix: str) -> Knock:
    """A message or a status for this account's own number; what is for another number is refused, so that it is seen."""
    if request.method != "POST":
        return Knock(status=405, body=b"Twilio posts its webhooks here.")
    if not is_signed(request, account.secrets.get("auth_token", "").strip()):
        return Knock(
            status=403, body=b"The signature is missing or wrong. Is the public address of Percaya the one Twilio calls?"
        )
    fields = dict(form(request.body))
    ours, theirs = fields.get("To", ""), fields.get("From", "")
    if fields.get("MessageStatus", "received") != "received":
        ours, theirs = theirs, ours
    own = number_of(account.address)
    if own and ours and number_of(ours) != own and not account.settings.get("messaging_service"):
        return Knock(status=403, body=b"This speaks to another number than the account's.")
    if ours and ours.startswith("whatsapp:") != bool(prefix):
        return Knock(status=403, body=b"SMS and WhatsApp are two accounts here, each with its own address.")
    token = request.query.get("token", "")
    kept = request.body + (f"&{TOKEN}={quote(token)}".encode() if token else b"")
    return Knock(take=kept, body=_NOTHING, content_type="text/xml", sender=theirs[:80], proof="signed")
