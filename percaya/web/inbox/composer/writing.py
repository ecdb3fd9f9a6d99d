"""Replying, forwarding, noting; taking back what is held; and replies that leave later."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.core import public_ids
from percaya.core.desk.actions.macros import count_use, uncount_use
from percaya.core.desk.actions.running import apply_steps
from percaya.core.desk.steps import Step
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.drafts import draft_files, draft_of, has_draft_files, save_draft
from percaya.core.tickets.actions.forwarding import ASIDE, write_forward
from percaya.core.tickets.actions.outbox import Reply
from percaya.core.tickets.actions.replying import Collision, add_note, cancel_reply, write_reply
from percaya.core.tickets.actions.scheduling import reschedule, send_now
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries.tickets import message_of
from percaya.core.workspace.policy import NOTE, REPLY
from percaya.stages.delivery.actions import resend as send_again
from percaya.stages.delivery.queries import may_send
from percaya.web.inbox.answers import is_script, moved_on, onward, signal, ticket_url
from percaya.web.inbox.composer.composing import composer, macros_of
from percaya.web.inbox.composer.sending import (
    MOST_TEXT,
    chosen,
    forward_of,
    forward_way,
    kept_steps,
    questions,
    reply_of,
    send_at,
    send_key,
    steps_of,
    text_of,
    to_send,
    used_macros,
)
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.listing import Wanted
from percaya.web.ui.times import moment


@require_POST
@member_view(REPLY)
def reply(request: MemberRequest, number: int) -> HttpResponse:
    """Send a reply, held for the time it can be called back, with the steps of its macros. 409 with both sides when someone
    wrote meanwhile, 422 with the reason or a question when it does not leave."""
    ticket = ticket_of(request, number)
    has_files = _has_files(request, ticket, "reply")
    try:
        if asked := questions(request, ticket, has_files=has_files):
            return _not_sent(request, ticket, "reply", asks=asked)
        wanted = reply_of(request, ticket, has_files=has_files)
        if refusal := may_send(ticket=ticket, what=to_send(wanted, draft_files(ticket, request.member) if has_files else ())):
            raise Refused(refusal.sentence)
        message = _write(request, ticket, wanted)
    except Collision as collision:
        return _collided(request, ticket, collision)
    except (Refused, ValidationError) as error:
        return _not_sent(request, ticket, "reply", error)
    return _sent(request, ticket, message, tab="reply")


@transaction.atomic
def _write(request: MemberRequest, ticket: Ticket, wanted: Reply) -> Message:
    """All of it or nothing: a macro's step that cannot be done keeps the reply from leaving."""
    steps = steps_of(request)
    if wanted.send_at is not None:
        wanted, steps = with_the_words(wanted, steps)
    macros = list(dict.fromkeys(used_macros(request)))
    wanted = replace(wanted, kept=[{"macro": public_ids.encode("macro", key)} for key in macros])
    told = bool(wanted.send_key) and bool(steps or macros)
    again = told and Message.objects.filter(ticket=ticket, send_key=wanted.send_key).exists()
    message = write_reply(ticket=ticket, reply=wanted, member=request.member, by=request.by)
    if not again:
        apply_steps(ticket=ticket, steps=steps, member=request.member, by=request.by)
        count_use(macros)
    return message


def with_the_words(wanted: Reply, steps: list[Step]) -> tuple[Reply, list[Step]]:
    """Of a reply for later, what a macro does happens when the words leave, not before."""
    ends = {"resolved": "resolve", "waiting_customer": "wait"}
    then = next((ends[step.value] for step in steps if step.do == "state" and step.value in ends), "")
    along = [step.as_json() for step in steps if not (step.do == "state" and step.value in ends)]
    return replace(wanted, then=wanted.then or then, deeds=along), []


@require_POST
@member_view(REPLY)
def forward(request: MemberRequest, number: int) -> HttpResponse:
    """Send words of the ticket to somebody else."""
    ticket = ticket_of(request, number)
    way = forward_way(ticket)
    try:
        if way is None:
            raise Refused(_("No mailbox is connected that could forward this. Your text is safe."))
        message = write_forward(
            ticket=ticket,
            forward=forward_of(request, ticket, way, has_files=_has_files(request, ticket, "forward")),
            channel=way.via,
            account_id=way.account.pk if way.account else None,
            subject=request.POST.get("subject", "").strip()[:250] or f"Fwd: {ticket.subject}",
            member=request.member,
            by=request.by,
        )
    except (Refused, ValidationError) as error:
        return _not_sent(request, ticket, "forward", error)
    return _sent(request, ticket, message, tab="reply", said=_("Forwarding…"))


@require_POST
@member_view(NOTE)
def note(request: MemberRequest, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    try:
        with transaction.atomic():
            add_note(
                ticket=ticket,
                text=text_of(request),
                draft_files=_has_files(request, ticket, "note"),
                send_key=send_key(request),
                mentions=request.POST.get("mentions", "")[:4000].split(","),
                member=request.member,
                by=request.by,
            )
    except Refused as error:
        return _not_sent(request, ticket, "note", error)
    if not request.htmx:
        return HttpResponseRedirect(ticket_url(request, number, Wanted.read(request.GET)))
    response = render(request, "inbox/parts/composer.html", composer(request, ticket_of(request, number), tab="note"))
    return signal(response, {"percaya:sent": {}})


@require_POST
@member_view(REPLY)
def cancel(request: MemberRequest, number: int, message_id: int) -> HttpResponse:
    """Take a held message back; its words return to the draft."""
    ticket = ticket_of(request, number)
    back = _called_back(request, _message(ticket, message_id))
    address = ticket_url(request, number, Wanted.read(request.GET))
    why = _("It has left already. Write to the customer again to correct it.")
    if is_script(request):
        if back:
            return JsonResponse({"ok": True, "ticket": address})
        return HttpResponse(why, status=409, content_type="text/plain; charset=utf-8")
    if not back:
        messages.error(request, why)
    return HttpResponseRedirect(address)


@transaction.atomic
def _called_back(request: MemberRequest, message: Message) -> bool:
    """``False`` when it has left. Its macros go back with the words: they count when these are sent again."""
    back = cancel_reply(message=message, by=request.by, member=request.member)
    if back:
        uncount_use([public_ids.decode("macro", key) or 0 for key in macros_of(message.fields.get("kept", []))])
    return back


@require_POST
@member_view(REPLY)
def later(request: MemberRequest, number: int, message_id: int) -> HttpResponse:
    """A scheduled reply: POST ``send_at`` moves it, POST ``now`` sends it at once."""
    ticket = ticket_of(request, number)
    message = _message(ticket, message_id)
    try:
        if "now" in request.POST:
            done = send_now(message=message, by=request.by)
        else:
            done = reschedule(message=message, at=send_at(request, request.workspace) or timezone.now(), by=request.by)
        if not done:
            messages.error(request, _("It has left already, or was taken back. Nothing was changed."))
    except Refused as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(ticket_url(request, number, Wanted.read(request.GET)))


@require_POST
@member_view(REPLY)
def resend(request: MemberRequest, number: int, message_id: int) -> HttpResponse:
    """Send a failed message once more."""
    ticket = ticket_of(request, number)
    if not send_again(message=_message(ticket, message_id), by=request.by):
        messages.error(request, _("This message is on its way or has arrived already. Nothing was sent twice."))
    return HttpResponseRedirect(ticket_url(request, number, Wanted.read(request.GET)))


def _has_files(request: MemberRequest, ticket: Ticket, kind: str) -> bool:
    return has_draft_files(ticket, request.member, kind)


def _collided(request: MemberRequest, ticket: Ticket, collision: Collision) -> HttpResponse:
    """Nothing was sent. The draft is kept, and what came in is shown beside it."""
    typed = _typed(request)
    kept = draft_of(ticket, request.member, "reply")
    save_draft(
        ticket=ticket,
        member=request.member,
        kind="reply",
        deeds=kept_steps(request),
        revision=kept.revision,
        **typed,  # type: ignore[arg-type]
    )
    context = composer(request, ticket, tab="reply", typed=typed, news=list(collision.messages), version=collision.version)
    context["drafts"]["reply"]["revision"] = kept.revision + 1
    if request.htmx:
        return signal(render(request, "inbox/parts/composer.html", context, status=409), {"percaya:sent": {}})
    return render(request, "inbox/collision.html", {"composer": context}, status=409)


def _not_sent(
    request: MemberRequest, ticket: Ticket, tab: str, error: Exception | None = None, asks: list[str] | None = None
) -> HttpResponse:
    why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error or "")
    context = composer(request, ticket, tab=tab, typed=_typed(request), error=why, asks=asks)
    page = "inbox/parts/composer.html" if request.htmx else "inbox/collision.html"
    return render(request, page, context if request.htmx else {"composer": context}, status=422)


def _sent(request: MemberRequest, ticket: Ticket, message: Message, *, tab: str, said: str = "") -> HttpResponse:
    undo = reverse("inbox:cancel", args=[request.workspace.slug, ticket.number, message.pk])
    ticket = ticket_of(request, ticket.number)
    held = message.delivery_state == "held"
    if "scheduled" in message.fields and message.send_after:
        said = _("It leaves %(time)s.") % {"time": moment(message.send_after)}
    said = said or (_("Sending to the customer…") if held else _("Sent."))
    undo = undo if held else ""
    then = chosen(request, "then")
    seconds = round((message.send_after - message.created_at).total_seconds()) if message.send_after else 6
    seconds = max(3, min(30, seconds))
    stays = then == "promise" or "scheduled" in message.fields or ASIDE in message.fields  # there is more to do here
    on = None if stays else onward(request, ticket, done=then == "resolve")
    if on is not None:
        return moved_on(request, ticket, said=said, undo=undo, to=on, seconds=seconds)
    if not request.htmx:
        messages.success(request, said)
        return HttpResponseRedirect(ticket_url(request, ticket.number, Wanted.read(request.GET)))
    response = render(request, "inbox/parts/composer.html", composer(request, ticket, tab=tab))
    toast = {"text": said, "undo": undo, "seconds": seconds}
    wanted = {"id": "promise"} if then == "promise" else None
    return signal(response, {"percaya:sent": {}, "percaya:toast": toast, "percaya:command": wanted})


def _typed(request: MemberRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:MOST_TEXT] for name in ("text", "to", "cc", "bcc")}


def _message(ticket: Ticket, message_id: int) -> Message:
    message = message_of(ticket, message_id)
    if message is None:
        raise Http404
    return message
