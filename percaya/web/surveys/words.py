"""Surveys in words."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from percaya.core.ratings.figures import Figure
from percaya.stages.surveys.models import Survey


def kind_word(kind: str) -> str:
    return {"csat": _("Satisfaction (CSAT)"), "nps": _("Recommendation (NPS)"), "ces": _("Ease (CES)")}[kind]


def kinds() -> list[tuple[str, str]]:
    return [(kind, kind_word(kind)) for kind in ("csat", "nps", "ces")]


def when_word(survey: Survey) -> str:
    """ "1 hour after it was solved"; "every 90 days"."""
    if survey.moment == "schedule":
        return ngettext("every %(num)s day", "every %(num)s days", survey.every_days) % {"num": survey.every_days}
    return _("%(span)s after it was solved") % {"span": span_word(survey.delay_minutes)}


def span_word(minutes: int) -> str:
    if minutes and minutes % 1440 == 0:
        return ngettext("%(num)s day", "%(num)s days", minutes // 1440) % {"num": minutes // 1440}
    if minutes and minutes % 60 == 0:
        return ngettext("%(num)s hour", "%(num)s hours", minutes // 60) % {"num": minutes // 60}
    return ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}


def low_words() -> list[tuple[str, str]]:
    return [
        ("", _("Only show it")),
        ("reopen", _("Open the ticket again")),
        ("escalate", _("Escalate it to a supervisor")),
    ]


def value_word(kind: str, value: float | None) -> str:
    """CSAT "84 %", NPS "+32", CES "5.4"; "–" for none."""
    if value is None:
        return "–"
    if kind == "csat":
        return f"{value:.0f} %"
    if kind == "ces":
        return str(number_format(value, 1))
    rounded = round(value)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded)}"


def interval_word(kind: str, figure: Figure | None) -> str:
    if figure is None:
        return ""
    return _("%(least)s to %(most)s") % {"least": value_word(kind, figure.least), "most": value_word(kind, figure.most)}


def definition(kind: str) -> str:
    return {
        "csat": _("Ratings of 4 and 5, of all ratings given in the period. Interval of Wilson, 95 per cent."),
        "nps": _("Per cent of 9 and 10 minus per cent of 0 to 6, of all answers of the period. Normal interval, 95 per cent."),
        "ces": _("The mean of all answers from 1 to 7 given in the period. Normal interval, 95 per cent."),
    }[kind]
