"""Keeps the index up with the journal."""

from collections.abc import Iterable, Sequence

from django.db.models import Min

from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.people.models import Handle
from percaya.core.tickets.models import Attachment, Message, Participant, Ticket
from percaya.core.tickets.search.port import Document, search
from percaya.core.words import suffixes, words

_SAID = ("message.received", "reply.written", "note.added", "message.edited", "message.deleted")
_RENAMED = ("ticket.subject_changed", "ticket.contact_changed", "ticket.participant_added")
_LONGEST = 200_000  # characters of one message that are indexed


def index(rows: Sequence[EventRow]) -> None:
    """Index what a batch of events said or renamed."""
    spoken = {int(str(facts(row)["message"])) for row in rows if row.kind in _SAID}
    renamed = {row.stream_id for row in rows if row.kind in _RENAMED}
    people = {row.stream_id for row in rows if row.kind in ("contact.changed", "contact.handle_added", "contact.merged")}
    if people:
        renamed |= set(Ticket.objects.filter(contact_id__in=people).order_by("-id").values_list("pk", flat=True)[:200])
    if renamed:
        firsts = Message.objects.filter(ticket_id__in=renamed).values("ticket_id").annotate(first=Min("pk"))
        spoken |= {row["first"] for row in firsts}
    if spoken:
        search().put(documents(spoken))


def documents(message_ids: Iterable[int]) -> list[Document]:
    """The documents of messages, in a handful of statements for all of them."""
    messages = list(Message.objects.filter(pk__in=list(message_ids)).select_related("ticket", "ticket__contact"))
    tickets = {message.ticket_id for message in messages}
    firsts = dict(
        Message.objects.filter(ticket_id__in=tickets)
        .values("ticket_id")
        .annotate(first=Min("pk"))
        .values_list("ticket_id", "first")
    )
    files: dict[int, list[str]] = {}
    for message_id, name in Attachment.objects.filter(message__in=messages).values_list("message_id", "name"):
        files.setdefault(message_id or 0, []).append(name)
    opening = {message.ticket_id for message in messages if firsts[message.ticket_id] == message.pk}
    own = _ticket_words(opening)
    return [_document(m, files.get(m.pk, []), own if firsts[m.ticket_id] == m.pk else {}) for m in messages]


def _document(message: Message, files: list[str], own: dict[int, list[str]]) -> Document:
    parts = [message.author_name, message.body_text, message.quoted_text if message.ticket.message_count == 1 else ""]
    parts += files
    roots = words(" ".join(parts)[:_LONGEST])
    if own:
        ticket = message.ticket
        roots = words(f"{ticket.subject} {ticket.contact.name}") + own.get(ticket.pk, []) + roots
        roots.append(str(ticket.number))
    return Document(message.pk, message.workspace_id, roots)


def _ticket_words(ticket_ids: Iterable[int]) -> dict[int, list[str]]:
    """Names and addresses of everyone in the ticket; numbers by each of their endings."""
    found: dict[int, list[str]] = {}
    people = Participant.objects.filter(ticket_id__in=list(ticket_ids)).values_list("ticket_id", "name", "kind", "value")
    own = Handle.objects.filter(contact__ticket__in=list(ticket_ids)).values_list("contact__ticket", "kind", "value")
    rows = [*people, *((ticket_id, "", kind, value) for ticket_id, kind, value in own)]
    for ticket_id, name, kind, value in rows:
        roots = found.setdefault(ticket_id, [])
        roots += words(f"{name} {value}")
        if kind == "phone":
            roots += suffixes(value) + suffixes("0" + value.removeprefix("+62"))
    return found
