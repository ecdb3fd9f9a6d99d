"""By when a customer hears from us next, and which times a person may choose for it. Pure.

One time stands at any moment. What was said (by a person, by whoever has an escalation, by ourselves when it gets later) goes
before the clock of the service level, which counts while nothing was said; a promise that falls due earlier goes before both.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from percaya.core.workspace.calendar_days import open_on
from percaya.core.workspace.calendars import Calendar, NeverOpens, add, next_working_day

PERSON, HIGHER, LATER, PROMISE, CLOCK = "person", "higher", "later", "promise", "clock"
SOON = timedelta(minutes=30)  # nearer than that is no time to choose


@dataclass(frozen=True)
class Said:
    """What was said last: until when, by whom (PERSON, HIGHER, LATER), in the place of which time, and when."""

    due: datetime
    source: str
    was: datetime | None
    at: datetime


@dataclass(frozen=True)
class NextUpdate:
    """``due`` is what stands; ``was`` an earlier time that it took the place of, to be shown struck through."""

    due: datetime
    source: str
    was: datetime | None = None

    def late(self, now: datetime) -> datetime | None:
        """The time that has passed unkept, the earlier one of two."""
        return next((one for one in (self.was, self.due) if one is not None and one < now), None)


def stands(*, said: Said | None, promise: datetime | None, clock: datetime | None) -> NextUpdate | None:
    """``promise``: the nearest one that is open; ``clock``: the due time of the reply that is owed."""
    if said is not None and said.source == LATER and promise is not None and said.was is not None and promise <= said.was:
        promise = None  # that it is later than promised has been said
    base = NextUpdate(said.due, said.source, said.was) if said else NextUpdate(clock, CLOCK) if clock else None
    if promise is not None and (base is None or promise < base.due):
        return NextUpdate(promise, PROMISE)
    return base


def in_place_of(before: NextUpdate | None, due: datetime, now: datetime) -> datetime | None:
    """The time to strike through when ``due`` is said now: one that was missed stays until we have spoken; an earlier one that
    is given up is shown; a time that comes sooner than said needs no excuse."""
    if before is None:
        return None
    missed = before.late(now)
    return missed or (before.due if before.due < due else before.was)


def choices(calendar: Calendar, now: datetime) -> dict[str, datetime]:
    """Times to offer, of working hours only and each once: ``soon`` two working hours on, ``today`` its closing, ``noon`` of the
    next working day, ``next`` its closing, ``third`` the closing of the third working day."""
    today = now.astimezone(calendar.tz).date()
    following = next_working_day(calendar, today)
    third = next_working_day(calendar, next_working_day(calendar, following))
    noon = datetime.combine(following, time(12), calendar.tz)
    found = {
        "soon": _worked(calendar, now, timedelta(hours=2)),
        "today": _closing(calendar, now),
        "noon": noon,
        "next": _closing(calendar, datetime.combine(following, time(0), calendar.tz)),
        "third": _closing(calendar, datetime.combine(third, time(0), calendar.tz)),
    }
    kept: dict[str, datetime] = {}
    for name, at in found.items():
        if at is not None and at >= now + SOON and at not in kept.values():
            kept[name] = at
    return kept


def _worked(calendar: Calendar, now: datetime, work: timedelta) -> datetime | None:
    try:
        return add(calendar, now, work)
    except NeverOpens:
        return None


def _closing(calendar: Calendar, at: datetime) -> datetime | None:
    """When the day of that instant ends its work; ``None`` on a day without any."""
    stretches = open_on(calendar, at.astimezone(calendar.tz).date())
    return stretches[-1][1] if stretches else None
