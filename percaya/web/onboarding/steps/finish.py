"""Step 6: four things to try, with the real keys, on the real test ticket."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from percaya.core.tickets.queries.tickets import by_number
from percaya.web.onboarding import progress
from percaya.web.onboarding.steps.page import show
from percaya.web.ui.doors import MemberRequest


def page(request: MemberRequest) -> HttpResponse:
    number = progress.state(request.workspace).get("ticket")
    ticket = by_number(request.member, number) if isinstance(number, int) else None
    inbox = f"/w/{request.workspace.slug}/inbox"
    if request.method == "POST":
        progress.note(request.member, "finish", "done")
        return redirect(f"{inbox}/{ticket.number}" if ticket else inbox)
    return show(request, "finish", {"ticket": ticket, "practice": _practice()})


def _practice() -> list[tuple[str, str]]:
    """(command, what it does)."""
    return [
        ("take", _("Take the ticket, so that everyone sees who holds it")),
        ("reply", _("Write an answer")),
        ("send-resolve", _("Send it and resolve the ticket")),
        ("reopen", _("Open it again, as if the customer had said: not yet")),
    ]
