"""Changes to what stands around a ticket: one table from the word in the address to the verb of the core."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.core.desk.queries.templates import checklist_templates
from percaya.core.tickets import durations
from percaya.core.tickets.actions import checklists, following, timing
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.fields import reveal_field, set_fields
from percaya.core.tickets.actions.updates import drop_next_update, say_next_update
from percaya.core.tickets.models import ChecklistItem, Ticket, TimeSpent
from percaya.core.tickets.queries.fields import ticket_fields, values_of
from percaya.core.tickets.queries.tickets import chips_of
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import READ, REPLY
from percaya.core.workspace.queries import members
from percaya.web.inbox.answers import is_script, signal, ticket_url
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.fields import changed, sentences
from percaya.web.inbox.listing import Wanted
from percaya.web.inbox.ticket.around import around_context
from percaya.web.inbox.ticket.next_word import chosen
from percaya.web.ui.times import language


@dataclass(frozen=True)
class Answer:
    """What the page shows after a change beside what is there now."""

    said: str = ""
    trouble: str = ""
    typed: QueryDict | None = None
    errors: Mapping[str, Sequence[str]] | None = None
    revealed: str = ""


@require_POST
@member_view(READ)
def around_change(request: MemberRequest, number: int, verb: str) -> HttpResponse:
    """One change. Following for oneself is for everyone who reads; the rest is for those who answer."""
    if verb not in CHANGES:
        raise Http404
    ticket = ticket_of(request, number)
    own = verb in ("follow", "unfollow") and request.POST.get("member", str(request.member.pk)) == str(request.member.pk)
    if not own and not request.member.may(REPLY):
        return _answer(request, ticket, Answer(trouble=_("Your role reads and writes notes. Nothing was changed.")))
    try:
        answer = CHANGES[verb](request, ticket) or Answer()
    except (Refused, ValidationError) as error:
        answer = Answer(trouble=" ".join(error.messages) if isinstance(error, ValidationError) else str(error))
    return _answer(request, ticket_of(request, number), answer)


def _answer(request: MemberRequest, ticket: Ticket, answer: Answer) -> HttpResponse:
    if is_script(request):
        if answer.trouble:
            return HttpResponse(answer.trouble, status=409, content_type="text/plain; charset=utf-8")
        return JsonResponse({"ok": True, "said": answer.said})
    if request.htmx:
        return _fragment(request, ticket, answer)
    if answer.errors or answer.revealed:  # a page of its own, where what was typed or asked for stands
        context = around_context(request, ticket, typed=answer.typed, errors=answer.errors, revealed=answer.revealed)
        return render(request, "inbox/around.html", context, status=422 if answer.errors else 200)
    if answer.trouble:
        messages.error(request, answer.trouble)
    elif answer.said:
        messages.success(request, answer.said)
    return HttpResponseRedirect(f"{ticket_url(request, ticket.number, Wanted.read(request.GET))}&beside=ticket")


def _fragment(request: MemberRequest, ticket: Ticket, answer: Answer) -> HttpResponse:
    """The tab with the chips of the head beside it, or the chips alone for a button among them."""
    if request.htmx.target == "head-chips":
        context = {"ticket": ticket, "chips": chips_of(ticket, request.member), "list_query": Wanted.read(request.GET).query()}
        response = render(request, "inbox/parts/head_chips.html", context)
    else:
        context = around_context(request, ticket, typed=answer.typed, errors=answer.errors, revealed=answer.revealed)
        response = render(request, "inbox/parts/around_changed.html", context)
    text = answer.trouble or answer.said
    return signal(response, {"percaya:toast": {"text": text, "error": bool(answer.trouble)} if text else None})


def _follow(request: MemberRequest, ticket: Ticket) -> Answer | None:
    following.follow(ticket=ticket, member=_member(request), by=request.by)
    return None


def _unfollow(request: MemberRequest, ticket: Ticket) -> Answer | None:
    following.unfollow(ticket=ticket, member=_member(request), by=request.by)
    return None


def _add_step(request: MemberRequest, ticket: Ticket) -> Answer | None:
    checklists.add_steps(ticket=ticket, steps=[(request.POST.get("text", ""), False)], by=request.by)
    return None


def _add_checklist(request: MemberRequest, ticket: Ticket) -> Answer | None:
    found = checklist_templates(request.member).filter(pk=_number(request, "checklist")).first()
    if found is None:
        raise _gone()
    checklists.add_steps(ticket=ticket, steps=found.steps, by=request.by)
    return None


def _tick(request: MemberRequest, ticket: Ticket) -> Answer | None:
    checklists.tick_step(step=_step(request, ticket), done=True, member=request.member, by=request.by)
    return None


def _untick(request: MemberRequest, ticket: Ticket) -> Answer | None:
    checklists.tick_step(step=_step(request, ticket), done=False, member=request.member, by=request.by)
    return None


def _change_step(request: MemberRequest, ticket: Ticket) -> Answer | None:
    text, required = request.POST.get("text", ""), "required" in request.POST
    checklists.change_step(step=_step(request, ticket), text=text, is_required=required, by=request.by)
    return None


def _move_step(request: MemberRequest, ticket: Ticket) -> Answer | None:
    checklists.move_step(step=_step(request, ticket), up=request.POST.get("to") == "up", by=request.by)
    return None


def _remove_step(request: MemberRequest, ticket: Ticket) -> Answer | None:
    checklists.remove_step(step=_step(request, ticket), by=request.by)
    return None


def _add_time(request: MemberRequest, ticket: Ticket) -> Answer | None:
    spent = durations.minutes(request.POST.get("time", ""))
    timing.add_time(ticket=ticket, minutes=spent, note=request.POST.get("note", ""), member=request.member, by=request.by)
    return None


def _remove_time(request: MemberRequest, ticket: Ticket) -> Answer | None:
    entry = TimeSpent.objects.filter(ticket=ticket, pk=_number(request, "entry")).first()
    if entry is None:
        raise _gone()
    timing.remove_time(entry=entry, member=request.member, by=request.by)
    return None


def _say_update(request: MemberRequest, ticket: Ticket) -> Answer | None:
    say_next_update(ticket=ticket, at=chosen(ticket, request.POST.get("at", "")), member=request.member, by=request.by)
    return Answer(said=_("Their page says this time now."))


def _drop_update(request: MemberRequest, ticket: Ticket) -> Answer | None:
    drop_next_update(ticket=ticket, by=request.by)
    return None


def _set_fields(request: MemberRequest, ticket: Ticket) -> Answer | None:
    fields = ticket_fields(ticket.workspace_id)
    wanted, trouble = changed(request.POST, fields, values_of(ticket.pk, fields))
    why = _("Not saved. What you typed is still here; look at the marked fields.")
    if trouble:
        return Answer(trouble=why, typed=request.POST, errors=trouble)
    try:
        set_fields(ticket=ticket, values=wanted, by=request.by, language=language())
    except ValidationError as error:
        return Answer(trouble=why, typed=request.POST, errors=sentences(error))
    return Answer(said=_("Saved.") if wanted else "")


def _reveal(request: MemberRequest, ticket: Ticket) -> Answer | None:
    key = request.POST.get("key", "")
    reveal_field(ticket=ticket, key=key, reason=request.POST.get("reason", ""), by=request.by)
    return Answer(revealed=key)


def _member(request: MemberRequest) -> Member:
    if "member" not in request.POST:
        return request.member
    found = members(request.workspace.pk).filter(pk=_number(request, "member")).first()
    if found is None:
        raise _gone()
    return found


def _step(request: MemberRequest, ticket: Ticket) -> ChecklistItem:
    found = ChecklistItem.objects.filter(ticket=ticket, pk=_number(request, "step")).first()
    if found is None:
        raise _gone()
    return found


def _number(request: MemberRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def _gone() -> Refused:
    return Refused(_("That choice is not there any more. Nothing was changed."))


CHANGES: dict[str, Callable[[MemberRequest, Ticket], Answer | None]] = {
    "follow": _follow,
    "unfollow": _unfollow,
    "step-add": _add_step,
    "checklist": _add_checklist,
    "tick": _tick,
    "untick": _untick,
    "step-change": _change_step,
    "step-move": _move_step,
    "step-remove": _remove_step,
    "time-add": _add_time,
    "time-remove": _remove_time,
    "update-say": _say_update,
    "update-drop": _drop_update,
    "fields": _set_fields,
    "reveal": _reveal,
}
