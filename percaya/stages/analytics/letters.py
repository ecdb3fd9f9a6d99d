"""A mailed report: readable as it stands, five numbers and what changed, in the language that is active."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from percaya.stages.analytics.queries import metrics
from percaya.stages.analytics.queries.metrics import Asked


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def letter(*, name: str, workspace: str, asked: Asked, now: datetime, link: str, stop: str) -> Letter:
    days = _days(asked)
    lines = [
        _("Hello %(name)s,") % {"name": name},
        "",
        _("these are the numbers of %(workspace)s for %(days)s; in brackets those of the period before.") % {
            "workspace": workspace, "days": days,
        },
        "",
        *(f"• {line}" for line in numbers(asked, now)),
        "",
        _("All numbers and the tickets behind them: %(link)s") % {"link": link},
        _("To stop this mail: %(link)s") % {"link": stop},
    ]  # fmt: skip
    return Letter(_("Report for %(days)s · %(workspace)s") % {"days": days, "workspace": workspace}, "\n".join(lines))


def numbers(asked: Asked, now: datetime) -> list[str]:
    """The five: in, solved, first reply, service levels, ratings; each with the period before in brackets."""
    was = asked.before
    first, first_was = metrics.first_reply(asked), metrics.first_reply(was, whole=False)
    kept, kept_was = metrics.attainment(asked, now), metrics.attainment(was, now)
    rated, rated_was = metrics.satisfaction(asked), metrics.satisfaction(was)
    return [
        _("New tickets: %(n)s (%(before)s)") % {"n": metrics.created(asked).count(), "before": metrics.created(was).count()},
        _("Solved tickets: %(n)s (%(before)s)") % {"n": metrics.resolved(asked).count(), "before": metrics.resolved(was).count()},
        _("First reply, median: %(n)s of working time (%(before)s); as the customer felt it: %(felt)s") % {
            "n": _span(first.median_b), "before": _span(first_was.median_b), "felt": _span(first.median_c),
        },
        _("Service levels met: %(n)s of %(of)s, %(share)s (%(before)s)") % {
            "n": kept.part, "of": kept.n, "share": _share(kept.percent), "before": _share(kept_was.percent),
        },
        _("CSAT: %(share)s, n=%(n)s (%(before)s)") % {
            "share": _share(rated.percent), "n": rated.n, "before": _share(rated_was.percent),
        },
    ]  # fmt: skip


def _days(asked: Asked) -> str:
    first, last = timezone.localtime(asked.start).date(), timezone.localtime(asked.end - timedelta(seconds=1)).date()
    language = "en" if (get_language() or "id").startswith("en") else "id"
    said = [format_date(day, "d MMM y", locale=language) for day in (first, last)]
    return said[0] if first == last else " – ".join(said)


def _span(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return _("%(count)s min") % {"count": minutes}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}


def _share(percent: float | None) -> str:
    return "–" if percent is None else f"{percent:.0f} %"
