"""Drafts as the page keeps them: saved while one types, found again on another device, lent to a colleague."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.drafts import KINDS, draft_of, return_draft, save_draft, share_draft
from percaya.core.tickets.models import Draft, Ticket
from percaya.core.tickets.queries.tickets import drafts, helped_draft
from percaya.core.workspace.policy import NOTE, REPLY
from percaya.web.inbox.answers import ticket_url
from percaya.web.inbox.composer.approved import revision_of
from percaya.web.inbox.composer.composing import composer, macros_of, said_steps
from percaya.web.inbox.composer.sending import kept_steps, text_of
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.listing import Wanted
from percaya.web.ui.times import clock

_MOST_PEOPLE = 4000  # characters


@require_GET
@member_view()
def compose(request: MemberRequest, number: int) -> HttpResponse:
    """The composer alone, as ``?tab=``, ``?message=`` (to forward), ``?quote=`` and ``?draft=`` (a colleague's) ask."""
    ticket = ticket_of(request, number)
    if not request.htmx:
        return HttpResponseRedirect(f"{ticket_url(request, number)}?{request.GET.urlencode()}")
    return render(request, "inbox/parts/composer.html", composer(request, ticket))


@require_http_methods(["GET", "POST"])
@member_view(NOTE)
def draft(request: MemberRequest, number: int, kind: str) -> HttpResponse:
    """POST keeps what is being written, GET tells what is kept. Both answer with the revision to save on next. A save on an
    older revision is left out and answered with what is there: the newer words of another device, or of a helper."""
    ticket = ticket_of(request, number)
    check_kind(request, kind)
    helped = _helped(request, ticket, kind)
    kept = _save(request, ticket, kind, helped) if request.method == "POST" else None
    now = kept or helped or drafts(ticket, request.member)[0].get(kind) or Draft(revision=0)
    return JsonResponse({"kept": kept is not None, **_told(request, now, whole=kept is None)})


@require_POST
@member_view(REPLY)
def share(request: MemberRequest, number: int, kind: str) -> HttpResponse:
    """Ask the colleagues to help with one's draft; shared already, it is one's own alone again. With ``of`` (whose it is) a
    helper hands it back."""
    ticket = ticket_of(request, number)
    check_kind(request, kind)
    helped = _helped(request, ticket, kind)
    _save(request, ticket, kind, helped)  # what stands on the page goes before what was saved last
    try:
        messages.success(request, _lend(request, ticket, kind, helped))
    except Refused as error:
        messages.error(request, str(error))
    address = f"{ticket_url(request, number, Wanted.read(request.GET))}&tab={kind}"
    return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else HttpResponseRedirect(address)


def check_kind(request: MemberRequest, kind: str) -> None:
    """Raises ``Http404`` for a draft that there is none of, or that the member could never send."""
    if kind not in KINDS or (kind != "note" and not request.member.may(REPLY)):
        raise Http404


def _lend(request: MemberRequest, ticket: Ticket, kind: str, helped: Draft | None) -> str:
    own = helped or draft_of(ticket, request.member, kind)
    if helped or own.is_shared:
        return_draft(draft=own, by=request.by)
        return (
            _("The draft is back with %(name)s.") % {"name": own.member.name} if helped else _("The draft is yours alone again.")
        )
    share_draft(ticket=ticket, member=request.member, kind=kind, by=request.by)
    return _("Your colleagues see this draft now and can help with it.")


def _helped(request: MemberRequest, ticket: Ticket, kind: str) -> Draft | None:
    """The colleague's draft that ``of`` names, while it is shared. Raises ``Http404`` when it is not."""
    owner = request.POST.get("of", "") or request.GET.get("of", "")
    if not owner:
        return None
    found = helped_draft(ticket, public_ids.decode("member", owner) or 0, kind)
    if found is None:
        raise Http404
    return found


def _save(request: MemberRequest, ticket: Ticket, kind: str, helped: Draft | None) -> Draft | None:
    owner = helped.member if helped else request.member
    people = {name: request.POST.get(name, "")[:_MOST_PEOPLE] for name in ("to", "cc", "bcc")}
    return save_draft(
        ticket=ticket,
        member=owner,
        kind=kind,
        text=text_of(request),
        deeds=kept_steps(request) if kind == "reply" else None,
        revision=revision_of(request),
        writer=request.member,
        **people,
    )


def _told(request: MemberRequest, now: Draft, *, whole: bool) -> dict[str, object]:
    at = clock(now.updated_at) if now.pk else ""
    told: dict[str, object] = {"revision": now.revision, "at": at}
    if whole:
        by = now.last_by.name if now.last_by and now.last_by_id != request.member.pk else ""
        told |= {"text": now.text, "to": now.to, "cc": now.cc, "bcc": now.bcc, "by": by}
        told["macros"] = macros_of(now.deeds)
        told["steps"] = [{"do": step, "words": words} for step, words in said_steps(request, now.deeds)]
    return told
