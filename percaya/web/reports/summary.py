"""The numbers of a report, each with the number of the period before, its definition and the name of its rows."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from percaya.stages.analytics.queries import metrics
from percaya.stages.analytics.queries.metrics import FINAL_AFTER, Asked, Share, Spread


@dataclass(frozen=True)
class Timed:
    """A duration: median and p90 on both clocks; ``before`` is the median of working time in the period before."""

    key: str
    title: str
    now: Spread
    before: Spread
    about: str


@dataclass(frozen=True)
class Counted:
    """A count (``share`` None) or a share of something."""

    key: str
    title: str
    n: int
    before: int
    about: str
    share: Share | None = None
    share_before: Share | None = None
    note: str = ""

    @property
    def change(self) -> float | None:
        """Per cent more or fewer than before; of shares, points."""
        if self.share is not None and self.share_before is not None:
            now, before = self.share.percent, self.share_before.percent
            return None if now is None or before is None else now - before
        return 100 * (self.n - self.before) / self.before if self.before else None


def timed(asked: Asked) -> list[Timed]:
    was = asked.before
    return [
        Timed(
            "first_reply", _("First reply"), metrics.first_reply(asked), metrics.first_reply(was, whole=False),
            _(
                "From the customer's first message to the first public reply of a person after it; receipts and rules do not"
                " count. Dated by the reply."
            ),
        ),
        Timed(
            "next_reply", _("Next reply"), metrics.next_reply(asked), metrics.next_reply(was, whole=False),
            _(
                "For every later turn: from the first message that no person had answered to the reply. Further messages do not"
                " reset it. Turns closed without an answer are left out."
            ),
        ),
        Timed(
            "first_resolution", _("Solved, first time"), metrics.first_resolution(asked),
            metrics.first_resolution(was, whole=False),
            _("From opening the ticket to the first time it was solved. Dated by that."),
        ),
        Timed(
            "resolution", _("Solved, in full"), metrics.resolution(asked), metrics.resolution(was, whole=False),
            _("From opening the ticket to the last time it was solved. Final seven days after, when it can no longer come back."),
        ),
    ]  # fmt: skip


def counted(asked: Asked, now: datetime) -> list[Counted]:
    was = asked.before
    solved, touched, back = metrics.outcomes(asked)
    solved_before, touched_before, back_before = metrics.outcomes(was)
    provisional = _("provisional") if asked.end > now - FINAL_AFTER else ""
    return [
        _plain("created", _("New tickets"), asked, _("Tickets opened in the period; spam and merged ones are left out.")),
        Counted(
            "resolved", _("Solved tickets"), solved, solved_before,
            _("Tickets by the last time they were solved, those included that have come back since."),
        ),
        _share(
            "one_touch", _("Solved with one reply"), Share(touched, solved), Share(touched_before, solved_before),
            _("Solved with exactly one public reply of a person and not opened again within seven days, of all solved."),
            provisional,
        ),
        _share(
            "reopened", _("Came back"), Share(back, solved), Share(back_before, solved_before),
            _("Opened again by the customer within seven days, of all solved. What we opened ourselves is not counted."),
            provisional,
        ),
        _attainment(asked, now),
        _satisfaction(asked),
        _backlog(asked, now),
    ]  # fmt: skip


def _plain(key: str, title: str, asked: Asked, about: str) -> Counted:
    return Counted(key, title, metrics.created(asked).count(), metrics.created(asked.before).count(), about)


def _share(key: str, title: str, now: Share, before: Share, about: str, note: str = "") -> Counted:
    return Counted(key, title, now.part, before.part, about, now, before, note)


def _attainment(asked: Asked, now: datetime) -> Counted:
    share, before = metrics.attainment(asked, now), metrics.attainment(asked.before, now)
    about = _(
        "Obligations met in time, of those whose due time lies in the period and has come; what is open and overdue was missed."
        " Left out: cancelled, and standing still."
    )
    return _share("attained", _("Service levels met"), share, before, about, _("%(n)s left out") % {"n": share.beside})


def _satisfaction(asked: Asked) -> Counted:
    share, before = metrics.satisfaction(asked), metrics.satisfaction(asked.before)
    answered = round(100 * share.n / share.beside) if share.beside else 0
    about = _("Ratings of 4 and 5, of all ratings given in the period.")
    return _share(
        "rated", _("CSAT"), share, before, about, _("n=%(n)s, %(share)s%% answered") % {"n": share.n, "share": answered}
    )


def _backlog(asked: Asked, now: datetime) -> Counted:
    ages = metrics.ages(asked, now)
    weeks = replace(asked, start=now - 14 * (FINAL_AFTER / 7), end=now)
    each_day = metrics.resolved(weeks).count() / 10  # fourteen days have ten working days
    note = _("< 1 d: %(a)s · 1–3 d: %(b)s · 3–7 d: %(c)s · > 7 d: %(d)s") % dict(zip("abcd", ages, strict=True))
    if each_day:
        note += " · " + _("%(n)s days of work") % {"n": number_format(sum(ages) / each_day, 1)}
    about = _("Open tickets now, whatever the period, by age. Days of work: at the pace of the last ten working days.")
    return Counted("backlog", _("Backlog now"), sum(ages), sum(ages), about, note=note)
