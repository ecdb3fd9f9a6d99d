"""Files of contacts and organisations: taken, their columns named, watched while they come in, their refusals handed back."""

import io
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from percaya.core.people.actions.importing import MOST_BYTES, cancel_import, start_import, take_file
from percaya.core.people.attributes import fields_of, language
from percaya.core.people.importing.columns import ATTRIBUTE, targets
from percaya.core.people.importing.reading import failed_rows, heading_and_rows, tried
from percaya.core.people.models import PeopleImport
from percaya.core.people.models.importing import ImportState
from percaya.core.people.tables import written
from percaya.core.workspace.amounts import say_number
from percaya.core.workspace.fields import called
from percaya.core.workspace.policy import EXPORT
from percaya.web.people.files import csv_file
from percaya.web.people.words import target_words
from percaya.web.ui.doors import MemberRequest, member_view

SHOWN = 8  # rows of the preview
TROUBLES = 100
KEPT = 20  # imports in the list


@require_http_methods(["GET", "POST"])
@member_view(EXPORT)
def imports(request: MemberRequest) -> HttpResponse:
    """The latest imports and a form for the next; POST ``file`` and ``of`` takes one."""
    if request.method == "POST":
        return _taken(request)
    rows = PeopleImport.objects.select_related("member").filter(workspace=request.workspace).order_by("-pk")[:KEPT]
    return render(
        request, "people/imports.html", {"tab": "imports", "may_export": True, "rows": [(job, _said(job.total)) for job in rows]}
    )


@require_GET
@member_view(EXPORT)
def one_import(request: MemberRequest, import_id: int) -> HttpResponse:
    """Before it begins: its columns and first rows. While it runs: how far it is (htmx asks again). After: what came of it."""
    job = _found(request, import_id)
    if request.htmx:
        response = render(request, "people/parts/progress.html", {"job": job, "counts": _counts(job)})
        if job.state != ImportState.RUNNING:
            response.headers["HX-Refresh"] = "true"
        return response
    context: dict[str, Any] = {"job": job, "counts": _counts(job), "troubles": [], "preview": None}
    if job.state == ImportState.DRAFT:
        context["preview"] = _preview(job, request.GET.getlist("column"))
        context["targets"] = _targets(request, job)
    else:
        context["troubles"] = list(job.troubles.order_by("row")[:TROUBLES])
    return render(request, "people/import.html", context)


@require_POST
@member_view(EXPORT)
def settle(request: MemberRequest, import_id: int, verb: str) -> HttpResponse:
    """``start`` with ``column`` for each column and ``on_match``; ``cancel``."""
    job, at = _found(request, import_id), reverse("people:import", args=[request.workspace.slug, import_id])
    if verb not in ("start", "cancel"):
        raise Http404
    try:
        if verb == "cancel":
            cancel_import(job=job, by=request.by)
        else:
            start_import(
                job=job,
                columns=request.POST.getlist("column")[:200],
                on_match=request.POST.get("on_match", "update"),
                by=request.by,
            )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return HttpResponseRedirect(at)


@require_GET
@member_view(EXPORT)
def errors(request: MemberRequest, import_id: int) -> HttpResponse:
    """The rows that stayed out, as they stood in the file, with the reason before each: mend them and send them again."""
    job = _found(request, import_id)
    out = io.BytesIO()
    heading, rows = failed_rows(job)
    out.write(b"\xef\xbb\xbf" + written([_("Row"), _("Reason"), *heading]).encode())
    for number, reason, cells in rows:
        out.write(written([str(number), reason, *cells]).encode())
    out.seek(0)
    return csv_file(out, f"import-{job.pk}-errors.csv")


def _taken(request: MemberRequest) -> HttpResponse:
    file, of = request.FILES.get("file"), request.POST.get("of", "contact")
    at = reverse("people:imports", args=[request.workspace.slug])
    if file is None or of not in ("contact", "organisation"):
        messages.error(request, _("Choose a file first."))
        return HttpResponseRedirect(at)
    try:
        content = file.read(MOST_BYTES + 1)
        job = take_file(workspace_id=request.workspace.pk, of=of, file_name=file.name or "", content=content, by=request.by)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(at)
    return HttpResponseRedirect(reverse("people:import", args=[request.workspace.slug, job.pk]))


def _found(request: MemberRequest, import_id: int) -> PeopleImport:
    rows = PeopleImport.objects.filter(workspace=request.workspace, pk=import_id) if import_id < 1 << 62 else None
    found = rows.first() if rows is not None else None
    if found is None:
        raise Http404
    return found


def _counts(job: PeopleImport) -> dict[str, str]:
    return {key: _said(getattr(job, key)) for key in ("total", "done", "created", "updated", "unchanged", "failed")}


def _said(number: int) -> str:
    return say_number(Decimal(number), language())


def _preview(job: PeopleImport, columns: list[str]) -> dict[str, Any]:
    """The first rows with what is wrong with each, read as the columns are named now."""
    if len(columns) == len(job.columns):
        job.columns = columns  # not saved: only looked at
    heading, rows = heading_and_rows(job, SHOWN)
    return {
        "columns": list(zip(heading, job.columns, strict=False)),
        "rows": [(row, tried(job, row)) for row in rows],
        "delimiter": {",": _("comma"), ";": _("semicolon"), "\t": _("tab")}[job.delimiter],
        "encoding": {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}[job.encoding],
    }


def _targets(request: MemberRequest, job: PeopleImport) -> list[tuple[str, str]]:
    words = target_words()
    own = [(f"{ATTRIBUTE}{one.key}", called(one, language())) for one in fields_of(request.workspace.pk, job.of)]
    return [("", _("Leave out")), *((target, words[target]) for target in targets(job.of)), *own]
