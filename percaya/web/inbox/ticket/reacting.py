"""Reacting to a message with an emoji, where the channel can; and fetching a file of it once more."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.replying import Reply, write_reply
from percaya.core.tickets.models import Attachment
from percaya.core.tickets.queries.tickets import message_of
from percaya.core.workspace.policy import REPLY
from percaya.stages.delivery.queries import ToSend, may_send
from percaya.stages.intake.actions.fetching import fetch_again
from percaya.web.inbox.answers import ticket_url
from percaya.web.inbox.composer.recipients import NOTHING, reply_channel
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.joining.sheets import done, not_done, sheet
from percaya.web.inbox.listing import wanted_by

EMOJIS = ("👍", "🙏", "❤️", "😂", "😮", "😢", "🎉", "✅")


@require_http_methods(["GET", "POST"])
@member_view(REPLY)
def react(request: MemberRequest, number: int, message_id: int) -> HttpResponse:
    """GET offers emojis, POST ``emoji`` sends one ("" takes ours away)."""
    ticket = ticket_of(request, number)
    message = message_of(ticket, message_id)
    if message is None or message.direction != "inbound":
        raise Http404
    channel = reply_channel(ticket)
    can = channel.capabilities if channel else NOTHING
    if request.method == "GET":
        ours = next((one["emoji"] for one in message.fields.get("reactions", []) if one.get("by") == "member"), "")
        context = {
            "ticket": ticket, "message": message, "emojis": can.emojis or EMOJIS, "ours": ours, "can": can,
            "send_key": secrets.token_urlsafe(18), "list_query": wanted_by(request).query(),
        }  # fmt: skip
        return sheet(request, "react", context)
    emoji = request.POST.get("emoji", "")
    out = {"quotes": public_ids.encode("message", message.pk), "reaction": emoji}
    try:
        if refusal := may_send(ticket=ticket, what=ToSend()):
            raise Refused(refusal.sentence)
        key = f"react-{request.POST.get('send_key', '')[:40]}" if request.POST.get("send_key") else ""
        write_reply(ticket=ticket, reply=Reply(text="", out=out, can=can, send_key=key), member=request.member, by=request.by)
    except Refused as error:
        return not_done(request, ticket, str(error))
    return done(request, number, _("Reacted with %(emoji)s.") % {"emoji": emoji} if emoji else _("The reaction was taken away."))


@require_POST
@member_view(REPLY)
def fetch(request: MemberRequest, number: int, attachment_id: int) -> HttpResponse:
    """Look once more for a file that could not be fetched."""
    ticket = ticket_of(request, number)
    file = Attachment.objects.select_related("message").filter(pk=attachment_id, message__ticket=ticket).first()
    if file is None:
        raise Http404
    try:
        fetch_again(file=file)
    except Refused as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(ticket_url(request, number, wanted_by(request)))
