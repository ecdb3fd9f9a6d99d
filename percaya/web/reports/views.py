"""The report of a period, and the rows behind each of its numbers."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from percaya.channels.registry import channels
from percaya.core.tickets.policy import PRIORITIES
from percaya.core.workspace.models import Workspace
from percaya.core.workspace.policy import EXPORT, SUPERVISE
from percaya.stages.analytics.queries.breakdown import Work, by_day, by_team_and_person
from percaya.stages.analytics.queries.metrics import RANKED_FROM
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.reference import Reference, reference
from percaya.web.reports import words
from percaya.web.reports.asked import PERIODS, Wanted, wanted
from percaya.web.reports.behind import MOST, TITLES, behind
from percaya.web.reports.charts import HEIGHT, WIDTH, bars
from percaya.web.reports.focus import focus
from percaya.web.reports.summary import counted, timed

MANY = 20_000  # new tickets of a period, beyond which what takes longest to count comes into the page by itself


@require_GET
@member_view(SUPERVISE)
def page(request: MemberRequest) -> HttpResponse:
    want, known = wanted(request.GET, request.workspace), reference(request.member)
    part = request.GET.get("part", "")
    if part in _PARTS:
        found = _PARTS[part](want, known, request.workspace)
        return render(request, f"reports/parts/{part}.html", {"want": want, **found, **_say()})
    numbers, days = counted(want.asked, timezone.now()), by_day(want.asked, request.workspace.time_zone)
    is_long = part != "all" and any(one.key == "created" and one.n > MANY for one in numbers)
    context: dict[str, Any] = {
        "want": want,
        "periods": PERIODS,
        "teams": known.teams,
        "people": known.people,
        "channels": list(channels()),
        "priorities": PRIORITIES,
        "counted": numbers,
        "is_long": is_long,
        "days": days,
        "bars": bars(days),
        "chart": (WIDTH, HEIGHT),
        "may_export": request.member.may(EXPORT),
        **_say(),
    }
    if not is_long:
        for make in _PARTS.values():
            context |= make(want, known, request.workspace)
    return render(request, "reports/page.html", context)


def _time(want: Wanted, known: Reference, workspace: Workspace) -> dict[str, Any]:
    return {"timed": timed(want.asked)}


def _work(want: Wanted, known: Reference, workspace: Workspace) -> dict[str, Any]:
    teams, people = by_team_and_person(want.asked, timezone.now())
    return {
        "by_team": _named(teams, {each.pk: each.name for each in known.teams}, _("No team")),
        "by_person": _named(people, known.names, _("nobody")),
        "few": RANKED_FROM,
    }


_PARTS: Mapping[str, Callable[[Wanted, Reference, Workspace], dict[str, Any]]] = {"time": _time, "work": _work, "focus": focus}


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
