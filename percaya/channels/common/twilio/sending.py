"""What goes out: one form to Messages.json; what its answer means; files that came."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import quote, urlencode, urlsplit

from percaya.channels.common.answers import later, said, unanswered
from percaya.channels.common.marks import Marks, marked
from percaya.channels.common.part_tokens import part_token
from percaya.channels.common.payloads import word
from percaya.channels.common.texts import clean_line
from percaya.channels.common.twilio.filing import bears_words, link_of, of_sms
from percaya.channels.common.twilio.reading import is_ours
from percaya.channels.common.twilio.wire import account_url, base, basic, number_of
from percaya.channels.common.twilio.words import MEANINGS, Meaning
from percaya.channels.contract import AccountFacts, Answer, MediaRef, Outcome, OutcomeKind, Outgoing, Parcel, Word
from percaya.channels.contract.abilities import Fetched

MOST_TEXT = 1600  # characters of Body, for SMS (in as many parts as it takes) and for WhatsApp
_HOME = ("http://127.0.0.1", "http://localhost")


def compose(out: Outgoing, account: AccountFacts, *, key: str, prefix: str, marks: Marks) -> Parcel:
    """Raises ``ValueError`` with a sentence for a person."""
    number = _number(out, key)
    media, lines = of_sms(out.attachments, out.language, own=number_of(account.address), to=number)
    content = _content(out, marks, lines=lines, has_media=bool(media))
    return _parcel(out, account, content, media, key=key, prefix=prefix)


def next_parcel(
    out: Outgoing, account: AccountFacts, done: Collection[str], *, key: str, prefix: str, marks: Marks
) -> Parcel | None:
    """The first message that has not left yet: WhatsApp takes one file in each. Raises ``ValueError`` with a sentence."""
    _number(out, key)
    for at, (content, media) in enumerate(_pieces(out, marks)):
        if (step := f"part-{at}") not in done:
            return _parcel(out, account, content, media, key=key, prefix=prefix, step=step, is_first=at == 0)
    return None


def _pieces(out: Outgoing, marks: Marks) -> list[tuple[dict[str, str], list[str]]]:
    """Fields and links of each message: the words stand under the first file, where its kind can bear them."""
    files = list(out.attachments)
    if out.template and files:
        raise ValueError("An approved template takes no file here. Send the file once the customer has answered.")
    pieces: list[tuple[dict[str, str], list[str]]] = []
    if out.text or out.location or out.template or not files:
        rides = [files.pop(0)] if files and not out.location and bears_words(files[0]) else []
        pieces.append((_content(out, marks), [link_of(file) for file in rides]))
    return pieces + [({}, [link_of(file)]) for file in files]


def _number(out: Outgoing, key: str) -> str:
    number = number_of(out.to[0].value.removeprefix(f"{key}:")) if out.to else ""
    if not number or clean_line(number) != number:
        raise ValueError("This customer has no number here. Answer through another channel.")
    return number


def _parcel(
    out: Outgoing,
    account: AccountFacts,
    content: Mapping[str, str],
    media: Sequence[str],
    *,
    key: str,
    prefix: str,
    step: str = "",
    is_first: bool = True,
) -> Parcel:
    """The first message of several carries our own name bare: it stands for the whole."""
    fields: dict[str, str | Sequence[str]] = {"To": prefix + _number(out, key), **_sender(account, prefix), **content}
    if media:
        fields["MediaUrl"] = list(media)
    if callback := _callback(account, part_token(out.message_token, step, first=is_first)):
        fields["StatusCallback"] = callback
    named = hashlib.sha256(f"{key}\0{account.public_id}\0{out.message_token}".encode()).hexdigest()[:32]
    headers = basic(account) | {"Content-Type": "application/x-www-form-urlencoded"}
    return Parcel(
        carrier="http",
        external_id=f"{key}-{named}",
        body=urlencode(fields, doseq=True).encode(),
        recipients=(clean_line(out.to[0].value),),
        url=account_url(account, "/Messages.json"),
        headers=headers,
        step=step,
    )


def _sender(account: AccountFacts, prefix: str) -> dict[str, str]:
    service = str(account.settings.get("messaging_service") or "").strip()
    return {"MessagingServiceSid": service} if service else {"From": prefix + number_of(account.address)}


def _content(out: Outgoing, marks: Marks, *, lines: Sequence[str] = (), has_media: bool = False) -> dict[str, str]:
    if out.template:
        sid = out.template.name.rpartition(":")[2]
        return {"ContentSid": sid, "ContentVariables": json.dumps(dict(out.template.values), ensure_ascii=False)}
    text = "\n".join(filter(None, [marked(out.text, marks), *lines]))
    if len(text) > MOST_TEXT:
        raise ValueError(f"Twilio takes {MOST_TEXT} characters; this has {len(text)}. Send it in two messages.")
    content = {"Body": text} if text else {}
    if out.location:
        spot = out.location
        label = clean_line(str(spot.get("name") or spot.get("address") or ""), 100).replace("|", " ")
        content["PersistentAction"] = f"geo:{spot.get('latitude')},{spot.get('longitude')}" + (f"|{label}" if label else "")
        content.setdefault("Body", label or "📍")
    if not content and not has_media:
        raise ValueError("There is nothing in this message that Twilio could carry.")
    return content


def _callback(account: AccountFacts, token: str) -> str:
    """Where Twilio tells how it went, with our own name of the message: then even an answer that was lost is found again."""
    url = account.hook_url
    at_home = base(account).startswith(_HOME)
    named = f"{url}?token={quote(token, safe='')}" if token else url
    return named if url.startswith("https://") or (url and at_home) else ""


def interpret(parcel: Parcel, answer: Answer) -> Outcome:
    if early := unanswered(answer):
        return early
    body = said(answer)
    message = word(body, "sid", 60)
    if answer.code in (200, 201) and message:
        return Outcome(kind=OutcomeKind.SENT, proof=f"twilio {message}", external_id=message)
    if answer.code in (200, 201):
        return Outcome(kind=OutcomeKind.UNKNOWN, reason="The answer could not be read; it may have left.", word=Word.UNKNOWN)
    return _refused(answer, word(body, "code", 10), word(body, "message", 300) or answer.text[:300] or "Twilio refused it.")


def _refused(answer: Answer, code: str, reason: str) -> Outcome:
    meaning = MEANINGS.get(int(code)) if code.isdecimal() else None
    if meaning is None:
        by_status = {
            401: Meaning(word=Word.TOKEN_EXPIRED, permanent=False, hold=True),
            403: Meaning(word=Word.NO_RIGHT, permanent=False, hold=True),
            404: Meaning(word=Word.TOKEN_EXPIRED, permanent=False, hold=True),  # no account of this name
            429: Meaning(word=Word.TOO_MANY, permanent=False, wait=later(answer, 10)),
        }
        meaning = by_status.get(answer.code, Meaning(word=Word.REFUSED))
    return Outcome(
        kind=OutcomeKind.FAILED,
        permanent=meaning.permanent,
        reason=reason,
        code=code or str(answer.code),
        word=meaning.word,
        retry_after=meaning.wait,
        hold=meaning.hold,
    )


def fetch(ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
    """One request with our name and token; where it leads on to, it leads without them."""
    if not is_ours(ref.key, account) or not urlsplit(ref.key).hostname:
        return Fetched(lost="refused")
    asked = Parcel(
        carrier="http", external_id="", method="GET", url=ref.key, headers=basic(account), step="media", repeatable=True
    )
    if not so_far:
        return asked
    answer = so_far[-1]
    if answer.code == 200:
        return Fetched(content=answer.body, content_type=answer.headers.get("content-type", "").split(";")[0].strip().lower())
    if answer.code in (404, 410):
        return Fetched(lost="expired")
    return Fetched(lost="refused") if answer.code in (400, 403) else asked
