"""How long a ticket may take, in the one sentence that its page, its receipt and its chat say. Who knows it is wired in when
the house starts (stages/forecast); without anybody who knows, nothing is said."""

from collections.abc import Callable
from dataclasses import dataclass

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
    """ "4–9 working hours", "9 hours" where it begins at nothing, days from two of them on."""
    unit = MINUTE if one.high <= 2 * HOUR else HOUR if one.high <= 2 * one.day else one.day
    high = round(one.high / unit)
    low = one.low // unit
    said = f"{low}–{high}" if 0 < low < high else str(high)
    word = _plain(unit, high) if one.day == DAY else _worked(unit, high)
    return word % {"range": said}


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
