"""What goes out: one request with up to five messages, by reply token while it lives, else pushed under a retry key."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from percaya.channels.common.answers import later, said, unanswered
from percaya.channels.common.marks import marked, utf16_length
from percaya.channels.common.payloads import moment_of, several, word
from percaya.channels.common.texts import clean_line
from percaya.channels.contract import AccountFacts, Answer, Offer, Outcome, OutcomeKind, Outgoing, Parcel, Word
from percaya.channels.line.filing import filed
from percaya.channels.line.reading import CHOICE
from percaya.channels.line.wire import KEY, ask, retry_key

MOST_TEXT = 5000  # UTF-16 units
MOST_MESSAGES = 5  # of one request
# A reply token is good once and for about a minute; what is tried later is pushed, which counts in the account's plan.
TOKEN_LIVES = timedelta(seconds=45)
_NOBODY = "This customer has no chat with our LINE account. Answer through another channel."


def compose(out: Outgoing, account: AccountFacts) -> Parcel:
    """Raises ``ValueError`` with a sentence for a person."""
    place = out.to[0].value.removeprefix(f"{KEY}:") if out.to else ""
    if not place or clean_line(place) != place:
        raise ValueError(_NOBODY)
    messages = _messages(out)
    named, people = f"line-{_hash(out, account)}", (out.to[0].value,)
    if token := _living_token(out):
        body: dict[str, Any] = {"replyToken": token, "messages": messages}
        path = "/v2/bot/message/reply"
        return ask(account, path, body, step="reply", external_id=named, recipients=people, repeatable=False)
    body, key = {"to": place, "messages": messages}, retry_key(account, out.message_token)
    return ask(account, "/v2/bot/message/push", body, step="push", external_id=named, recipients=people, retry_key=key)


def _hash(out: Outgoing, account: AccountFacts) -> str:
    return hashlib.sha256(f"line\0{account.public_id}\0{out.message_token}".encode()).hexdigest()[:32]


def _living_token(out: Outgoing) -> str:
    """The reply token of what it answers, where this try comes soon enough."""
    born = moment_of(out.kept.get("at"), per_second=1000)
    tried: datetime | None = out.tried_at
    if born is None or tried is None or not timedelta(0) <= tried - born <= TOKEN_LIVES:
        return ""
    return word(out.kept, "reply", 100)


def _messages(out: Outgoing) -> list[dict[str, Any]]:
    shown, lines = filed(out.attachments, out.language)
    text = "\n".join(filter(None, [marked(out.text), *lines]))
    if (length := utf16_length(text)) > MOST_TEXT:
        raise ValueError(f"LINE takes {MOST_TEXT} characters; this has {length}. Send it in two messages.")
    messages: list[dict[str, Any]] = [{"type": "text", "text": text}] if text else []
    if messages and (quote := word(out.kept_of_quote, "quote", 400)):
        messages[0]["quoteToken"] = quote
    if out.location:
        spot = out.location
        named = {
            "title": str(spot.get("name") or "📍")[:100],
            "address": str(spot.get("address") or spot.get("name") or "📍")[:100],
        }
        messages.append({"type": "location", **named, "latitude": spot.get("latitude"), "longitude": spot.get("longitude")})
    messages += shown
    if not messages:
        raise ValueError("There is nothing in this message that LINE could carry.")
    if len(messages) > MOST_MESSAGES:
        raise ValueError(f"LINE takes {MOST_MESSAGES} things at once; this has {len(messages)}. Send it in two messages.")
    if out.offer:
        messages[-1]["quickReply"] = {"items": _buttons(out.offer)}
    return messages


def _buttons(offer: Offer) -> list[dict[str, Any]]:
    """They stand above the keyboard and go once one is pressed. What they send back may have 300 characters."""
    items: list[dict[str, Any]] = []
    for choice in offer.choices[:13]:
        data = urlencode({CHOICE: choice.id, "title": choice.title})
        if len(data) > 300:
            raise ValueError(f"The button “{choice.title}” carries too long a name for LINE. Use a shorter one.")
        action = {
            "type": "postback",
            "label": clean_line(choice.title, 20),
            "data": data,
            "displayText": clean_line(choice.title),
        }
        items.append({"type": "action", "action": action})
    return items


def interpret(parcel: Parcel, answer: Answer) -> Outcome:
    if early := unanswered(answer):
        return early
    body = said(answer)
    if answer.code == 200 or (answer.code == 409 and "x-line-accepted-request-id" in answer.headers):
        sent = next(iter(several(body, "sentMessages")), {})
        request = answer.headers.get("x-line-accepted-request-id") or answer.headers.get("x-line-request-id", "")
        return Outcome(kind=OutcomeKind.SENT, proof=f"line {clean_line(request, 80)}".strip(), external_id=word(sent, "id", 60))
    return _refused(answer, body)


def _refused(answer: Answer, body: dict[str, Any]) -> Outcome:
    code, small = str(answer.code), str(body.get("message") or "").lower()
    details = "; ".join(word(one, "message", 200) for one in several(body, "details")[:3])
    reason = ": ".join(filter(None, (word(body, "message", 300), details))) or answer.text[:300] or "LINE refused it."

    def failed(why: Word, *, permanent: bool = False, wait: int | None = None, hold: bool = False) -> Outcome:
        kind = OutcomeKind.FAILED
        return Outcome(kind=kind, permanent=permanent, reason=reason, code=code, word=why, retry_after=wait, hold=hold)

    if answer.code == 429:
        # The plan's messages of this month are used up: they wait until somebody has bought more.
        return failed(Word.PAYMENT, hold=True) if "monthly limit" in small else failed(Word.TOO_MANY, wait=later(answer, 60))
    if answer.code == 401:
        return failed(Word.TOKEN_EXPIRED, hold=True)
    if answer.code == 403:
        return failed(Word.NO_RIGHT, hold=True)
    if "invalid reply token" in small:
        return failed(Word.VENDOR, wait=int(TOKEN_LIVES.total_seconds()) + 15)  # then it is pushed
    if answer.code == 404 or "failed to send messages" in small or "'to'" in small:
        return failed(Word.UNREACHABLE, permanent=True)
    return failed(Word.TOO_LONG if "length must be" in reason.lower() else Word.REFUSED, permanent=True)
