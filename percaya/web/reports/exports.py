"""A report to take along."""

from django.http import HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.http import require_POST

from percaya.core.workspace.policy import EXPORT
from percaya.stages.analytics.actions.reporting import record_export
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.reports import files
from percaya.web.reports.asked import wanted
from percaya.web.reports.tables import KINDS, table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
@member_view(EXPORT)
def export(request: MemberRequest) -> HttpResponse:
    """``what``: summary, tickets, turns; ``form``: csv, xlsx; the rest as in the address of the page. Recorded."""
    what, form = request.POST.get("what", ""), request.POST.get("form", "")
    if what not in KINDS or form not in ("csv", "xlsx"):
        return HttpResponseBadRequest("There is no such export. Nothing was recorded.")
    want = wanted(request.POST, request.workspace)
    head, rows = table(what, want.asked, timezone.now())
    lines = list(rows)
    record_export(workspace_id=request.workspace.pk, what=what, form=form, rows=len(lines), by=request.by)
    name = f"percaya-{what}-{want.first:%Y%m%d}-{want.last:%Y%m%d}.{form}"
    body = b"".join(files.as_csv((head, lines))) if form == "csv" else files.as_xlsx((head, lines), what)
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8" if form == "csv" else XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
