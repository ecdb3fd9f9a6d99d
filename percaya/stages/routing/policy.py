"""Who should get a ticket, and why each other one should not. Pure. Loads are in tenths."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

AVAILABLE, ASYNC_ONLY, TRANSFERS_ONLY, BREAK, OFFLINE = "available", "async_only", "transfers_only", "break", "offline"
STATUSES = (AVAILABLE, ASYNC_ONLY, TRANSFERS_ONLY, BREAK, OFFLINE)
AT_WORK = frozenset({AVAILABLE, ASYNC_ONLY, TRANSFERS_ONLY})
BREAKS = ("meal", "prayer", "meeting", "training", "technical")  # a business adds its own

MANUAL, ROUND_ROBIN, LEAST_LOADED, STICKY = "manual", "round_robin", "least_loaded", "sticky"
STRATEGIES = (MANUAL, ROUND_ROBIN, LEAST_LOADED, STICKY)

LIVE, CHAT, IDLE, MAIL = "live", "chat", "idle", "mail"
WEIGHTS: Mapping[str, int] = {LIVE: 30, CHAT: 20, IDLE: 5, MAIL: 10}
LIMIT = 120
QUIET_CHAT = timedelta(minutes=30)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

# Why somebody is not asked, the first that holds; the later ones are nearer to a yes.
REPLY, SEES, GAVE_BACK, AWAY, LIVE_TALK, SKILL, LANGUAGE, FULL = (
    "reply", "sees", "gave_back", "away", "live", "skill", "language", "full",
)  # fmt: skip
_NEARNESS = (REPLY, SEES, GAVE_BACK, AWAY, LIVE_TALK, LANGUAGE, SKILL, FULL)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a ticket asks of who gets it. ``language`` "" means any; ``not_again`` gave it back or let it lie."""

    weight: int
    strategy: str
    skills: frozenset[str] = frozenset()
    language: str = ""
    is_live: bool = False
    helped_before: int | None = None
    not_again: int | None = None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A member of the team as they are now; ``given_at``: of what routing gave them last."""

    member: int
    status: str
    used: int
    limit: int
    may_reply: bool = True
    may_see: bool = True
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    given_at: datetime | None = None


@dataclass(frozen=True)
class Ranked:
    """Somebody who could take it. ``values``: what decided their place."""

    member: int
    values: Mapping[str, str]

    def data(self) -> dict[str, object]:
        return {"member": self.member, "values": dict(self.values)}


@dataclass(frozen=True)
class Refused:
    """Somebody who could not: ``why`` is one of the words above, ``value`` what it rests on."""

    member: int
    why: str
    value: str = ""

    def data(self) -> dict[str, object]:
        return {"member": self.member, "why": self.why, "value": self.value}


def rank(wanted: Wanted, candidates: Iterable[Candidate]) -> tuple[list[Ranked], list[Refused]]:
    """Those who could take it, best first; and the others, the nearest first."""
    fit, refused = [], []
    for one in candidates:
        if no := _refusal(wanted, one):
            refused.append(no)
        else:
            fit.append(one)
    fit.sort(key=lambda one: _order(wanted, one))
    refused.sort(key=lambda no: (-_NEARNESS.index(no.why), no.member))
    return [Ranked(one.member, _values(wanted, one)) for one in fit], refused


def verdict(refused: Sequence[Refused]) -> str:
    """Why nobody took it, in one word of ``TicketUnplaced``: the nearest miss says what would help."""
    willing = [no.why for no in refused if no.why not in (REPLY, SEES)]
    if not willing:
        return "nobody"
    return {FULL: "full", SKILL: "skill", LANGUAGE: "language"}.get(willing[0], "away")


def weigh(kind: str, weights: Mapping[str, int]) -> int:
    return weights.get(kind, WEIGHTS[kind])


def kind_of_work(*, conversational: bool, has_window: bool, last_inbound: datetime | None, now: datetime) -> str:
    """Talk with somebody who sits there weighs most; a chat that has fallen silent hardly anything."""
    if not conversational:
        return MAIL
    if last_inbound is not None and now - last_inbound > QUIET_CHAT:
        return IDLE
    return CHAT if has_window else LIVE


def _refusal(wanted: Wanted, one: Candidate) -> Refused | None:
    if not one.may_reply:
        return Refused(one.member, REPLY)
    if not one.may_see:
        return Refused(one.member, SEES)
    if one.member == wanted.not_again:
        return Refused(one.member, GAVE_BACK)
    if one.status not in (AVAILABLE, ASYNC_ONLY):
        return Refused(one.member, AWAY, one.status)
    if wanted.is_live and one.status != AVAILABLE:
        return Refused(one.member, LIVE_TALK, one.status)
    if missing := wanted.skills - one.skills:
        return Refused(one.member, SKILL, ", ".join(sorted(missing)))
    if wanted.language and one.languages and wanted.language not in one.languages:
        return Refused(one.member, LANGUAGE, wanted.language)
    if one.used + wanted.weight > one.limit:
        return Refused(one.member, FULL, f"{tenths(one.used)}/{tenths(one.limit)}")
    return None


def _order(wanted: Wanted, one: Candidate) -> tuple[object, ...]:
    """Smaller goes first. Among equals who has waited longest for something, then the older place."""
    helped = wanted.strategy == STICKY and one.member == wanted.helped_before
    share = 0.0 if wanted.strategy == ROUND_ROBIN else round(one.used / max(1, one.limit), 6)
    return (not helped, share, one.given_at or _LONG_AGO, one.member)


def _values(wanted: Wanted, one: Candidate) -> dict[str, str]:
    values = {"load": f"{tenths(one.used)}/{tenths(one.limit)}"}
    if wanted.strategy == STICKY and one.member == wanted.helped_before:
        values["helped_before"] = "yes"
    if wanted.skills:
        values["skills"] = ", ".join(sorted(wanted.skills))
    if wanted.language and wanted.language in one.languages:
        values["language"] = wanted.language
    if one.given_at is not None:
        values["given_at"] = one.given_at.isoformat()
    return values


def tenths(load: int) -> str:
    """125 -> "12.5", 120 -> "12"."""
    return str(load // 10) if load % 10 == 0 else f"{load / 10:.1f}"
