"""Everything in a webhook that is no message: reactions, what was read or delivered, edits, adverts, opt-ins, warnings."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from percaya.channels.common.graph.social import Social, moment
from percaya.channels.common.graph.social_messages import advert
from percaya.channels.common.json_arrivals import digest
from percaya.channels.common.payloads import one, word, words
from percaya.channels.common.texts import clean_line
from percaya.channels.contract import (
    AccountFacts,
    ChangeIn,
    ChangeKind,
    MessageIn,
    NewsIn,
    NewsKind,
    ReceiptIn,
    ReceiptState,
    Rich,
    RichKind,
    ThreadEvidence,
)

_NAMED = {"love": "❤️", "smile": "😆", "angry": "😠", "sad": "😢", "wow": "😮", "like": "👍", "dislike": "👎"}
_MOST = 500


def read_event(
    item: Mapping[str, Any], account: AccountFacts, social: Social
) -> Iterator[MessageIn | ChangeIn | ReceiptIn | NewsIn]:
    """One item of ``messaging`` without a message; what we need not know of gives nothing."""
    warned = one(item, "policy-enforcement") or one(item, "policy_enforcement")
    if warned:
        yield NewsIn(kind=NewsKind.ALARM, state=word(warned, "action", 60), reason=word(warned, "reason", 500))
        return
    echo = word(one(item, "sender"), "id") == account.address
    person, when = word(one(item, "recipient" if echo else "sender"), "id", 100), moment(item.get("timestamp"))
    if not person or person == account.address:
        return
    if one(item, "reaction"):
        yield _reaction(one(item, "reaction"), person, when, echo, social)
    elif one(item, "message_edit"):
        edit = one(item, "message_edit")
        changed, mid = words(edit, "text"), word(edit, "mid", 500)
        yield ChangeIn(kind=ChangeKind.EDITED, sender=social.handle(person), target=mid, text=changed, echo=echo, at=when)
    elif one(item, "read"):
        yield from _receipts(one(item, "read"), ReceiptState.READ, person, when, social)
    elif one(item, "delivery"):
        yield from _receipts(one(item, "delivery"), ReceiptState.DELIVERED, person, when, social)
    elif one(item, "referral"):
        yield _opened(item, person, when, advert(one(item, "referral")), account, social)
    elif one(item, "optin"):
        told = (word(one(item, "optin"), key, 300) for key in ("title", "ref", "type"))
        signed_up = Rich(kind=RichKind.SYSTEM, data={"text": next(filter(None, told), "opt-in")})
        yield _opened(item, person, when, (signed_up,), account, social)


def _reaction(given: Mapping[str, Any], person: str, when: datetime | None, echo: bool, social: Social) -> ChangeIn:
    gone = word(given, "action", 20) == "unreact"
    named = word(given, "reaction", 40)
    emoji = word(given, "emoji", 40) or _NAMED.get(named, named)
    return ChangeIn(
        kind=ChangeKind.REACTED,
        sender=social.handle(person),
        target=word(given, "mid", 500),
        emoji="" if gone else emoji,
        echo=echo,
        at=when,
    )


def _receipts(
    given: Mapping[str, Any], state: ReceiptState, person: str, when: datetime | None, social: Social
) -> Iterator[ReceiptIn]:
    """By id where Meta names them; by its watermark else: all that was sent up to then."""
    handle = social.handle(person).value
    named = given.get("mids") if isinstance(given.get("mids"), list) else [given.get("mid")]
    for mid in named[:_MOST] if isinstance(named, list) else ():
        if isinstance(mid, str) and clean_line(mid, 500):
            yield ReceiptIn(external_id=clean_line(mid, 500), state=state, recipient=handle, at=when)
    mark = moment(given.get("watermark"))
    if mark is not None:
        yield ReceiptIn(external_id="", state=state, recipient=handle, before=mark, at=when or mark)


def _opened(
    item: Mapping[str, Any], person: str, when: datetime | None, rich: tuple[Rich, ...], account: AccountFacts, social: Social
) -> MessageIn:
    """Somebody came to us without a word: through an advert, a link or a sign-up."""
    named = f"opened:{person}:{word(item, 'timestamp')}"
    return MessageIn(
        external_id=named,
        content_digest=digest(social.key, account.address, named),
        sender=social.handle(person),
        rich=rich,
        thread=ThreadEvidence(conversation=person),
        sent_at=when,
    )
