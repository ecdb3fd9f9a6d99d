"""Templates and macros at the composer; what it will look like; whom one may put in copy."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from percaya.core import public_ids
from percaya.core.desk.actions.macros import count_use
from percaya.core.desk.actions.running import apply_steps
from percaya.core.desk.models import Macro
from percaya.core.desk.queries.macros import Offer, macros_of, offer, offers
from percaya.core.desk.steps import read
from percaya.core.people.models import Handle
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.drafts import draft_of, save_draft
from percaya.core.tickets.markup import to_html
from percaya.core.tickets.models import Participant, Ticket
from percaya.core.workspace.policy import NOTE, REPLY
from percaya.web.inbox.answers import changed, refused, ticket_url
from percaya.web.inbox.composer.drafting import check_kind
from percaya.web.inbox.composer.recipients import reply_channel
from percaya.web.inbox.composer.sending import signature, steps_of, text_of, used_macros
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.heading import whole
from percaya.web.inbox.listing import Wanted
from percaya.web.inbox.reference import reference
from percaya.web.inbox.step_words import step_words
from percaya.web.knowledge.inserting import articles_for

SUGGESTED = 8


@require_GET
@member_view(REPLY)
def offered(request: MemberRequest, number: int) -> HttpResponse:
    """What fits ``?q=``, filled for this ticket, and articles that answer it. Without scripts it is a page to choose from."""
    ticket = ticket_of(request, number)
    question = request.GET.get("q", "")[:80]
    found, articles = offers(ticket, request.member, question), articles_for(ticket, question)
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"macros": [*(_shown(request, one) for one in found), *articles]})
    shown = [_shown(request, one) for one in found]
    context = {"ticket": ticket, "found": shown, "articles": articles, "list_query": Wanted.read(request.GET).query()}
    return render(request, "inbox/macros.html", context)


@require_POST
@member_view(REPLY)
def use(request: MemberRequest, number: int) -> HttpResponse:
    """Put a template's words below what the reply's draft holds: the way without scripts."""
    ticket = ticket_of(request, number)
    check_kind(request, "reply")
    chosen = offer(_macro(request), ticket, request.member)
    draft = draft_of(ticket, request.member, "reply")
    save_draft(
        ticket=ticket, member=request.member, kind="reply", text=f"{draft.text}\n\n{chosen.words.text}".strip(), to=draft.to,
        cc=draft.cc, bcc=draft.bcc, deeds=[*draft.deeds, *(step.as_json() for step in chosen.steps)], revision=draft.revision,
    )  # fmt: skip
    address = ticket_url(request, number, Wanted.read(request.GET))
    return HttpResponseRedirect(f"{address}&tab=reply&macro={public_ids.encode('macro', chosen.macro.pk)}")


@require_POST
@member_view(REPLY)
def run(request: MemberRequest, number: int) -> HttpResponse:
    """Do the steps of a macro alone; with ``do`` only those."""
    ticket = ticket_of(request, number)
    picked = "do" in request.POST
    macro = _macro(request) if used_macros(request) or not picked else None  # a draft found again has its steps alone
    try:
        steps = steps_of(request) if picked or macro is None else read(macro.actions)
        apply_steps(ticket=ticket, steps=steps, member=request.member, by=request.by)
    except (Refused, ValidationError) as error:
        return refused(request, ticket, str(error))
    if macro is None:
        return changed(request, whole(ticket), said=_("The steps were done."))
    count_use([macro.pk])
    return changed(request, whole(ticket), said=_("Macro “%(name)s” was run.") % {"name": macro.name})


@require_POST
@member_view(REPLY)
def preview(request: MemberRequest, number: int) -> HttpResponse:
    """The text as it will be sent."""
    ticket = ticket_of(request, number)
    channel = reply_channel(ticket)
    formatted = channel is not None and channel.capabilities.html
    context = {
        "text": text_of(request),
        "shown": Markup(to_html(text_of(request))) if formatted else None,  # noqa: S704 (sanitised)
        "signature": (signature(request, ticket, channel) or "") if "sign" in request.POST else "",
    }
    return render(request, "inbox/parts/preview.html", context)


@require_GET
@member_view(REPLY)
def known_addresses(request: MemberRequest, number: int) -> HttpResponse:
    """Addresses of mail that begin like ``?q=``: of the ticket's people first, then of the workspace's contacts."""
    ticket = ticket_of(request, number)
    begun = request.GET.get("q", "").strip().lower()[:80]
    if len(begun) < 2:
        return JsonResponse({"addresses": []})
    return JsonResponse({"addresses": _suggest(request, ticket, begun)})


@require_GET
@member_view(NOTE)
def mentionable(request: MemberRequest) -> HttpResponse:
    """Whom a note may name: members and teams, but for private teams one is not in."""
    known, hidden = reference(request.member), request.member.hidden_team_ids
    people = [{"id": public_ids.encode("member", one.pk), "name": one.name, "kind": "member"} for one in known.people]
    teams = [
        {"id": public_ids.encode("team", one.pk), "name": one.name, "kind": "team"} for one in known.teams if one.pk not in hidden
    ]
    return JsonResponse({"people": [*people, *teams]})


def _suggest(request: MemberRequest, ticket: Ticket, begun: str) -> list[dict[str, str]]:
    here = Participant.objects.filter(ticket=ticket, kind="email", value__startswith=begun).values_list("value", "name")
    rows = Handle.objects.filter(workspace=request.workspace, kind="email", unreachable="")
    # A range instead of LIKE: both databases walk the index of addresses.
    rows = rows.filter(value__gte=begun, value__lt=f"{begun}\U0010ffff").order_by("value")
    found = dict(here[:SUGGESTED])
    for value, name in rows.values_list("value", "contact__name")[:SUGGESTED]:
        found.setdefault(value, name)
    return [{"value": value, "name": name} for value, name in list(found.items())[:SUGGESTED]]


def _macro(request: MemberRequest) -> Macro:
    keys = used_macros(request)
    found = macros_of(request.member).filter(is_active=True, pk__in=keys[:1]).first()
    if found is None:
        messages.error(request, _("This template is no longer there."))
        raise Http404
    return found


def _shown(request: MemberRequest, one: Offer) -> dict[str, object]:
    known = reference(request.member)
    return {
        "id": public_ids.encode("macro", one.macro.pk),
        "title": one.macro.name,
        "scope": one.scope,
        "scopeWord": {"own": _("Mine"), "workspace": _("Everyone's")}.get(
            one.scope, one.macro.team.name if one.macro.team else ""
        ),
        "text": one.words.text,
        "values": one.words.values,
        "missing": one.words.missing,
        "steps": [{"do": str(step), "words": step_words(step, known)} for step in one.steps],
    }
