"""Which news reach whom, by which way, and when not. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

BELL, PUSH, MAIL = "bell", "push", "mail"
WAYS = (BELL, PUSH, MAIL)
# kind -> the ways that are on unless the member says otherwise
KINDS: Mapping[str, frozenset[str]] = {
    "mentioned": frozenset({BELL, PUSH, MAIL}),
    "assigned": frozenset({BELL, PUSH, MAIL}),
    "reply": frozenset({BELL, PUSH}),  # a customer wrote in a ticket of mine
    "noted": frozenset({BELL}),  # a colleague wrote in a ticket of mine
    "followed": frozenset({BELL}),  # something was said in a ticket I follow
    "reminded": frozenset({BELL, PUSH}),  # a ticket I put off came back
    "promise_near": frozenset({BELL, PUSH}),
    "promise_late": frozenset({BELL, PUSH, MAIL}),
    "promise_unseen": frozenset({BELL, PUSH}),  # a promise whose owner no longer sees its ticket
    "failed": frozenset({BELL, PUSH, MAIL}),  # an answer of mine did not arrive
    "draft_help": frozenset({BELL}),  # a colleague asks the team for help with a draft
    "escalated": frozenset({BELL, PUSH, MAIL}),  # a ticket has gone higher, to me
    "escalation_due": frozenset({BELL, PUSH, MAIL}),  # the next word that I owe on one has come due
    "update_near": frozenset({BELL, PUSH}),  # a customer of mine is to hear from us soon, and has not
    "rule": frozenset({BELL, PUSH}),  # a rule of the business wants me to look
}
DIGESTS = ("off", "hourly", "daily")
DEFAULT_QUIET = {"from": "20:00", "to": "07:00"}
_DAILY_AT = time(8)
BURST = timedelta(seconds=60)  # what comes so soon after the last is the same talking


@dataclass(frozen=True)
class Wishes:
    """How one member wants to hear. ``quiet`` is ("20:00", "07:00") in the workspace's zone, ``None`` for never."""

    ways: Mapping[str, frozenset[str]]
    quiet: tuple[str, str] | None
    digest: str

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Wishes":
        """Out of ``Member.settings``; whatever is missing or strange is as usual."""
        own = settings.get("notices") or {}
        chosen = own.get("ways") or {}
        ways = {kind: frozenset(chosen[kind]) & set(WAYS) if kind in chosen else usual for kind, usual in KINDS.items()}
        quiet = own.get("quiet", DEFAULT_QUIET)
        digest = own.get("digest", "hourly")
        return cls(ways, (quiet["from"], quiet["to"]) if quiet else None, digest if digest in DIGESTS else "hourly")

    def wants(self, kind: str, way: str) -> bool:
        return way in self.ways.get(kind, frozenset())


def is_quiet(wishes: Wishes, local: datetime) -> bool:
    """Whether nothing may ring or buzz at this local time."""
    if wishes.quiet is None:
        return False
    begin, end = (_time(text) for text in wishes.quiet)
    now = local.time()
    return begin <= now < end if begin <= end else now >= begin or now < end


def digest_at(wishes: Wishes, local: datetime) -> datetime | None:
    """When news of now are mailed if still unread then: an hour on, or at eight; never in quiet hours."""
    if wishes.digest == "off":
        return None
    if wishes.digest == "daily":
        day = local.replace(hour=_DAILY_AT.hour, minute=0, second=0, microsecond=0)
        return day if day > local else day + timedelta(days=1)
    due = local + timedelta(hours=1)
    if wishes.quiet is not None and is_quiet(wishes, due):
        end = _time(wishes.quiet[1])
        due_end = due.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
        due = due_end if due_end > due else due_end + timedelta(days=1)
    return due


def _time(text: str) -> time:
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute or 0))
