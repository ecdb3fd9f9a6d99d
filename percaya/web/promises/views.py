"""Noting a promise, and what becomes of it, from the head of its ticket."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core.promises import actions
from percaya.core.promises.models import Promise
from percaya.core.promises.queries import in_ticket, possible_owners
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries.tickets import message_of
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import REPLY
from percaya.core.workspace.queries import members
from percaya.web.inbox.answers import changed, refused, ticket_url
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.promises import due


@require_http_methods(["GET", "POST"])
@member_view(REPLY)
def new(request: MemberRequest, number: int) -> HttpResponse:
    """The form (a fragment for the menu, a page without scripts), and noting what it says."""
    ticket = ticket_of(request, number)
    if request.method == "GET":
        return _form(request, ticket)
    when = due.chosen(request.POST, request.workspace)
    try:
        if when is None:
            raise Refused(_("Choose by when: a day and a time."))
        actions.make_promise(
            ticket=ticket,
            text=request.POST.get("text", ""),
            due_at=when,
            owner=_owner(request),
            message=_said_in(request, ticket),
            by=request.by,
        )
    except Refused as error:
        return refused(request, ticket, str(error)) if request.htmx else _form(request, ticket, str(error))
    return changed(request, ticket, said=_("The promise is noted. The customer sees it on the status page."))


@require_POST
@member_view(REPLY)
def settle(request: MemberRequest, number: int, promise_id: int, verb: str) -> HttpResponse:
    """``verb``: kept, moved, handed, broken, cancelled."""
    ticket = ticket_of(request, number)
    promise = in_ticket(ticket, promise_id)
    if promise is None or verb not in _SETTLE:
        raise Http404
    try:
        said = _SETTLE[verb](request, promise)
    except Refused as error:
        return refused(request, ticket, str(error))
    return changed(request, ticket, said=said)


def _kept(request: MemberRequest, promise: Promise) -> str:
    kept = actions.keep_promise(promise=promise, by=request.by)
    return _("Kept, though late: the record says both.") if kept.was_late else _("Promise kept.")


def _moved(request: MemberRequest, promise: Promise) -> str:
    when = due.chosen(request.POST, request.workspace)
    if when is None:
        raise Refused(_("Choose by when: a day and a time."))
    actions.move_promise(promise=promise, to=when, reason=_reason(request), by=request.by)
    return _("Rescheduled. Tell the customer, too: the status page shows the old time struck through.")


def _handed(request: MemberRequest, promise: Promise) -> str:
    actions.hand_over_promise(promise=promise, to=_owner(request), by=request.by)
    return _("The promise has another owner.")


def _broken(request: MemberRequest, promise: Promise) -> str:
    actions.break_promise(promise=promise, reason=_reason(request), by=request.by)
    return _("Owned up to. The customer reads your reason on the status page.")


def _cancelled(request: MemberRequest, promise: Promise) -> str:
    actions.cancel_promise(promise=promise, reason=_reason(request), by=request.by)
    return _("The customer released us: noted.")


_SETTLE: dict[str, Callable[[MemberRequest, Promise], str]] = {
    "kept": _kept,
    "moved": _moved,
    "handed": _handed,
    "broken": _broken,
    "cancelled": _cancelled,
}


def _form(request: MemberRequest, ticket: Ticket, trouble: str = "") -> HttpResponse:
    context = {
        "ticket": ticket,
        "choices": due.choices(request.workspace),
        "owners": possible_owners(ticket),
        "owner_id": ticket.assignee_id or request.member.pk,
        "trouble": trouble,
        "typed": request.POST,
        "back": ticket_url(request, ticket.number),
        "message": request.GET.get("message", ""),
    }
    page = "promises/parts/form.html" if request.htmx else "promises/new.html"
    return render(request, page, context, status=422 if trouble else 200)


def _owner(request: MemberRequest) -> Member:
    """The member named in ``owner``, else the one who notes it."""
    wanted = request.POST.get("owner", "")
    if wanted.isdecimal() and len(wanted) < 18:
        found = members(request.workspace.pk).filter(pk=int(wanted), is_active=True).first()
        if found is None:
            raise Refused(_("This member is not in the workspace any more. Choose another."))
        return found
    return request.member


def _said_in(request: MemberRequest, ticket: Ticket) -> Message | None:
    wanted = request.POST.get("message", "")
    return message_of(ticket, int(wanted)) if wanted.isdecimal() and len(wanted) < 18 else None


def _reason(request: MemberRequest) -> str:
    return request.POST.get("reason", "")
