"""Comments under posts: each person's comments under one post are a conversation of their own, told apart from their messages."""

from collections.abc import Iterator
from typing import Any

from percaya.channels.common.graph.envelope import Change
from percaya.channels.common.graph.social import COMMENT, Social, moment, page_of
from percaya.channels.common.graph.social_attachments import read_attachments
from percaya.channels.common.json_arrivals import digest
from percaya.channels.common.payloads import one, word, words
from percaya.channels.contract import AccountFacts, ChangeIn, ChangeKind, MessageIn, Rich, RichKind, ThreadEvidence

COMMENT_FIELDS = {"comments", "live_comments", "feed"}


def read_comment(change: Change, told_at: object, account: AccountFacts, social: Social) -> Iterator[MessageIn | ChangeIn]:
    """Instagram: {"id", "from", "text", "media", "parent_id"?}; a page's feed: {"item": "comment", "verb", "comment_id", …}."""
    value = change.value
    if change.about == "feed" and word(value, "item") != "comment":
        return
    named, person = word(value, "comment_id", 200) or word(value, "id", 200), word(one(value, "from"), "id", 100)
    if not named or not person or _is_own(change, person, account):
        return
    writer = one(value, "from")
    sender = social.handle(person, word(writer, "name", 200) or word(writer, "username", 200))
    when = moment(value.get("created_time")) or moment(told_at)
    text, verb = words(value, "message") or words(value, "text"), word(value, "verb", 20) or "add"
    if verb == "add":
        yield _comment(change, named, person, sender.name, text, when, account, social)
    elif verb in ("edit", "edited"):
        yield ChangeIn(kind=ChangeKind.EDITED, sender=sender, target=COMMENT + named, text=text, at=when)
    elif verb in ("remove", "delete"):
        yield ChangeIn(kind=ChangeKind.DELETED, sender=sender, target=COMMENT + named, at=when)


def _comment(
    change: Change, named: str, person: str, name: str, text: str, when: Any, account: AccountFacts, social: Social
) -> MessageIn:
    value = change.value
    media, post = one(value, "media"), one(value, "post")
    under = word(value, "post_id", 200) or word(media, "id", 200)
    parent = word(value, "parent_id", 200)
    data = {
        "id": named,
        "post": under,
        "parent": parent if parent != under else "",
        "kind": "live" if change.about == "live_comments" else word(media, "media_product_type", 40).lower() or "post",
        "url": word(post, "permalink_url", 1000),
        "advert": word(media, "ad_title", 300),
    }
    pictures = [{"type": "image", "payload": {"url": word(value, "photo", 4000)}}] if word(value, "photo") else []
    found = read_attachments(pictures, text, named, when)
    rich = [Rich(kind=RichKind.COMMENT, data={key: value for key, value in data.items() if value})]
    if not found.text and not found.files:
        rich.append(Rich(kind=RichKind.UNSUPPORTED, data={"kind": "comment"}))
    return MessageIn(
        external_id=COMMENT + named,
        content_digest=digest(social.key, account.address, COMMENT + named),
        sender=social.handle(person, name),
        text=found.text,
        attachments=found.files,
        rich=tuple(rich),
        thread=ThreadEvidence(conversation=f"{COMMENT}{under or named}:{person}"),
        sent_at=when,
    )


def _is_own(change: Change, person: str, account: AccountFacts) -> bool:
    """What we (or a colleague in the app) wrote under our own post is no question to us."""
    username = str(account.settings.get("username") or "")
    named = word(one(change.value, "from"), "username", 200)
    return person in (account.address, page_of(account), change.entry) or bool(username and named == username)
