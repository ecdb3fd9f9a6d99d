"""Who changed what in the workspace's settings: the workspace's own stream of the journal, newest first."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from percaya.core.journal.queries import facts, recent
from percaya.core.tickets.queries.sentences import Names, sentence
from percaya.core.workspace import policy
from percaya.web.settings.frame import show
from percaya.web.ui import times
from percaya.web.ui.doors import MemberRequest, member_view

PAGE = 50


@member_view(policy.AUDIT)
@require_GET
def page(request: MemberRequest) -> HttpResponse:
    """``?before=`` a number of the stream; ``?who=`` a member's key."""
    before, who = _number(request.GET.get("before", "")), _number(request.GET.get("who", ""))
    rows = recent("workspace", request.workspace.pk, before=before, member_id=who, limit=PAGE + 1)
    names = Names(request.workspace.pk)
    lines = [_line(row, names) for row in rows[:PAGE]]
    context: dict[str, Any] = {
        "lines": lines,
        "before": rows[PAGE - 1].seq if len(rows) > PAGE else None,
        "people": sorted(names.members.items(), key=lambda one: one[1].casefold()),
        "who": who,
    }
    return show(request, "audit", "audit", context)


def _line(row: Any, names: Names) -> tuple[Any, str, str]:
    """(when, what, the event's number in the chain)."""
    actor = names.actor(row.actor_kind, row.actor_id)
    said = sentence(row.kind, facts(row), actor=actor, names=names, language=times.language(), when=times.full)
    return row.at, said, f"{row.kind} · {row.seq}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
