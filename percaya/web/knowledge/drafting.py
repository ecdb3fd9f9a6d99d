"""A draft of an article out of a ticket: the question as it was asked, the answer as it was given, without what names people."""

import re

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.core import public_ids
from percaya.core.knowledge.actions.writing import Words, begin_article
from percaya.core.tickets.models import Delivery, Direction, Message, Ticket
from percaya.core.tickets.queries.tickets import by_number
from percaya.core.workspace.policy import CURATE
from percaya.web.ui.doors import MemberRequest, member_view

MOST = 8000  # characters of a message that are taken over
_NAMING = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?:\+?\d[\s.-]?){6,}\d|https?://\S+")


@require_POST
@member_view(CURATE)
def from_ticket(request: MemberRequest, number: int) -> HttpResponse:
    """Begins the draft and leads to its editor. Nobody but colleagues sees it before it is published."""
    ticket = by_number(request.member, number)
    if ticket is None:
        raise Http404
    language = ticket.language if ticket.language in ("id", "en") else request.workspace.language
    with translation.override(language):
        words = Words(title=without_names(ticket, ticket.subject), body=_body(ticket))
    article = begin_article(
        workspace_id=request.workspace.pk, author=request.member, language=language, words=words, topic=ticket.topic,
        from_ticket=ticket.number, by=request.by,
    )  # fmt: skip
    messages.success(request, _("A draft was made. Take out what belongs to one customer before you publish it."))
    return redirect("knowledge:edit", request.workspace.slug, public_ids.encode("article", article.pk))


def _body(ticket: Ticket) -> str:
    said = Message.objects.filter(ticket=ticket)
    asked = said.filter(direction=Direction.INBOUND).order_by("pk").first()
    # What a person wrote and what left the house: no survey, no receipt, nothing that was taken back.
    given = said.filter(direction=Direction.OUTBOUND, auto="").exclude(delivery_state__in=(Delivery.HELD, Delivery.CANCELLED))
    answered = given.order_by("-pk").first()
    parts = ((_("The question"), asked), (_("The answer"), answered))
    return "\n\n".join(f"## {heading}\n\n{without_names(ticket, one.body_text[:MOST])}" for heading, one in parts if one)


def without_names(ticket: Ticket, text: str) -> str:
    """Without addresses, numbers, links and the customer's name. What else tells who it was, a person has to see."""
    bare = _NAMING.sub("…", text)
    names = sorted({ticket.contact.name, *ticket.contact.name.split()}, key=len, reverse=True)
    for name in names:
        if len(name) > 2:
            bare = re.sub(rf"\b{re.escape(name)}\b", "…", bare, flags=re.IGNORECASE)
    return bare.strip()
