"""The report of a period, and the rows behind each of its numbers."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from percaya.channels.registry import channels
from percaya.core.tickets.policy import PRIORITIES
from percaya.core.workspace.policy import EXPORT, SUPERVISE
from percaya.stages.analytics.queries.breakdown import Work, by_day, by_team_and_person
from percaya.stages.analytics.queries.metrics import RANKED_FROM
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.reference import reference
from percaya.web.reports import words
from percaya.web.reports.asked import PERIODS, wanted
from percaya.web.reports.behind import MOST, TITLES, behind
from percaya.web.reports.charts import HEIGHT, WIDTH, bars
from percaya.web.reports.summary import counted, timed


@require_GET
@member_view(SUPERVISE)
def page(request: MemberRequest) -> HttpResponse:
    want, now, known = wanted(request.GET, request.workspace), timezone.now(), reference(request.member)
    days = by_day(want.asked, request.workspace.time_zone)
    teams, people = by_team_and_person(want.asked, now)
    context: dict[str, Any] = {
        "want": want,
        "periods": PERIODS,
        "teams": known.teams,
        "people": known.people,
        "channels": list(channels()),
        "priorities": PRIORITIES,
        "timed": timed(want.asked),
        "counted": counted(want.asked, now),
        "days": days,
        "bars": bars(days),
        "chart": (WIDTH, HEIGHT),
        "by_team": _named(teams, {each.pk: each.name for each in known.teams}, _("No team")),
        "by_person": _named(people, known.names, _("nobody")),
        "few": RANKED_FROM,
        "may_export": request.member.may(EXPORT),
        **_say(),
    }
    return render(request, "reports/page.html", context)


@require_GET
@member_view(SUPERVISE)
def rows(request: MemberRequest, metric: str) -> HttpResponse:
    if metric not in TITLES:
        raise Http404
    want = wanted(request.GET, request.workspace)
    found, total = behind(metric, want.asked, timezone.now())
    context = {"want": want, "metric": metric, "title": _(TITLES[metric]), "rows": found, "total": total, "most": MOST, **_say()}
    return render(request, "reports/rows.html", context)


def _named(work: list[Work], names: dict[int, str], nobody: str) -> list[tuple[str, Work]]:
    """In the order of names: nobody is ranked."""
    named = [(names.get(one.key, "–") if one.key else nobody, one) for one in work]
    return sorted(named, key=lambda pair: (pair[1].key is None, pair[0].lower()))


def _say() -> dict[str, Any]:
    return {"span": words.span, "percent": words.percent, "signed": words.signed}
