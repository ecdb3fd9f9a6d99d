"""Replying, noting, and the drafts of both."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.drafts import KINDS, draft_of, save_draft
from percaya.core.tickets.actions.replying import Collision, Reply, add_note, cancel_reply, write_reply
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries.tickets import message_of
from percaya.core.workspace.policy import NOTE, REPLY, may
from percaya.stages.delivery.actions import resend as send_again
from percaya.web.inbox.answers import is_script, moved_on, signal, ticket_url
from percaya.web.inbox.composing import composer
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.listing import Wanted
from percaya.web.inbox.recipients import addresses, recipients, reply_channel
from percaya.web.ui.times import clock

MOST_TEXT = 200_000  # characters


@require_POST
@member_view(NOTE)
def draft(request: MemberRequest, number: int, kind: str) -> HttpResponse:
    """Keep what is being written. Answers with the revision to save on next; an older save is left out."""
    ticket = ticket_of(request, number)
    _check_kind(request, kind)
    revision = request.POST.get("revision", "0")
    kept = save_draft(
        ticket=ticket,
        member=request.member,
        kind=kind,
        text=request.POST.get("text", "")[:MOST_TEXT],
        cc=request.POST.get("cc", "")[:4000],
        bcc=request.POST.get("bcc", "")[:4000],
        revision=int(revision) if revision.isdecimal() and len(revision) < 9 else 0,
    )
    now = kept or draft_of(ticket, request.member, kind)
    return JsonResponse({"revision": now.revision, "kept": kept is not None, "at": clock(now.updated_at)})


@require_POST
@member_view(REPLY)
def reply(request: MemberRequest, number: int) -> HttpResponse:
    """Send a reply, held for the time it can be called back. 409 with both sides when someone wrote meanwhile."""
    ticket = ticket_of(request, number)
    try:
        message = write_reply(ticket=ticket, reply=_reply(request, ticket), member=request.member, by=request.by)
    except Collision as collision:
        return _collided(request, ticket, collision)
    except (Refused, ValidationError) as error:
        return _not_sent(request, ticket, "reply", error)
    return _sent(request, ticket, message)


@require_POST
@member_view(NOTE)
def note(request: MemberRequest, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    try:
        add_note(
            ticket=ticket,
            text=request.POST.get("text", "")[:MOST_TEXT],
            draft_files=_has_files(request, ticket, "note"),
            send_key=request.POST.get("send_key", "")[:64],
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
    """Take a held reply back; its words return to the draft."""
    ticket = ticket_of(request, number)
    message = _message(ticket, message_id)
    back = cancel_reply(message=message, by=request.by, member=request.member)
    address = ticket_url(request, number, Wanted.read(request.GET))
    why = _("It has left already. Write to the customer again to correct it.")
    if is_script(request):
        if back:
            return JsonResponse({"ok": True, "ticket": address})
        return HttpResponse(why, status=409, content_type="text/plain; charset=utf-8")
    if not back:
        messages.error(request, why)
    return HttpResponseRedirect(address)


@require_POST
@member_view(REPLY)
def resend(request: MemberRequest, number: int, message_id: int) -> HttpResponse:
    """Send a failed message once more."""
    ticket = ticket_of(request, number)
    if not send_again(message=_message(ticket, message_id), by=request.by):
        messages.error(request, _("This message is on its way or has arrived already. Nothing was sent twice."))
    return HttpResponseRedirect(ticket_url(request, number, Wanted.read(request.GET)))


def _reply(request: MemberRequest, ticket: Ticket) -> Reply:
    people = recipients(ticket)
    if people.trouble:
        raise Refused(people.trouble)
    channel = reply_channel(ticket)
    copies = channel is not None and channel.capabilities.copies
    seen = request.POST.get("seen_up_to", "")
    then = request.POST.get("then", "")
    return Reply(
        text=request.POST.get("text", "")[:MOST_TEXT],
        to=people.to,
        cc=addresses(request.POST.get("cc", "")) if copies else (),
        bcc=addresses(request.POST.get("bcc", "")) if copies else (),
        draft_files=_has_files(request, ticket, "reply"),
        send_key=request.POST.get("send_key", "")[:64],
        seen_version=int(seen) if seen.isdecimal() and len(seen) < 10 else ticket.version,
        then=then if then in ("wait", "resolve") else "",
        hold_seconds=channel.capabilities.undo_seconds if channel else 0,
    )


def _has_files(request: MemberRequest, ticket: Ticket, kind: str) -> bool:
    return draft_of(ticket, request.member, kind).attachment_set.exists()


def _collided(request: MemberRequest, ticket: Ticket, collision: Collision) -> HttpResponse:
    """Nothing was sent. The draft is kept, and what came in is shown beside it."""
    typed = _typed(request)
    kept = draft_of(ticket, request.member, "reply")
    save_draft(ticket=ticket, member=request.member, kind="reply", revision=kept.revision, **typed)
    context = composer(request, ticket, tab="reply", typed=typed, news=list(collision.messages), version=collision.version)
    context["drafts"]["reply"]["revision"] = kept.revision + 1
    if request.htmx:
        return signal(render(request, "inbox/parts/composer.html", context, status=409), {"percaya:sent": {}})
    return render(request, "inbox/collision.html", {"composer": context}, status=409)


def _not_sent(request: MemberRequest, ticket: Ticket, tab: str, error: Exception) -> HttpResponse:
    why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    context = composer(request, ticket, tab=tab, typed=_typed(request), error=why)
    if request.htmx:
        return render(request, "inbox/parts/composer.html", context, status=422)
    return render(request, "inbox/collision.html", {"composer": context}, status=422)


def _sent(request: MemberRequest, ticket: Ticket, message: Message) -> HttpResponse:
    undo = reverse("inbox:cancel", args=[request.workspace.slug, ticket.number, message.pk])
    ticket = ticket_of(request, ticket.number)
    said = _("Sending to the customer…") if message.delivery_state == "held" else _("Sent.")
    undo = undo if message.delivery_state == "held" else ""
    if request.POST.get("then") == "resolve":
        return moved_on(request, ticket, said=said, undo=undo)
    if not request.htmx:
        messages.success(request, said)
        return HttpResponseRedirect(ticket_url(request, ticket.number, Wanted.read(request.GET)))
    response = render(request, "inbox/parts/composer.html", composer(request, ticket, tab="reply"))
    seconds = max(3, round((message.send_after - message.created_at).total_seconds())) if message.send_after else 6
    return signal(response, {"percaya:sent": {}, "percaya:toast": {"text": said, "undo": undo, "seconds": seconds}})


def _typed(request: MemberRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:MOST_TEXT] for name in ("text", "cc", "bcc")}


def _message(ticket: Ticket, message_id: int) -> Message:
    message = message_of(ticket, message_id)
    if message is None:
        raise Http404
    return message


def _check_kind(request: MemberRequest, kind: str) -> None:
    if kind not in KINDS or (kind == "reply" and not may(request.member.role, REPLY)):
        raise Http404
