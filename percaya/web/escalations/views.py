"""The list of what went higher, asking a supervisor, and taking care of it."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.tickets.actions.change import Refused
from percaya.core.workspace.policy import REPLY, SUPERVISE
from percaya.stages.escalation.actions.handling import acknowledge, close_escalation
from percaya.stages.escalation.actions.raising import ask_supervisor
from percaya.stages.escalation.models import Escalation
from percaya.stages.escalation.queries import visible_escalations
from percaya.web.escalations.words import reason_word
from percaya.web.inbox.answers import changed, refused, ticket_url
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of

MOST = 100  # rows of a page
SHEETS = ("open", "mine", "closed")


@require_GET
@member_view(SUPERVISE)
def page(request: MemberRequest) -> HttpResponse:
    """``?sheet=`` open (the most pressing first), mine, closed (the newest first)."""
    sheet = request.GET.get("sheet", "open")
    rows = visible_escalations(request.member).filter(closed_at__isnull=sheet != "closed")
    if sheet == "mine":
        rows = rows.filter(owner=request.member)
    ordered = rows.order_by("-closed_at", "-pk") if sheet == "closed" else rows.order_by("next_update_at", "pk")
    context = {
        "sheets": SHEETS,
        "sheet": sheet if sheet in SHEETS else "open",
        "rows": [(public_ids.encode("escalation", one.pk), one) for one in ordered[:MOST]],
        "reason_word": reason_word,
        "now": timezone.now(),
    }
    return render(request, "escalations/page.html", context)


@require_http_methods(["GET", "POST"])
@member_view(REPLY)
def ask(request: MemberRequest, number: int) -> HttpResponse:
    """Ask a supervisor, with words."""
    ticket = ticket_of(request, number)
    trouble, words = "", request.POST.get("words", "")
    if request.method == "POST":
        try:
            made = ask_supervisor(ticket=ticket, words=words, member=request.member, by=request.by)
        except Refused as error:
            trouble = str(error)
        else:
            owner = made.owner.name if made.owner else _("a supervisor")
            messages.success(request, _("%(name)s has it now and hears of it at once.") % {"name": owner})
            return redirect(ticket_url(request, number))
    context = {"ticket": ticket, "words": words, "trouble": trouble, "back": ticket_url(request, number)}
    return render(request, "escalations/ask.html", context, status=422 if trouble else 200)


@require_POST
@member_view(REPLY)
def act(request: MemberRequest, public_id: str, verb: str) -> HttpResponse:
    """``verb``: take (``at`` is the next update, local), close (``words``)."""
    pk = public_ids.decode("escalation", public_id)
    found = visible_escalations(request.member).filter(pk=pk).first() if pk else None
    if found is None or verb not in ("take", "close"):
        raise Http404
    if not _may(request, found, verb):
        return refused(request, found.ticket, _("Supervisors and the one who has it may do that. Nothing was changed."))
    try:
        said = _take(request, found) if verb == "take" else _close(request, found)
    except Refused as error:
        return refused(request, found.ticket, str(error))
    if request.POST.get("from") == "list":
        messages.success(request, said)
        return redirect("escalations:page", request.workspace.slug)
    return changed(request, found.ticket, said=said)


def _may(request: MemberRequest, escalation: Escalation, verb: str) -> bool:
    own = {escalation.owner_id, *([escalation.asked_by_id] if verb == "close" else [])}
    return request.member.may(SUPERVISE) or request.member.pk in own


def _take(request: MemberRequest, escalation: Escalation) -> str:
    acknowledge(escalation=escalation, member=request.member, next_update_at=_moment(request), by=request.by)
    return _("You take care of it. The others see that.")


def _close(request: MemberRequest, escalation: Escalation) -> str:
    close_escalation(escalation=escalation, words=request.POST.get("words", ""), member=request.member, by=request.by)
    return _("The escalation is closed.")


def _moment(request: MemberRequest) -> datetime | None:
    text = request.POST.get("at", "").strip()
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise Refused(_("When? Choose a day and a time. Nothing was changed."))
    return timezone.make_aware(found) if timezone.is_naive(found) else found
