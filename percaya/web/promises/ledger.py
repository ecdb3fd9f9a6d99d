"""The ledger: every promise, by how it stands."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET

from percaya.core.promises.queries import SHEETS, ledger
from percaya.web.inbox.doors import MemberRequest, member_view


@require_GET
@member_view()
def page(request: MemberRequest) -> HttpResponse:
    """``?sheet=`` one of open, late, kept, broken, cancelled; ``mine=1`` for one's own; ``after=`` the next page."""
    sheet = request.GET.get("sheet", "")
    sheet = sheet if sheet in SHEETS else "open"
    mine = request.GET.get("mine") == "1"
    found = ledger(request.member, sheet=sheet, mine=mine, after=_key(request.GET.get("after", "")))
    last = found.next_after
    context = {
        "sheet": sheet,
        "sheets": SHEETS,
        "mine": mine,
        "rows": found.rows,
        "after": f"{last[0].isoformat()}~{last[1]}" if last else "",
        "now": timezone.now(),
    }
    return render(request, "promises/ledger.html", context)


def _key(text: str) -> tuple[datetime, int] | None:
    moment, _, row_id = text.rpartition("~")
    if not (row_id.isdecimal() and len(row_id) < 19):
        return None
    try:
        when = parse_datetime(moment.replace(" ", "+"))
    except ValueError:
        return None
    return (when, int(row_id)) if when and when.tzinfo else None
