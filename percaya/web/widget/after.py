"""What else a visitor may ask for: a file, the talk to keep, the way back by e-mail, and that their data be deleted."""

import orjson
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.core.journal.actor import Actor
from percaya.stages.chat.mailing import mail_link
from percaya.stages.chat.models import Conversation
from percaya.stages.chat.queries import current, tickets_of
from percaya.stages.intake.actions import take_in
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.portal.downloads import download
from percaya.web.portal.story import public_file, transcript
from percaya.web.widget.doors import ChatRequest, by_pass, refused, slow_down


@by_pass("file", most=60, seconds=60)
@require_GET
def file(request: ChatRequest, attachment: str) -> HttpResponseBase:
    """A file of the visitor's own conversations; of any other it is not found."""
    for ticket in tickets_of(request.visitor)[:10] if request.visitor else ():
        if found := public_file(ticket, attachment):
            return download(request, found)
    raise Http404


@by_pass("transcript", most=10, seconds=600)
@require_GET
def keep(request: ChatRequest) -> HttpResponse:
    """The conversation as plain text, to keep: the newest five hundred messages of it."""
    ticket = current(request.visitor)
    if ticket is None:
        return refused(_("There is no conversation yet. Write something first."), 409)
    return HttpResponse(transcript(ticket), content_type="text/plain; charset=utf-8")


@by_pass("link", most=3, seconds=24 * 3600)
@require_POST
def link(request: ChatRequest) -> HttpResponse:
    """The way back to this conversation, to the address that the visitor gave."""
    visitor, ticket = request.visitor, current(request.visitor)
    if visitor is None or ticket is None:
        return refused(_("There is no conversation yet. Write something first."), 409)
    if not visitor.email:
        return refused(_("We know no e-mail address of yours. Write it here in the chat, and we will send it to you."), 409)
    if too_often("chat-link-address", visitor.email.lower(), limit=5, seconds=24 * 3600):
        return slow_down(24 * 3600)
    conversation = Conversation.objects.select_related("visitor", "ticket__workspace", "ticket__contact", "ticket__account")
    said = conversation.get(visitor=visitor, ticket=ticket)
    if not mail_link(conversation=said, send_key=f"chat-link:{said.pk}:{ticket.version}"):
        return refused(_("No e-mail can leave here just now. The conversation stays where it is."), 409)
    return JsonResponse({"sent": True})


@by_pass("forget", most=3, seconds=24 * 3600)
@require_POST
def forget(request: ChatRequest) -> HttpResponse:
    """The wish to be forgotten, as a message in the conversation: a person reads it and answers. Nothing is deleted here, and
    the panel says so."""
    visitor = request.visitor
    if visitor is None:
        return refused(_("We keep nothing of you: no message was ever sent here."), 409)
    ticket = current(visitor)
    said = {
        # A button pressed twice is one wish; one of another day is said again.
        "submission": f"chat-forget-{visitor.pk}-{ticket.pk if ticket else 0}-{timezone.now():%Y%m%d}",
        "conversation": visitor.key,
        "sender": {"external_id": visitor.key, "name": visitor.name, "verified": visitor.is_signed},
        "text": _("Please delete the data you keep of me."),
        "language": visitor.language,
    }
    take_in(
        account=request.account, raw=orjson.dumps(said), door="chat", mail_from=visitor.key, remote=peer(request),
        by=Actor.system(),
    )  # fmt: skip
    return JsonResponse({"sent": True})
