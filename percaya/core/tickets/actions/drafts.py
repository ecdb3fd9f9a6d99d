"""What a member is writing: saved on the server, one reply and one note a ticket, never mixed."""

from typing import Any

from django.db import transaction
from django.db.models import F

from percaya.core.tickets.actions.files import StoredFile
from percaya.core.tickets.models import Attachment, Draft, Message, Ticket
from percaya.core.workspace.models import Member

KINDS = ("reply", "note")


@transaction.atomic
def save_draft(
    *, ticket: Ticket, member: Member, kind: str, text: str, cc: str = "", bcc: str = "", revision: int
) -> Draft | None:
    """Keep a draft. ``revision`` is the number the screen last saw: a save that comes late (the draft was sent or
    saved elsewhere since) is not kept and gives ``None``."""
    draft, made = Draft.objects.select_for_update().get_or_create(
        ticket=ticket, member=member, kind=kind, defaults={"workspace_id": ticket.workspace_id}
    )
    if not made and draft.revision > revision:
        return None
    draft.text, draft.cc, draft.bcc, draft.revision = text, cc, bcc, max(draft.revision, revision) + 1
    draft.save()
    return draft


def draft_of(ticket: Ticket, member: Member, kind: str) -> Draft:
    """The member's draft (made empty when there is none, so that files have somewhere to go)."""
    draft, _made = Draft.objects.get_or_create(
        ticket=ticket, member=member, kind=kind, defaults={"workspace_id": ticket.workspace_id}
    )
    return draft


def add_draft_file(*, draft: Draft, file: StoredFile) -> Attachment:
    return Attachment.objects.create(
        workspace_id=draft.workspace_id,
        draft=draft,
        name=file.name[:200],
        size=file.size,
        content_type=file.content_type[:120],
        declared_type=file.declared_type[:120],
        sha256=file.sha256,
        kind=file.kind,
    )


def remove_draft_file(*, draft: Draft, attachment_id: int) -> None:
    Attachment.objects.filter(draft=draft, pk=attachment_id).delete()


def take_files(*, message: Message, member: Member) -> None:
    """Move the files of the member's draft to the message that is being sent."""
    kind = "note" if message.direction == "note" else "reply"
    rows = Attachment.objects.filter(draft__ticket_id=message.ticket_id, draft__member=member, draft__kind=kind)
    Attachment.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(draft=None, message=message)


def forget_draft(*, ticket: Ticket, member: Member, kind: str) -> None:
    """Empty a sent draft and count its revision up, so that a save still under way cannot bring it back."""
    rows = Draft.objects.filter(ticket=ticket, member=member, kind=kind)
    rows.update(text="", cc="", bcc="", revision=F("revision") + 1000)


def restore_draft(*, message: Message, member: Member) -> None:
    """Give the words and files of a reply that was taken back to the draft again, before what was typed since."""
    draft = draft_of(message.ticket, member, "reply")
    copies: dict[str, Any] = message.addressed
    draft.text = f"{message.body_text}\n\n{draft.text}".strip()
    draft.cc = draft.cc or ", ".join(one["value"] for one in copies.get("cc", []))
    draft.bcc = draft.bcc or ", ".join(one["value"] for one in copies.get("bcc", []))
    draft.revision += 1
    draft.save()
    Attachment.objects.filter(message=message).update(message=None, draft=draft)
