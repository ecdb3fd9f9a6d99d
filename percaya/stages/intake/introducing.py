"""Names of people whose messages carry an id alone: asked for once, before the message is taken, so that their ticket is theirs
from its first line. A vendor that does not say, or not in time, keeps nobody waiting: the next message asks again."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import structlog
from django.core.cache import cache

from percaya.channels.contract import Answer, MessageIn
from percaya.channels.contract.abilities import Introducing
from percaya.channels.registry import channels
from percaya.core.people.queries import holder_of
from percaya.core.workspace import calling, hosts
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts

log = structlog.get_logger(__name__)
TIMEOUT = 5.0  # seconds for each step of the conversation
MOST = 64 * 1024  # bytes of an answer
HOUR, DAY = 3600, 24 * 3600  # seconds
MOST_PEOPLE = 20  # of one arrival; the others are named by their next message


def named(account: ChannelAccount | None, messages: Sequence[MessageIn]) -> list[MessageIn]:
    """The messages, their senders named where the channel can say who they are and we do not know yet."""
    kind = channels().get(account.channel) if account else None
    if account is None or not isinstance(kind, Introducing):
        return list(messages)
    if account.workspace.is_demo and not calling.is_at_home(str(account.settings.get("base_url") or "")):
        return list(messages)  # nothing of a demo leaves the house; its stand-ins may be asked
    unknown = dict.fromkeys(one.sender.value for one in messages if not one.sender.name and not _is_known(account, one))
    names = {value: name for value in list(unknown)[:MOST_PEOPLE] if (name := _asked(kind, account, value))}
    found = [
        replace(one, sender=replace(one.sender, name=one.sender.name or names.get(one.sender.value, ""))) for one in messages
    ]
    return _spoken(kind, account, found)


def _spoken(kind: Introducing, account: ChannelAccount, messages: list[MessageIn]) -> list[MessageIn]:
    """In a group the mark of whoever spoke gives way to their name. A group has no row for its people, so names are remembered
    for a day."""
    speakers = dict.fromkeys(one.speaker.value for one in messages if one.speaker is not None)
    names = {value: _remembered(kind, account, value) for value in list(speakers)[:MOST_PEOPLE]}
    return [_in_their_name(one, names.get(one.speaker.value, "")) if one.speaker else one for one in messages]


def _remembered(kind: Introducing, account: ChannelAccount, value: str) -> str:
    key = f"speaker:{account.pk}:{hashlib.sha256(value.encode()).hexdigest()[:32]}"
    known = cache.get(key)
    if known is None:
        known = _asked(kind, account, value)
        cache.set(key, known, timeout=DAY if known else HOUR)
    return str(known)


def _in_their_name(message: MessageIn, name: str) -> MessageIn:
    mark = message.speaker.name if message.speaker else ""
    if not name or not mark or not message.text.startswith(mark):
        return message
    return replace(message, text=name + message.text[len(mark) :])


def _is_known(account: ChannelAccount, message: MessageIn) -> bool:
    held = holder_of(account.workspace_id, message.sender.kind.value, message.sender.value)
    return held is not None and bool(held.contact.name)


def _asked(kind: Introducing, account: ChannelAccount, value: str) -> str:
    known = facts(account)
    parcel = kind.ask_name(value, known)
    if parcel is None:
        return ""
    try:
        said = calling.call(
            parcel.method, parcel.url, body=parcel.body, headers=parcel.headers, timeout=TIMEOUT, most=MOST,
            public=not known.settings.get("base_url"),
        )  # fmt: skip
    except (calling.Unanswered, hosts.Forbidden) as silence:
        log.info("name_not_said", account=account.pk, why=str(silence)[:200])
        return ""
    return kind.name_in(Answer(code=said.status, body=said.body, headers=said.headers))[:160]
