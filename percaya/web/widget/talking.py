"""The talk: what the visitor says, what both have said, what was heard, and who is writing."""

import base64
import re
from collections.abc import Sequence
from typing import Any, cast

import orjson
import structlog
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.room import is_full
from percaya.core.people.policy import normalise
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.standing import standing as stands
from percaya.runtime.presence import presence, tell
from percaya.stages.chat.actions import hear, meet, note_typing, notice, tell_desk, tie
from percaya.stages.chat.models import Visitor
from percaya.stages.chat.queries import current, latest_of
from percaya.stages.intake.actions import take_in
from percaya.stages.intake.actions.accepting import TooLarge
from percaya.stages.routing.queries import place_in_line
from percaya.web.accounts.throttle import peer
from percaya.web.portal.standing import standing
from percaya.web.portal.story import Said, told
from percaya.web.widget import definition
from percaya.web.widget.asking import question
from percaya.web.widget.doors import ChatRequest, by_pass, refused
from percaya.web.widget.sessions import given

log = structlog.get_logger(__name__)


@by_pass("say", most=30, seconds=60)
@require_POST
def say(request: ChatRequest) -> HttpResponse:
    """POST ``id`` (made by the page, the same when it sends again), ``text``, ``files``; with the first message ``name``,
    ``contact``, ``topic``, ``page``. Durable when this answers 201, with the ``talk`` as it stands then."""
    text, files = request.POST.get("text", "").strip(), request.FILES.getlist("files")
    if trouble := _unfit(text, files, request.POST.get("id", "")):
        return refused(trouble, 422)
    visitor = _met(request)
    try:
        _take(request, visitor, text, files)
    except TooLarge:
        return refused(_("This is larger than can be sent. Nothing was sent; send less."), 413)
    except (OSError, DatabaseError) as error:
        if not is_full(error):
            raise
        log.error("disk_full", door="chat", account=request.account.pk)
        return refused(_("We cannot keep this just now. Nothing was lost; it is sent again in a moment."), 507)
    talk_then = render_to_string("widget/talk.html", _talk_of(request, visitor), cast(HttpRequest, request))
    return JsonResponse({**given(request.holder, visitor), "talk": talk_then}, status=201)


@by_pass("talk", most=120, seconds=60)
@require_GET
def talk(request: ChatRequest) -> HttpResponse:
    """The conversation as it stands, and earlier ones by their status. Empty before the first message. With ``of`` an earlier
    one of the same visitor, to read; of anybody else's it is not found."""
    if request.visitor:
        notice(visitor=request.visitor)
    return render(cast(HttpRequest, request), "widget/talk.html", _talk_of(request, request.visitor, request.GET.get("of", "")))


def _talk_of(request: ChatRequest, visitor: Visitor | None, of: str = "") -> dict[str, Any]:
    """What the page is made of. Raises ``Http404``."""
    tickets = latest_of(visitor) if visitor else []
    keys = {public_ids.encode("ticket", each.pk): each for each in tickets}
    if of and of not in keys:
        raise Http404
    ticket = keys[of] if of else tickets[0] if tickets else None
    is_past = ticket is not None and ticket.pk != tickets[0].pk
    messages, _earlier = told(ticket, ticket.contact_id) if ticket else ([], None)
    return {
        "chat": request.chat,
        "ticket": ticket,
        "is_past": is_past,
        "standing": standing(ticket, asked=_ours_is_last(messages)) if ticket else None,
        "line": line(ticket) if ticket and not is_past else "",
        "asked": question(ticket) if ticket and not is_past else None,
        "messages": messages,
        "last": max((said.pk for said in messages if said.is_ours), default=0),
        "older": [] if is_past else [(each, key, stands(each)) for key, each in keys.items() if each is not ticket],
    }


@by_pass("heard", most=120, seconds=60)
@require_POST
def heard(request: ChatRequest) -> HttpResponse:
    """POST ``to`` (the newest message on the page), ``read`` (1 when the panel is open before their eyes)."""
    ticket = current(request.visitor)
    to = request.POST.get("to", "")
    if request.visitor and ticket and to.isdecimal() and len(to) < 19:
        hear(visitor=request.visitor, ticket=ticket, up_to=int(to), is_read=request.POST.get("read") == "1")
    return HttpResponse(status=204)


@by_pass("here", most=60, seconds=60)
@require_POST
def here(request: ChatRequest) -> HttpResponse:
    """What the open stream does not say: POST ``typing`` (1), ``page`` if the visitor let us see it. Answers who of us is
    writing, and the place in the queue while there is a true one."""
    ticket = current(request.visitor)
    if request.visitor is None or ticket is None:
        return JsonResponse({"typing": "", "line": ""})
    may_see = request.chat.asks_page and request.POST.get("page_allowed") == "1"
    if notice(visitor=request.visitor, page=_page(request) if may_see else ""):
        tell_desk([request.visitor.pk])
    if request.POST.get("typing") == "1" and note_typing(ticket=ticket):
        tell(ticket.pk, ticket.workspace_id, ticket.number)  # the desk looks again; what is being written never leaves the panel
    return JsonResponse({"typing": _who_types(ticket), "line": line(ticket)})


def _ours_is_last(messages: Sequence[Said]) -> bool:
    return bool(messages) and messages[-1].is_ours


def line(ticket: Ticket) -> str:
    """How many are served before them, only while that is true; nothing is guessed."""
    place = place_in_line(ticket)
    if place is None:
        return ""
    return _("You are next.") if place == 1 else _("You are number %(place)s in the queue.") % {"place": place}


def _who_types(ticket: Ticket) -> str:
    typing = [one.member_id for one in presence().who(ticket.pk) if one.kind == "typing"]
    return definition.first_name_of(typing[0], ticket.workspace_id) if typing else ""


def _met(request: ChatRequest) -> Visitor:
    contact = request.POST.get("contact", "").strip()[:254]
    is_mail = "@" in contact
    return meet(
        account=request.account,
        key=request.holder.key,
        known=request.visitor,
        is_signed=request.holder.is_signed,
        name=request.holder.name or request.POST.get("name", "").strip(),
        email=request.holder.email or (normalise("email", contact) if is_mail else ""),
        phone=normalise("phone", contact) if contact and not is_mail else "",
        language=request.chat.language,
        page=_page(request) if request.chat.asks_page and request.POST.get("page_allowed") == "1" else "",
    )


def _take(request: ChatRequest, visitor: Visitor, text: str, files: list[UploadedFile]) -> None:
    """Through intake, like words of any channel. A failure to read it now is a job's to mend: it is durable."""
    said = {
        "submission": f"chat-{request.POST['id']}",
        "conversation": visitor.key,
        "sender": {"external_id": visitor.key, "name": visitor.name, "verified": request.holder.is_signed},
        "text": text,
        "subject": _topic(request),
        "language": visitor.language,
        "page": visitor.page,
        "files": [_file(each) for each in files],
    }
    ticket = take_in(
        account=request.account, raw=orjson.dumps(said), door="chat", mail_from=visitor.key, remote=peer(request),
        by=Actor.system(),
    ).ticket  # fmt: skip
    if ticket is not None:
        tie(visitor=visitor, ticket=ticket)


def _unfit(text: str, files: list[UploadedFile], submission: str) -> str:
    most_text, most_files, most_bytes = definition.limits()
    if not re.fullmatch(r"[A-Za-z0-9-]{8,64}", submission):
        return _("The page is out of date. Reload it; what you wrote is still here.")
    if not text and not files:
        return _("Write something or choose a file first.")
    if len(text) > most_text:
        return _("This is longer than can be sent at once. Nothing was sent; send it in two parts.")
    sizes = [each.size or 0 for each in files]
    if len(files) > most_files or sum(sizes) > most_bytes:
        return _("At most %(count)s files and 25 MB at once. Nothing was sent; choose fewer.") % {"count": most_files}
    return ""


def _topic(request: ChatRequest) -> str:
    given_topic = request.POST.get("topic", "")
    return given_topic if given_topic in request.chat.topics else ""


def _page(request: ChatRequest) -> str:
    """Where they look, without what may stand behind "?": addresses carry names, orders and tokens there."""
    page = request.POST.get("page", "").partition("?")[0].partition("#")[0]
    return page[:1000] if page.startswith(tuple(f"{each}/" for each in request.chat.origins)) else ""


def _file(given_file: UploadedFile) -> dict[str, str]:
    content = base64.b64encode(given_file.read()).decode()
    return {"name": given_file.name or "", "type": given_file.content_type or "", "content": content}
