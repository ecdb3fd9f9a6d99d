"""How fast a customer may go. One person is held to a person's pace; behind one address may sit a whole office or a village,
so the address alone is held to that of many."""

from dataclasses import dataclass

from django.http import HttpRequest

from percaya.web.accounts.throttle import peer, too_often

OFFICE = 10  # people who are busy at the same time behind one address


@dataclass(frozen=True)
class Pace:
    """``times`` in ``seconds``, of one person."""

    times: int
    seconds: int


READS, WRITES = Pace(240, 60), Pace(60, 600)


def crowd_too_fast(door: str, request: HttpRequest, pace: Pace) -> bool:
    """Count one step of whoever connects from there. Asked first, before anything is looked up."""
    return too_often(f"{door}-peer", peer(request), limit=pace.times * OFFICE, seconds=pace.seconds)


def too_fast(door: str, who: object, pace: Pace) -> bool:
    """Count one step of that person: a session, a link, never what somebody may choose anew each time."""
    return too_often(door, f"one {who}", limit=pace.times, seconds=pace.seconds)


def pace_of(request: HttpRequest, reads: Pace = READS, writes: Pace = WRITES) -> Pace:
    return writes if request.method == "POST" else reads
