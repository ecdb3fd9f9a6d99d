"""What a member is writing: saved on the server, one reply, one note and one forward a ticket, never mixed.

A member may ask the colleagues to help with a draft (``share_draft``): then they may change it too, and hand it back.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.prepared import Prepared
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.tickets.events import DraftReturned, DraftShared
from percaya.core.tickets.models import Attachment, Draft, Message, Ticket
from percaya.core.tickets.queries.joinings import living
from percaya.core.workspace.models import Member
from percaya.core.written import insert

KINDS = ("reply", "note", "forward")
SENT_APART = 1000  # how far a revision jumps when its draft was sent


@transaction.atomic
def save_draft(
    *,
    ticket: Ticket,
    member: Member,
    kind: str,
    text: str,
    to: str = "",
    cc: str = "",
    bcc: str = "",
    deeds: Sequence[Mapping[str, str]] | None = None,
    revision: int,
    writer: Member | None = None,
) -> Draft | None:
    """Keep a draft of ``member``'s. ``revision`` is the number the screen last saw: a save that comes late (the draft was
    sent or saved elsewhere since) is not kept and gives ``None``. ``writer`` is the colleague who helps; then the draft has
    to be shared, and gives ``None`` too once it is not. ``deeds`` are steps of macros that go along when it is sent, as
    ``{"do", "value"}``, and beside them what the reply carries besides its words, as ``{"out": {…}}``; ``None`` leaves what is
    kept. On a page that has not heard of a merge yet, the words are kept where the ticket goes on."""
    ticket = living(ticket)
    draft, made = Draft.objects.select_for_update(no_key=True).get_or_create(
        ticket=ticket, member=member, kind=kind, defaults={"workspace_id": ticket.workspace_id}
    )
    helped = writer is not None and writer.pk != member.pk
    if (helped and not draft.is_shared) or (not made and draft.revision > revision):
        return None
    draft.text, draft.to, draft.cc, draft.bcc = text, to, cc, bcc
    if deeds is not None:
        draft.deeds = list(deeds)
    draft.revision, draft.last_by = max(draft.revision, revision) + 1, writer or member
    draft.save()
    return draft


@transaction.atomic
def keep_filling(*, ticket: Ticket, member: Member, filling: Mapping[str, Any] | None, revision: int) -> bool:
    """Keep a vendor's template that is being filled beside the words of the member's reply, as ``{"key": "name|language",
    "values": {blank: text}}``; ``None`` forgets it. ``revision`` is the number the screen was drawn with: what comes after the
    draft was sent is not kept (``False``)."""
    draft = Draft.objects.select_for_update(no_key=True).filter(ticket=living(ticket), member=member, kind="reply").first()
    draft = draft or draft_of(living(ticket), member, "reply")
    if draft.revision >= revision + SENT_APART:
        return False
    rest = [one for one in draft.deeds if "filling" not in one]
    draft.deeds = [*rest, {"filling": dict(filling)}] if filling else rest
    draft.revision, draft.last_by = draft.revision + 1, member
    draft.save(update_fields=["deeds", "revision", "last_by", "updated_at"])
    return True


def forget_filling(*, ticket: Ticket, member: Member) -> None:
    """A template was sent: what was filled is gone, the words beside it stay; a save still under way cannot bring it back."""
    draft = Draft.objects.select_for_update(no_key=True).filter(ticket=ticket, member=member, kind="reply").first()
    if draft is not None:
        draft.deeds = [one for one in draft.deeds if "filling" not in one]
        draft.revision += SENT_APART
        draft.save(update_fields=["deeds", "revision"])


def draft_of(ticket: Ticket, member: Member, kind: str) -> Draft:
    """The member's draft (made empty when there is none, so that files have somewhere to go)."""
    draft, _made = Draft.objects.get_or_create(
        ticket=ticket, member=member, kind=kind, defaults={"workspace_id": ticket.workspace_id}
    )
    return draft


@transaction.atomic
def share_draft(*, ticket: Ticket, member: Member, kind: str, by: Actor) -> Draft:
    """Ask the colleagues to help with one's draft. Raises ``Refused`` when there is nothing in it yet."""
    ticket = hold(ticket.pk)
    draft = draft_of(ticket, member, kind)
    if not draft.text.strip():
        raise Refused(_("The draft is empty. Write something first, then ask for help with it."))
    if not draft.is_shared:
        Draft.objects.filter(pk=draft.pk).update(is_shared=True)
        draft.is_shared = True
        commit(ticket, DraftShared, by=by, member=member.pk, draft=kind)
    return draft


@transaction.atomic
def return_draft(*, draft: Draft, by: Actor) -> None:
    """Hand a shared draft back to its member alone: the colleague who helped does it, or the member."""
    ticket = hold(draft.ticket_id)
    if Draft.objects.filter(pk=draft.pk, is_shared=True).update(is_shared=False, updated_at=timezone.now()):
        commit(ticket, DraftReturned, by=by, member=draft.member_id, draft=draft.kind)


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


def stored(file: Attachment) -> StoredFile:
    """The same bytes once more, for another message."""
    return StoredFile(
        name=file.name, size=file.size, content_type=file.content_type, declared_type=file.declared_type, sha256=file.sha256
    )


def has_draft_files(ticket: Ticket, member: Member, kind: str) -> bool:
    return Attachment.objects.filter(draft__ticket=ticket, draft__member=member, draft__kind=kind).exists()


def draft_files(ticket: Ticket, member: Member, kind: str = "reply") -> list[StoredFile]:
    """What lies with the member's draft, in the order in which it was put there."""
    rows = Attachment.objects.filter(draft__ticket=ticket, draft__member=member, draft__kind=kind)
    return [stored(file) for file in rows.order_by("pk")]


def take_files(*, message: Message, member: Member, kind: str) -> None:
    """Move the files of the member's draft to the message that is being sent."""
    rows = Attachment.objects.filter(draft__ticket_id=message.ticket_id, draft__member=member, draft__kind=kind)
    Attachment.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(draft=None, message=message)


def forget_draft(*, ticket: Ticket, member: Member, kind: str) -> None:
    """Empty a sent draft and count its revision up, so that a save still under way cannot bring it back."""
    if not _draft.ask(ticket=ticket.pk, member=member.pk, kind=kind):
        new = Draft(ticket=ticket, member=member, kind=kind, workspace_id=ticket.workspace_id, revision=SENT_APART)
        if insert(new, unless_there=True).pk:
            return
    emptied = {"text": "", "to": "", "cc": "", "bcc": "", "deeds": [], "is_shared": False, "last_by": None}
    rows = Draft.objects.filter(ticket=ticket, member=member, kind=kind)
    rows.update(**emptied, revision=F("revision") + SENT_APART)  # one that was saved just now, too


_draft: Prepared[Draft] = Prepared(
    lambda ticket, member, kind: Draft.objects.only("pk").filter(ticket_id=ticket, member_id=member, kind=kind),
    ticket=int, member=int, kind=str,
)  # fmt: skip


def restore_draft(*, message: Message, member: Member, kind: str = "reply") -> None:
    """Give the words and files of a message that was taken back to the draft again, before what was typed since."""
    draft = draft_of(message.ticket, member, kind)
    people: dict[str, Any] = message.addressed
    out = message.fields.get("out") or {}
    if "template" in out:
        carried = [
            {"filling": {"key": f"{out['template']['name']}|{out['template']['language']}", "values": out["template"]["values"]}}
        ]
    else:
        draft.text = f"{message.body_text}\n\n{draft.text}".strip()
        carried = [{"out": out}] if out else []
    draft.deeds = [*message.fields.get("scheduled", {}).get("deeds", []), *carried, *message.fields.get("kept", []), *draft.deeds]
    for name in ("to", "cc", "bcc"):
        if not getattr(draft, name):
            setattr(draft, name, ", ".join(one["value"] for one in people.get(name, []) if one["kind"] == "email"))
    draft.revision, draft.last_by = draft.revision + 1, member
    draft.save()
    Attachment.objects.filter(message=message).update(message=None, draft=draft)
