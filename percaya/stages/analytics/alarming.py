"""When the board raises an alert, and when it lets go: pure. A condition has to hold for a while, and to be gone for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LASTS = timedelta(minutes=5)  # before it is raised, and before it is let go
UNTAKEN_BY_PEOPLE = timedelta(minutes=10)  # nobody takes care of it: the next are told

BREWING, ACTIVE, CALM, OVER = "brewing", "active", "calm", "over"


@dataclass(frozen=True)
class Measured:
    """What an alert is about: overdue, untaken, slipping, inflow, channel; of a team, or of all (``None``)."""

    kind: str
    team: int | None
    value: int


def step(state: str, since: datetime, *, holds: bool, now: datetime) -> str:
    """The state that follows, ``since`` being when the present one began."""
    lasted = now - since >= LASTS
    match state, holds:
        case "brewing", True:
            return ACTIVE if lasted else BREWING
        case "brewing", False:
            return OVER
        case "active", False:
            return CALM
        case "calm", True:
            return ACTIVE
        case "calm", False:
            return OVER if lasted else CALM
    return state


def is_overdue_alarming(*, overdue: int, open_tickets: int) -> bool:
    """One in a hundred open tickets, and never for fewer than two."""
    return overdue >= max(2, open_tickets / 100)


def is_slipping(*, met: int, n: int) -> bool:
    """Fewer than four in five of the last two hours' obligations met, with enough of them to tell."""
    return n >= 5 and met * 5 < n * 4


def is_flooding(*, created: int, resolved: int) -> bool:
    """Half as much again comes in as goes out, over two hours."""
    return created >= 10 and created * 2 > resolved * 3
