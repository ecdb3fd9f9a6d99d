"""How long a ticket may take, in the one sentence that its page, its receipt and its chat say. Who knows it is wired in when
the house starts (stages/forecast); without anybody who knows, nothing is said."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from percaya.core.tickets.models import Ticket

MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(frozen=True)
class Expectation:
    """A range in seconds of working time, in whole units; ``day`` is a day of work, 86,400 round the clock. ``n`` tickets are
    behind it, ``percent`` of such ranges came true (``None`` while too few have ended). ``is_over``: it has passed."""

    low: int
    high: int
    day: int
    n: int
    percent: int | None
    is_over: bool = False


def expectation(ticket: Ticket) -> Expectation | None:
    """To be called only by who shows it to the customer: that it was shown is kept."""
    return _source.ask(ticket)


def expectation_sentence(ticket: Ticket) -> str:
    """The same in words, in the active language; "" when too little is known."""
    found = expectation(ticket)
    return sentence(found) if found else ""


def sentence(one: Expectation) -> str:
    """ "Tickets like this one are usually solved within 4–9 working hours (from 212 tickets; 81 % came true)."."""
    facts = {"range": span(one), "n": one.n, "percent": one.percent}
    if one.is_over:
        return _("Tickets like this one are usually solved within %(range)s. This one is taking longer; we are sorry.") % facts
    if one.percent is None:
        return _("Tickets like this one are usually solved within %(range)s (from %(n)s tickets).") % facts
    return _("Tickets like this one are usually solved within %(range)s (from %(n)s tickets; %(percent)s%% came true).") % facts


def span(one: Expectation) -> str:
    """ "4–9 working hours", "9 hours" where it begins at nothing, "2½–4 days" from two days of work on."""
    unit = _unit(one)
    high = ceil(one.high / unit)
    low, end = (_number(length / unit) for length in (one.low, one.high))
    said = f"{low}–{end}" if 0 < one.low < one.high else end
    word = _plain(unit, high) if one.day == DAY else _worked(unit, high)
    return word % {"range": said}


def _unit(one: Expectation) -> int:
    """The longest that gives whole and half numbers at both ends."""
    if one.high >= 2 * one.day and not any(2 * length % one.day for length in (one.low, one.high)):
        return one.day
    return HOUR if one.high > 2 * HOUR or not any(length % HOUR for length in (one.low, one.high)) else MINUTE


def _number(much: float) -> str:
    whole, half = divmod(round(2 * much), 2)
    return f"{whole or ''}½" if half else str(whole)


def _plain(unit: int, high: int) -> str:
    if unit == MINUTE:
        return ngettext("%(range)s minute", "%(range)s minutes", high)
    return (
        ngettext("%(range)s hour", "%(range)s hours", high) if unit == HOUR else ngettext("%(range)s day", "%(range)s days", high)
    )


def _worked(unit: int, high: int) -> str:
    if unit == MINUTE:
        return ngettext("%(range)s working minute", "%(range)s working minutes", high)
    if unit == HOUR:
        return ngettext("%(range)s working hour", "%(range)s working hours", high)
    return ngettext("%(range)s working day", "%(range)s working days", high)


class _Source:
    def __init__(self) -> None:
        self.ask: Callable[[Ticket], Expectation | None] = lambda ticket: None


_source = _Source()


def expect_from(ask: Callable[[Ticket], Expectation | None]) -> None:
    """Wire in who knows."""
    _source.ask = ask
