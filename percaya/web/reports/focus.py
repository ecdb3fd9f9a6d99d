"""Focus time in reports: by person, by day against the first reply, and the tickets that it went to."""

from collections import defaultdict
from datetime import date
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from percaya.core.workspace.models import Workspace
from percaya.core.workspace.policy import SUPERVISE
from percaya.stages.analytics.actions.working import is_measured
from percaya.stages.analytics.queries.metrics import RANKED_FROM, Asked, Spread, replied_first
from percaya.stages.analytics.queries.working import admin_by_day, focus_by_person, handled
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.reference import Reference, reference
from percaya.web.reports import words
from percaya.web.reports.asked import Wanted, wanted
from percaya.web.reports.behind import MOST


def focus(want: Wanted, known: Reference, workspace: Workspace) -> dict[str, Any]:
    """What the part of the report shows. Days without focus time are left out."""
    zone = workspace.time_zone
    people = [(known.names.get(one.key, "–"), one) for one in focus_by_person(want.asked, zone)]
    shares = admin_by_day(want.asked, zone)
    firsts = _first_by_day(want.asked, zone) if shares else {}
    return {
        "focus": sorted(people, key=lambda pair: pair[0].lower()),  # nobody is ranked
        "focus_days": [(day, share, firsts.get(day, Spread(0))) for day, share in sorted(shares.items())],
        "is_focus_measured": is_measured(workspace.settings),
        "few": RANKED_FROM,
    }


@require_GET
@member_view(SUPERVISE)
def tickets(request: MemberRequest) -> HttpResponse:
    want, known = wanted(request.GET, request.workspace), reference(request.member)
    rows = handled(want.asked, request.workspace.time_zone)
    context = {
        "want": want, "who": known.names.get(want.asked.agent or 0, ""), "rows": rows[:MOST], "total": len(rows), "most": MOST,
        "all": sum(seconds for *_ticket, seconds in rows), "span": words.span,
    }  # fmt: skip
    return render(request, "reports/handled.html", context)


def _first_by_day(asked: Asked, zone: str) -> dict[date, Spread]:
    local, found = ZoneInfo(zone), defaultdict[date, list[int]](list)
    rows = replied_first(asked).order_by()
    for at, seconds in rows.values_list("first_reply_at", "first_reply_b").iterator():
        if at is not None and seconds is not None:
            found[at.astimezone(local).date()].append(seconds)
    return {day: Spread(len(times), median(times)) for day, times in found.items()}
