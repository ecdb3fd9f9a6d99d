"""Messages of a webhook: words, files, answers, quick answers, what was deleted, and what one of ours wrote elsewhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from percaya.channels.common.graph.social import METADATA, Social, moment
from percaya.channels.common.graph.social_attachments import Found, read_attachments, story
from percaya.channels.common.json_arrivals import digest
from percaya.channels.common.part_tokens import parted
from percaya.channels.common.payloads import one, several, word, words
from percaya.channels.contract import (
    AccountFacts,
    ChangeIn,
    ChangeKind,
    MessageIn,
    ReceiptIn,
    ReceiptState,
    Rich,
    RichKind,
    ThreadEvidence,
)

# Another app of the business (a bot, Meta's own inbox) holds the talk: its words are kept, ours would be refused.
HELD = "held-elsewhere"


def read_message(
    item: Mapping[str, Any], account: AccountFacts, social: Social, *, is_standby: bool
) -> Iterator[MessageIn | ChangeIn | ReceiptIn]:
    """``item``: {"sender", "recipient", "timestamp", "message"}."""
    said = one(item, "message")
    mid, when = word(said, "mid", 500), moment(item.get("timestamp"))
    echo = said.get("is_echo") is True or word(one(item, "sender"), "id") == account.address
    person = word(one(item, "recipient" if echo else "sender"), "id", 100)
    if not person or person == account.address:
        return
    if said.get("is_deleted") is True:
        yield ChangeIn(kind=ChangeKind.DELETED, sender=social.handle(person), target=mid, echo=echo, at=when)
        return
    token, step = parted(_token(said)) if echo else ("", "")
    if echo and not token and _is_own(said, account):
        yield ReceiptIn(external_id=mid, state=ReceiptState.SENT, recipient=social.handle(person).value, at=when)
        return
    found = _found(said, item)
    answered = word(one(said, "reply_to"), "mid", 500)
    yield MessageIn(
        external_id=mid,
        content_digest=digest(social.key, account.address, mid or [person, word(item, "timestamp"), found.text]),
        sender=social.handle(person),
        text=found.text,
        attachments=found.files,
        rich=found.rich,
        quotes=answered,
        thread=ThreadEvidence(conversation=person, external_ids=(answered,) if answered else ()),
        sent_at=when,
        echo=echo,
        echo_token=token,
        echo_step=step,
        warnings=(HELD,) if is_standby else (),
    )


def read_postback(item: Mapping[str, Any], account: AccountFacts, social: Social, *, is_standby: bool) -> Iterator[MessageIn]:
    """A pressed button: {"mid"?, "title", "payload", "referral"?}; it says its title."""
    said = one(item, "postback")
    person, when = word(one(item, "sender"), "id", 100), moment(item.get("timestamp"))
    if not person or person == account.address:
        return
    title, chosen = word(said, "title", 300), word(said, "payload")
    named = word(said, "mid", 500) or f"postback:{person}:{word(item, 'timestamp')}"
    choice = Rich(kind=RichKind.CHOICE, data=_filled(id=chosen, title=title))
    yield MessageIn(
        external_id=named,
        content_digest=digest(social.key, account.address, named),
        sender=social.handle(person),
        text=title or chosen,
        rich=(choice, *advert(one(said, "referral"))),
        thread=ThreadEvidence(conversation=person),
        sent_at=when,
        warnings=(HELD,) if is_standby else (),
    )


def advert(referral: Mapping[str, Any]) -> tuple[Rich, ...]:
    """Where a talk came from: {"source": "ADS" | "SHORTLINK" …, "ref", "ads_context_data": {"ad_title"}, "product": {"id"}}."""
    if not referral:
        return ()
    context = one(referral, "ads_context_data")
    data = _filled(
        headline=word(context, "ad_title", 300),
        url=word(referral, "referer_uri") or word(referral, "source_url"),
        source=word(referral, "source", 60).lower() or word(referral, "type", 60).lower(),
        ref=word(referral, "ref", 300),
        advert=word(referral, "ad_id", 60),
        product=word(one(referral, "product"), "id", 60),
    )
    return (Rich(kind=RichKind.ADVERT, data=data),)


def _found(said: Mapping[str, Any], item: Mapping[str, Any]) -> Found:
    """Words, files and the rest of it; what we do not know is named, never dropped."""
    text, when = words(said, "text"), moment(item.get("timestamp"))
    found = read_attachments(several(said, "attachments"), text, word(said, "mid", 500), when)
    rich = list(found.rich)
    chosen = one(said, "quick_reply")
    if chosen:
        rich.insert(0, Rich(kind=RichKind.CHOICE, data=_filled(id=word(chosen, "payload"), title=text)))
    files = list(found.files)
    told = one(one(said, "reply_to"), "story")
    if told:
        answered, seen = story(told, "reply", word(said, "mid", 500), when)
        rich.insert(0, answered)
        files += seen
    rich += advert(one(said, "referral") or one(item, "referral"))
    if said.get("is_unsupported") is True or not (found.text or files or rich):
        rich.append(Rich(kind=RichKind.UNSUPPORTED, data={"kind": "unsupported" if said.get("is_unsupported") else "empty"}))
    return Found(text=found.text, files=tuple(files), rich=tuple(rich))


def _token(said: Mapping[str, Any]) -> str:
    given = word(said, "metadata", 200)
    return given.removeprefix(METADATA) if given.startswith(METADATA) else ""


def _is_own(said: Mapping[str, Any], account: AccountFacts) -> bool:
    own = str(account.settings.get("app_id") or "").strip()
    return bool(own) and word(said, "app_id", 60) == own


def _filled(**values: str) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}
