"""A message as the API shows it."""

from collections.abc import Sequence
from typing import Any

from percaya.core.tickets.models import Attachment, Message
from percaya.core.tickets.queries.timeline import files_of
from percaya.web.api.ids import encode

Json = dict[str, Any]


def messages(rows: Sequence[Message]) -> list[Json]:
    """One statement more for the files of them all."""
    files = files_of([row.pk for row in rows])
    return [_shape(row, files.get(row.pk, [])) for row in rows]


def message(row: Message) -> Json:
    return messages([row])[0]


def attachment(file: Attachment) -> Json:
    return {
        "id": encode("attachment", file.pk),
        "name": file.name,
        "size": file.size,
        "content_type": file.content_type,
        "sha256": file.sha256,
    }


def _shape(row: Message, files: Sequence[Attachment]) -> Json:
    return {
        "id": encode("message", row.pk),
        "direction": row.direction,
        "author": _author(row),
        "channel": row.channel,
        **_content(row, files),
        "external_id": row.external_id,
        "in_reply_to": row.in_reply_to,
        "delivery": _delivery(row),
        "rich": [] if "deleted" in row.fields else row.fields.get("rich", []),
        "reactions": [{name: one.get(name, "") for name in ("emoji", "by", "name")} for one in row.fields.get("reactions", [])],
        "edited_at": row.fields["edited"][-1]["at"] if row.fields.get("edited") else None,
        "deleted_at": row.fields.get("deleted"),
        "created_at": row.created_at,
    }


def _content(row: Message, files: Sequence[Attachment]) -> Json:
    """What it says; nothing of one that was taken back."""
    gone = "deleted" in row.fields
    return {
        "body_text": "" if gone else row.body_text,
        "body_html": "" if gone else row.body_html,
        "quoted_text": "" if gone else row.quoted_text,
        "attachments": [] if gone else [attachment(file) for file in files],
    }


def _author(row: Message) -> Json:
    """Who wrote it: the kind, the name, and the contact or member where there is one."""
    if row.contact_id is not None:
        public_id: str | None = encode("contact", row.contact_id)
    else:
        public_id = encode("member", row.member_id) if row.member_id is not None else None
    return {"kind": row.author_kind, "id": public_id, "name": row.author_name}


def _delivery(row: Message) -> Json | None:
    """Where an outbound message is; ``None`` for what was never sent from here."""
    if row.direction != "outbound":
        return None
    return {"state": row.delivery_state, "reason": row.delivery_reason, "at": row.delivery_at}
