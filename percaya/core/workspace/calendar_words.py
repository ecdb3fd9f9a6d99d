"""Why a calendar cannot be kept, in words."""

from babel.dates import get_day_names
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from percaya.core.workspace.calendar_specs import MOST_PERIODS, Unfit


def trouble(unfit: Unfit) -> str:
    """What is wrong and what to do; nothing was saved."""
    where = {"where": place(unfit.at)}
    words = {
        "zone": _("There is no time zone called “%(name)s”.") % {"name": unfit.at},
        "time": _("%(where)s: write periods like 08:00–17:00, at most %(most)s a day.") % {**where, "most": MOST_PERIODS},
        "length": _("%(where)s: a period cannot start and end at the same time. For the whole day write 00:00–24:00.") % where,
        "overlap": _("%(where)s: two periods overlap, or last night's runs into the first. Part them.") % where,
        "weekday": _("Weekdays are 0 (Monday) to 6 (Sunday)."),
        "season": _("Season “%(where)s”: it needs a first and a last day, in order, within a year.") % where,
        "closed": _("This calendar would never be open. Give at least one day some working time."),
        "day": _("“%(name)s” is not a date. Write it like 2027-03-10.") % {"name": unfit.at},
    }
    return words[unfit.code]


def place(at: str) -> str:
    """ "breaks 4" -> "Jumat"; anything else stands as it is."""
    head, _space, last = at.rpartition(" ")
    if not last.isdigit() or int(last) > 6:
        return at
    day = get_day_names("wide", locale=get_language() or "id")[int(last)]
    if head == "breaks":
        return _("Breaks on %(day)s") % {"day": day}
    return f"{head}, {day}" if head else day
