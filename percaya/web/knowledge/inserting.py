"""Articles for a reply: what answers, as words with a link in the customer's language."""

from typing import TypedDict

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from percaya.core.knowledge.queries import Found, search
from percaya.core.tickets.models import Ticket

OFFERED = 3
SHORTEST = 3  # letters of a question


class Offered(TypedDict):
    """Shaped as the "/" list of the composer takes it; ``id`` is empty, for nothing is counted of it."""

    id: str
    title: str
    scope: str
    scopeWord: str
    text: str
    values: list[tuple[int, int]]
    missing: list[str]
    steps: list[dict[str, str]]


def articles_for(ticket: Ticket, question: str) -> list[Offered]:
    """Public articles alone: what is internal must not slip into a reply. Each as its link; the first with its passage too."""
    if len(question.strip()) < SHORTEST:
        return []
    language = ticket.language if ticket.language in ("id", "en") else ticket.workspace.language
    found = search(ticket.workspace_id, question, language=language, audience="public", limit=OFFERED)
    entries = [_entry(one, _linked(ticket, one), _("Article")) for one in found]
    if found and found[0].snippet:
        entries.append(_entry(found[0], f"{found[0].snippet}\n\n{_linked(ticket, found[0])}", _("Article with its words")))
    return entries


def _entry(found: Found, text: str, kind: str) -> Offered:
    return Offered(id="", title=found.title, scope="article", scopeWord=kind, text=text, values=[], missing=[], steps=[])


def _linked(ticket: Ticket, found: Found) -> str:
    address = reverse("help:article", args=[ticket.workspace.slug, found.language, found.slug])
    anchor = f"#{found.anchor}" if found.anchor else ""
    return f"{found.title}:\n{settings.PUBLIC_URL.rstrip('/')}{address}{anchor}"
