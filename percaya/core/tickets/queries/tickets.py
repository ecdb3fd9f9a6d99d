"""Single tickets and what stands beside them."""

from django.db.models import Exists, OuterRef, Q, Subquery

from percaya.core.people.models import MergeProposal
from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import Attachment, Draft, Label, Message, Participant, Seen, Ticket
from percaya.core.workspace.models import Member


def visible(member: Member) -> TicketQuerySet[Ticket]:
    """The guarded door: every ticket a member may see."""
    return Ticket.objects.visible_to(member)


def by_number(member: Member, number: int) -> Ticket | None:
    """The ticket with its people loaded; beside its columns ``seen_by_reader`` (inbound messages the member has read,
    ``None`` before the first look) and ``may_be_merged`` (its contact has an open merge proposal)."""
    seen = Seen.objects.filter(ticket_id=OuterRef("pk"), member_id=member.pk).values("inbound_seen")[:1]
    of_contact = Q(first_id=OuterRef("contact_id")) | Q(second_id=OuterRef("contact_id"))
    proposals = MergeProposal.objects.filter(of_contact, state="open")
    rows = visible(member).select_related("contact", "assignee", "team", "account", "workspace", "merged_into")
    rows = rows.annotate(seen_by_reader=Subquery(seen), may_be_merged=Exists(proposals))
    return rows.filter(number=number).first()


def participants(ticket: Ticket) -> list[Participant]:
    return list(Participant.objects.filter(ticket=ticket).order_by("pk"))


def previous(ticket: Ticket, member: Member, limit: int = 5) -> list[Ticket]:
    """The customer's other tickets, newest first, as far as the member may see them."""
    rows = visible(member).filter(contact_id=ticket.contact_id).exclude(pk=ticket.pk)
    return list(rows.order_by("-id")[:limit])


def drafts(ticket: Ticket, member: Member) -> dict[str, Draft]:
    rows = Draft.objects.filter(ticket=ticket, member=member).prefetch_related("attachment_set")
    return {draft.kind: draft for draft in rows}


def labels(workspace_id: int) -> list[Label]:
    return list(Label.objects.filter(workspace_id=workspace_id).order_by("name"))


def message_of(ticket: Ticket, message_id: int) -> Message | None:
    """A message only through its own ticket: an id of another's is simply not found."""
    return Message.objects.filter(ticket=ticket, pk=message_id).first()


def attachment_for(member: Member, attachment_id: int) -> Attachment | None:
    """A file a member may open: of a ticket they see, or of their own draft."""
    rows = Attachment.objects.select_related("message", "draft").filter(workspace_id=member.workspace_id)
    file = rows.filter(pk=attachment_id).first()
    if file is None:
        return None
    if file.draft is not None:
        return file if file.draft.member_id == member.pk else None
    if file.message is None:
        return None
    return file if visible(member).filter(pk=file.message.ticket_id).exists() else None
