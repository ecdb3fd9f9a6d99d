"""Changes of a ticket's properties in a sentence, with the address that takes them back: one's own, and a colleague's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.tickets.actions.undoing import UNDOABLE, Span
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.sentences import Names, sentence
from percaya.core.tickets.queries.timeline import Entry
from percaya.core.workspace.policy import REPLY
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.reference import reference
from percaya.web.ui import times

FRESH = timedelta(seconds=30)  # what is older is read in the timeline


@dataclass(frozen=True)
class News:
    """``undo``: where it can be taken back, "" for those who may not."""

    id: int
    text: str
    undo: str


def said_of(request: MemberRequest, ticket: Ticket, span: Span) -> str:
    """What the member has just changed, as the last of its events says it."""
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk, seq__gt=span.after, seq__lte=span.upto)
    row = rows.order_by("-seq").first()
    return _said(request, row.kind, facts(row), _("You")) if row else ""


def others(request: MemberRequest, ticket: Ticket, entries: Iterable[Entry], after: int) -> list[News]:
    """What colleagues have changed a moment ago on the ticket before one: "Budi changed the state … · just now"."""
    recent = timezone.now() - FRESH
    found = []
    for entry in entries:
        own = entry.actor_kind == "member" and entry.actor_id == request.member.pk
        if entry.seq <= after or entry.at < recent or own or entry.actor_kind != "member" or entry.kind not in UNDOABLE:
            continue
        name = reference(request.member).names.get(entry.actor_id or 0, "")
        query = urlencode({"after": entry.seq - 1, "upto": entry.seq})
        address = f"{reverse('inbox:undo', args=[request.workspace.slug, ticket.number])}?{query}"
        text = f"{_said(request, entry.kind, entry.facts, name)} · {times.since(entry.at)}"
        found.append(News(entry.seq, text, address if request.member.may(REPLY) else ""))
    return found


def _said(request: MemberRequest, kind: str, said: dict[str, object], actor: str) -> str:
    names = Names(request.workspace.pk, members=reference(request.member).names)
    return sentence(kind, said, actor=actor, names=names, language=times.language(), when=times.moment)
