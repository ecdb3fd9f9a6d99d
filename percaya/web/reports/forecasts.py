"""How long tickets take and how often the range that their customers were shown came true, with the tickets behind it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from percaya.core.tickets.expecting import Expectation, span
from percaya.core.tickets.queries.sentences import priority_word
from percaya.core.workspace.models import Brand
from percaya.core.workspace.policy import SUPERVISE
from percaya.stages.forecast.models import GivenRange
from percaya.stages.forecast.queries import Known, known_groups, outcome, shown_ranges
from percaya.web.inbox.heading import channel_facts
from percaya.web.inbox.reference import reference
from percaya.web.ui.doors import MemberRequest, member_view

MOST = 100  # rows behind a share


@require_GET
@member_view(SUPERVISE)
def page(request: MemberRequest) -> HttpResponse:
    """All groups that know enough; with ``?group=`` also the tickets behind that one's share."""
    known, names = known_groups(request.workspace.pk), _Names(request)
    wanted = request.GET.get("group")
    opened = next((one for one in known if one.key == wanted), None)
    hits, measured = outcome(known)
    context: dict[str, Any] = {
        "groups": [(names.of(one), span(one.usual), one) for one in known],
        "hits": hits,
        "measured": measured,
        "opened": (names.of(opened), opened) if opened else None,
        "rows": [(row, _said(row), _took(row)) for row in shown_ranges(request.member, opened.key)[:MOST]] if opened else [],
        "most": MOST,
    }
    return render(request, "reports/forecasts.html", context)


class _Names:
    """What a group is called: brand, channel, topic or team, priority."""

    def __init__(self, request: MemberRequest) -> None:
        self.teams = {each.pk: each.name for each in reference(request.member).teams}
        self.brands = dict(Brand.objects.filter(workspace=request.workspace).values_list("pk", "name"))

    def of(self, one: Known) -> str:
        kind = one.kind
        parts = (
            self.brands.get(kind.brand, ""),
            channel_facts(kind.channel)["name"] if kind.channel else "",
            kind.topic or (self.teams.get(kind.team, "–") if kind.team else ""),
            priority_word(kind.priority) if kind.priority else "",
        )
        return " · ".join(filter(None, parts)) or pgettext("forecast", "All tickets")


def _said(row: GivenRange) -> str:
    return span(Expectation(low=row.low, high=row.high, day=row.day, n=row.n, percent=None))


def _took(row: GivenRange) -> str:
    took = row.took or 0
    if row.low <= took <= row.high:
        return _("came true")
    return _("took longer") if took > row.high else _("was sooner")
