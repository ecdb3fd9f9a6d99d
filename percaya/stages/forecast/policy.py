"""How long tickets like this one take, as a range that comes true for four in five. Pure; lengths are seconds of working time.

A range runs from one quantile of the last five hundred lengths to another. Which two is learnt: after each ticket that ends,
the end of the range that it fell out of gives way a little, and where nothing falls out the range closes a little. Each end
is to miss one in ten. This is adaptive conformal inference (Gibbs and Candès, NeurIPS 2021), done for each end by itself: the
share that falls out comes to one in ten in the long run, however the lengths are spread and also when they drift, because a
level that misses too often goes on moving, past the longest length seen if it has to. Where one end cannot miss (a range that
begins at nothing), the other is let miss the more, so that both together miss two in ten. The first outcomes of a group move its
levels further than later ones, so that a small shop gets there, too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from percaya.stages.forecast.units import HOUR, rounded

FEWEST = 30  # tickets behind a range, and outcomes behind a share: below that nothing is said
RECENT = 500  # lengths and outcomes kept of a group
MISS = 0.10  # of each end
LOOK_BACK = 200  # outcomes by which an end sees how often the other one misses
STEP = 0.02  # how far a level moves after one ticket, at most
FIRST_STEPS = 2.0  # over the outcomes known and thirty: as long as that is more than STEP, it moves so far
STRETCH = 0.25  # how far a level may go past the shortest and the longest length seen
BELOW, WITHIN, ABOVE = -1, 0, 1
_ABOUT = r"(?:topic:(?P<topic>.*?)|team:(?P<team>\d+))"
_KEY = re.compile(rf"(?:(?P<brand>\d+):(?P<channel>[^|]*)(?:\|{_ABOUT})?(?:\|(?P<priority>low|normal|high|urgent))?)?", re.DOTALL)
_ABOUT_ALONE = re.compile(_ABOUT, re.DOTALL)


@dataclass(frozen=True)
class Kind:
    """What makes tickets alike. 0 and "" are none, or any."""

    brand: int = 0
    channel: str = ""
    topic: str = ""
    team: int = 0
    priority: str = "normal"


@dataclass(frozen=True)
class Levels:
    """The two quantiles, as shares; below 0 and above 1 the range reaches past what was seen."""

    low: float = MISS
    high: float = 1 - MISS


@dataclass(frozen=True)
class Group:
    """What is known of tickets of one kind: (ticket, length) of those that ended last, in that order; (ticket, where it fell)
    of those that were given a range, with whether their customer was shown it."""

    lengths: tuple[tuple[int, int], ...] = ()
    outcomes: tuple[tuple[int, int, bool], ...] = ()
    levels: Levels = Levels()


def keys(kind: Kind) -> tuple[str, ...]:
    """The groups that a ticket belongs to, the finest first. Without a topic and a team it is told from others by its channel
    alone: what is not known yet is no likeness."""
    about = f"topic:{kind.topic}" if kind.topic else f"team:{kind.team}" if kind.team else ""
    where = f"{kind.brand}:{kind.channel}"
    fine = (f"{where}|{about}|{kind.priority}", f"{where}|{about}", about) if about else ()
    return (*fine, where, "")


def kind_of(key: str) -> Kind:
    """What the tickets of a group have in common; ``priority`` is "" where it does not matter."""
    found = _ABOUT_ALONE.fullmatch(key) or _KEY.fullmatch(key)
    said = {name: value for name, value in (found.groupdict() if found else {}).items() if value}
    return Kind(
        brand=int(said.get("brand", 0)),
        channel=said.get("channel", ""),
        topic=said.get("topic", ""),
        team=int(said.get("team", 0)),
        priority=said.get("priority", ""),
    )


def range_of(group: Group, day: int) -> tuple[int, int] | None:
    """The range to give, in whole units (``rounded``); ``None`` while too few are known. ``day``: of work, in seconds."""
    found = ends(group)
    return rounded(*found, day) if found else None


def ends(group: Group) -> tuple[float, float] | None:
    """The same before it is put into words."""
    if len(group.lengths) < FEWEST:
        return None
    lengths = sorted(length for _ticket, length in group.lengths)
    return quantile(lengths, group.levels.low), quantile(lengths, group.levels.high)


def quantile(lengths: Sequence[int], level: float) -> float:
    """Of sorted lengths, interpolated. Past both ends it goes on: to nothing at -STRETCH, to three times the longest at
    1 + STRETCH."""
    if level < 0:
        return lengths[0] * max(0.0, 1 + level / STRETCH)
    if level > 1:
        return lengths[-1] * (1 + 2 * min(1.0, (level - 1) / STRETCH))
    place = level * (len(lengths) - 1)
    left = int(place)
    right = min(left + 1, len(lengths) - 1)
    return lengths[left] + (lengths[right] - lengths[left]) * (place - left)


def where(low: int, high: int, length: int) -> int:
    return BELOW if length < low else ABOVE if length > high else WITHIN


def learnt(levels: Levels, fell: int, *, misses: tuple[float, float] = (MISS, MISS), step: float = STEP) -> Levels:
    """The levels after a ticket that fell there; ``misses``: the shares that fall out below and above."""
    below, above = (2 * MISS - min(other, MISS) for other in reversed(misses))
    low = levels.low + step * (below - (fell == BELOW))
    high = levels.high + step * ((fell == ABOVE) - above)
    return Levels(min(max(low, -STRETCH), 0.45), max(min(high, 1 + STRETCH), 0.55))


def missing(fell: Sequence[int]) -> tuple[float, float]:
    """How large a share fell below and above lately; as wanted while too few outcomes are known."""
    late = fell[-LOOK_BACK:]
    return (late.count(BELOW) / len(late), late.count(ABOVE) / len(late)) if len(late) >= FEWEST else (MISS, MISS)


def ended(group: Group, ticket: int, length: int) -> Group:
    """It took so long; what was known of the same ticket is replaced."""
    others = tuple(one for one in group.lengths if one[0] != ticket)
    return replace(group, lengths=(*others, (ticket, length))[-RECENT:])


def judged(group: Group, ticket: int, fell: int, *, shown: bool) -> Group:
    """A ticket that was given a range by this group has ended there. The same said twice teaches nothing twice."""
    if (ticket, fell, shown) in group.outcomes:
        return group
    is_new = all(one[0] != ticket for one in group.outcomes)
    others = tuple(one for one in group.outcomes if one[0] != ticket)
    levels = _taught(group, fell, shown=shown) if is_new else group.levels
    return replace(group, outcomes=(*others, (ticket, fell, shown))[-RECENT:], levels=levels)


def _taught(group: Group, fell: int, *, shown: bool) -> Levels:
    """Ranges that customers were shown are the ones held against us: once there are enough of them, they alone teach. (Who
    looks at the page of a ticket is often somebody who waits long.)"""
    seen = _shown(group)
    if len(seen) >= FEWEST and not shown:
        return group.levels
    lessons = seen if len(seen) >= FEWEST else [one[1] for one in group.outcomes]
    return learnt(group.levels, fell, misses=missing(lessons), step=max(STEP, FIRST_STEPS / (FEWEST + len(lessons))))


def forgotten(group: Group, ticket: int) -> Group:
    """It was opened again, or was none of the business's after all."""
    lengths = tuple(one for one in group.lengths if one[0] != ticket)
    return replace(group, lengths=lengths, outcomes=tuple(one for one in group.outcomes if one[0] != ticket))


def hits(group: Group) -> tuple[int, int]:
    """(ended inside the range that their customers were shown, of how many)."""
    shown = _shown(group)
    return shown.count(WITHIN), len(shown)


def _shown(group: Group) -> list[int]:
    return [fell for _ticket, fell, was_shown in group.outcomes if was_shown]


def working_day(stretches: Sequence[int]) -> int:
    """A usual day of work in seconds: the median of the days of a week that have any (``stretches``: seconds of each)."""
    worked = sorted(length for length in stretches if length > 0)
    return worked[len(worked) // 2] if worked else 24 * HOUR
