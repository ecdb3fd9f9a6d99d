"""A workspace's tickets as plain data that two workspaces can be compared by: no ids, no clocks, no tokens."""

from typing import Any

from percaya.core.tickets.models import Attachment, Message, Participant, Ticket
from percaya.core.workspace.models import Workspace

_OF_MESSAGE = (
    "direction",
    "author_kind",
    "author_name",
    "subject",
    "body_text",
    "body_html",
    "quoted_text",
    "signature",
    "remote_images",
    "external_id",
    "content_digest",
    "in_reply_to",
    "auto",
    "flags",
)


def tickets(workspace: Workspace) -> list[dict[str, Any]]:
    rows = Ticket.objects.filter(workspace=workspace).select_related("contact").order_by("number")
    return [_ticket(row) for row in rows]


def _ticket(row: Ticket) -> dict[str, Any]:
    return {
        "number": row.number,
        "subject": row.subject,
        "state": row.state,
        "language": row.language,
        "is_spam": row.is_spam,
        "contact": row.contact.name,
        "waits": row.waiting_since is not None,
        "people": sorted(Participant.objects.filter(ticket=row).values_list("kind", "value", "name", "role")),
        "messages": [_message(message) for message in Message.objects.filter(ticket=row).order_by("pk")],
    }


def _message(row: Message) -> dict[str, Any]:
    if row.direction == "outbound":  # a receipt: its words hold the ticket's own link
        return {"direction": "outbound", "auto": row.auto, "subject": row.subject}
    files = Attachment.objects.filter(message=row).order_by("pk")
    return {
        **{name: getattr(row, name) for name in _OF_MESSAGE},
        "addressed": row.addressed,
        "fields": {key: value for key, value in row.fields.items() if key != "_auto"},
        "files": list(files.values_list("name", "size", "content_type", "declared_type", "sha256", "kind", "content_id", "note")),
    }
