"""Results of surveys: the figures of a period, the answers behind each, and a file to take along."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.channels.registry import channels
from percaya.core.ratings import queries
from percaya.core.ratings.figures import SHOWN_FROM, figure
from percaya.core.ratings.words import answers
from percaya.core.tickets.policy import PRIORITIES
from percaya.core.workspace.brands import brands
from percaya.core.workspace.policy import ADMINISTER, EXPORT, SUPERVISE
from percaya.stages.analytics.actions.reporting import record_export
from percaya.stages.surveys.queries import names_of
from percaya.web.inbox.reference import Reference, reference
from percaya.web.reports import files
from percaya.web.reports.asked import PERIODS
from percaya.web.reports.exports import XLSX
from percaya.web.surveys import words
from percaya.web.surveys.asked import Results, results
from percaya.web.surveys.drawing import HEIGHT, WIDTH, trend
from percaya.web.surveys.rows import MOST, TITLES, behind
from percaya.web.surveys.shown import tables, whole
from percaya.web.ui.doors import MemberRequest, member_view
from percaya.web.ui.times import language


@require_GET
@member_view(SUPERVISE)
def page(request: MemberRequest) -> HttpResponse:
    asked = results(request.GET, request.workspace)
    tally, counts = whole(asked), queries.by_score(asked.given)
    days = queries.by_day(asked.given, asked.kind, request.workspace.time_zone)
    bars = [(score, text, counts.get(score, 0)) for score, text in reversed(answers(asked.kind))]
    context: dict[str, Any] = {
        "tally": tally,
        "figure": figure(asked.kind, tally),
        "bars": bars,
        "tallest": max(counts.values(), default=1),
        "tables": tables(asked),
        "trend": trend(asked.kind, days, asked.want.first, asked.want.last),
        "chart": (WIDTH, HEIGHT),
        "definition": words.definition(asked.kind),
        "few": SHOWN_FROM,
        "may_export": request.member.may(EXPORT),
        "may_change": request.member.may(ADMINISTER),
        **_choices(request, asked),
    }
    return render(request, "surveys/results.html", context)


@require_GET
@member_view(SUPERVISE)
def rows(request: MemberRequest, metric: str) -> HttpResponse:
    if metric not in TITLES:
        raise Http404
    asked = results(request.GET, request.workspace)
    found, total = behind(metric, asked)
    context = {
        "metric": metric, "title": _(TITLES[metric]), "places": [(key, _(text)) for key, text in TITLES.items()], "rows": found,
        "total": total, "most": MOST, **_choices(request, asked),
    }  # fmt: skip
    return render(request, "surveys/rows.html", context)


@require_POST
@member_view(EXPORT)
def export(request: MemberRequest) -> HttpResponse:
    """``form``: csv, xlsx; the rest as in the address of the page. Recorded."""
    form = request.POST.get("form", "")
    if form not in ("csv", "xlsx"):
        return HttpResponseBadRequest("There is no such export. Nothing was recorded.")
    asked = results(request.POST, request.workspace)
    head, lines = _table(asked)
    record_export(workspace_id=request.workspace.pk, what="ratings", form=form, rows=len(lines), by=request.by)
    body = b"".join(files.as_csv((head, lines))) if form == "csv" else files.as_xlsx((head, lines), "ratings")
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8" if form == "csv" else XLSX)
    name = f"percaya-{asked.kind}-{asked.want.first:%Y%m%d}-{asked.want.last:%Y%m%d}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _table(asked: Results) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """One row an answer. No customer is named, but their comments are their own words."""
    head = ("ticket", "asked_at", "given_at", "kind", "score", "channel", "team", "member", "survey", "comment")
    known, named = Reference(asked.want.asked.workspace_id), names_of(asked.want.asked.workspace_id)
    teams = {each.pk: each.name for each in known.teams}
    columns = ("ticket__number", "asked_at", "given_at", "kind", "score", "ticket__channel", "ticket__team", "member", "survey")
    lines = [
        (*row[:6], teams.get(row[6], ""), known.names.get(row[7], ""), named.get(row[8], ""), row[9])
        for row in asked.given.values_list(*columns, "comment")
    ]
    return head, lines


def _choices(request: MemberRequest, asked: Results) -> dict[str, Any]:
    known = reference(request.member)
    return {
        "asked": asked, "want": asked.want, "kinds": words.kinds(), "kind_title": words.kind_word(asked.kind), "periods": PERIODS,
        "teams": known.teams, "people": known.people, "priorities": PRIORITIES, "brands": brands(request.workspace.pk),
        "surveys": sorted(names_of(request.workspace.pk).items(), key=lambda pair: pair[1].lower()),
        "channels": [(key, c.name_en if language() == "en" else c.name_id) for key, c in channels().items()],
        "value_word": words.value_word, "interval_word": words.interval_word,
    }  # fmt: skip
