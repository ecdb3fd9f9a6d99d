"""Single tickets and what stands beside them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable

from percaya.core.people.models import Consent, ContactNote, Handle, MergeProposal, OrganisationDomain
from percaya.core.prepared import Prepared
from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import (
    Attachment,
    ChecklistItem,
    Draft,
    Joining,
    Label,
    Mention,
    Message,
    Participant,
    Seen,
    Ticket,
    TicketFollower,
    TicketLink,
    TimeSpent,
)
from percaya.core.workspace.models import Member

PREVIOUS = 5


def visible(member: Member) -> TicketQuerySet[Ticket]:
    """The guarded door: every ticket a member may see."""
    return Ticket.objects.visible_to(member)


def by_number(member: Member, number: int) -> Ticket | None:
    """The ticket with its people loaded; beside its columns ``seen_by_reader`` (inbound messages the member has read,
    ``None`` before the first look), ``may_be_merged`` (its contact has an open merge proposal), ``has_brought`` (messages
    came here from other tickets) and ``has_ties`` (other tickets are joined or linked to it)."""
    if not member.hidden_team_ids:
        return next(iter(_BY_NUMBER.ask(workspace=member.workspace_id, reader=member.pk, number=number)), None)
    return _with_people(member).filter(number=number).first()


def by_key(member: Member, pk: int) -> Ticket | None:
    """The ticket with its account, for who needs nothing else of it at first."""
    if not member.hidden_team_ids:
        return next(iter(_BY_KEY.ask(workspace=member.workspace_id, pk=pk)), None)
    return visible(member).select_related("account").filter(pk=pk).first()


def _with_people(member: Member) -> TicketQuerySet[Ticket]:
    seen = Seen.objects.filter(ticket_id=OuterRef("pk"), member_id=member.pk).values("inbound_seen")[:1]
    of_contact = Q(first_id=OuterRef("contact_id")) | Q(second_id=OuterRef("contact_id"))
    proposals = MergeProposal.objects.filter(of_contact, state="open")
    rows = visible(member).select_related("contact__organisation", "assignee", "team", "account", "workspace", "merged_into")
    rows = rows.annotate(seen_by_reader=Subquery(seen), may_be_merged=Exists(proposals), **_ties(), **_around(member))
    return rows.annotate(**_customer(member))


def _one_who_sees_all(workspace: int, reader: int = 0) -> Member:
    """For queries that are written once: a member from whom no team is hidden."""
    member = Member(pk=reader, workspace_id=workspace)
    member.__dict__["hidden_team_ids"] = []
    return member


_BY_NUMBER = Prepared(
    lambda workspace, reader, number: _with_people(_one_who_sees_all(workspace, reader)).filter(number=number)[:1],
    workspace=int,
    reader=int,
    number=int,
)


_BY_KEY: Prepared[Ticket] = Prepared(
    lambda workspace, pk: visible(_one_who_sees_all(workspace)).select_related("account").filter(pk=pk), workspace=int, pk=int
)


def _customer(member: Member) -> dict[str, Combinable]:
    """Whether the contact has notes or consents, and an address of an organisation's domain without belonging to one."""
    domains = OrganisationDomain.objects.filter(workspace_id=member.workspace_id).values("domain")
    own = Handle.objects.filter(contact_id=OuterRef("contact_id"), claim="").exclude(domain="")
    return {
        "has_notes": Exists(ContactNote.objects.filter(contact_id=OuterRef("contact_id"))),
        "has_consents": Exists(Consent.objects.filter(contact_id=OuterRef("contact_id"))),
        "may_belong": Exists(own.filter(contact__organisation=None, domain__in=domains)),
    }


def _ties() -> dict[str, Combinable]:
    brought = Message.objects.filter(ticket_id=OuterRef("pk"), moved_at__isnull=False)
    links = TicketLink.objects.filter(Q(from_ticket_id=OuterRef("pk")) | Q(to_ticket_id=OuterRef("pk")))
    joined = Joining.objects.filter(Q(source_id=OuterRef("pk")) | Q(target_id=OuterRef("pk")), undone_at=None)
    follow_ups = Ticket.objects.filter(follows_id=OuterRef("pk"))
    any_tie = Q(follows__isnull=False) | Exists(links) | Exists(joined) | Exists(follow_ups)
    return {"has_brought": Exists(brought), "has_ties": ExpressionWrapper(any_tie, output_field=BooleanField())}


def _around(member: Member) -> dict[str, Combinable]:
    """What the head tells of a ticket besides: ``steps`` and ``steps_done`` of its checklist, whether the reader
    ``follows_it``, and whether they are ``mentioned`` in a note they have not read."""
    steps = ChecklistItem.objects.filter(ticket_id=OuterRef("pk")).order_by().values("ticket_id")
    followers = TicketFollower.objects.filter(ticket_id=OuterRef("pk"), member_id=member.pk)
    return {
        "steps": Subquery(steps.annotate(n=Count("pk")).values("n")),
        "steps_done": Subquery(steps.annotate(n=Count("done_at")).values("n")),
        "follows_it": Exists(followers),
        "mentioned": Exists(Mention.objects.filter(ticket_id=OuterRef("pk"), member_id=member.pk, read_at=None)),
    }


@dataclass(frozen=True)
class Chips:
    """What the head of a ticket tells of what stands around it."""

    steps: int
    steps_done: int
    follows: bool


def chips_of(ticket: Ticket, member: Member) -> Chips:
    """From the ticket as ``by_number`` gave it; asked for anew of one that was read otherwise."""
    told: dict[str, Any] = vars(ticket)
    if "steps" not in told:
        told = vars(Ticket.objects.filter(pk=ticket.pk).annotate(**_around(member)).only("pk").get())
    return Chips(told["steps"] or 0, told["steps_done"] or 0, bool(told["follows_it"]))


def followers(ticket_id: int) -> list[tuple[int, str]]:
    """(key, name) of the members who follow it, by name."""
    rows = TicketFollower.objects.filter(ticket_id=ticket_id, member__is_active=True).order_by("member__name")
    return list(rows.values_list("member_id", "member__name"))


def checklist(ticket_id: int) -> list[ChecklistItem]:
    return list(ChecklistItem.objects.filter(ticket_id=ticket_id).select_related("done_by").order_by("position", "pk"))


def time_spent(ticket_id: int) -> list[TimeSpent]:
    """Newest first."""
    return list(TimeSpent.objects.filter(ticket_id=ticket_id).select_related("member").order_by("-pk"))


def participants(ticket: Ticket) -> list[Participant]:
    return list(Participant.objects.filter(ticket=ticket).order_by("pk"))


def previous(ticket: Ticket, member: Member, limit: int = PREVIOUS) -> list[Ticket]:
    """The customer's other tickets, newest first, as far as the member may see them."""
    if not member.hidden_team_ids and limit == PREVIOUS:
        return _PREVIOUS.ask(workspace=member.workspace_id, contact=ticket.contact_id, ticket=ticket.pk)
    return list(_others_of(member, ticket.contact_id, ticket.pk)[:limit])


def _others_of(member: Member, contact_id: int, ticket_id: int) -> TicketQuerySet[Ticket]:
    return visible(member).of_contact(contact_id).exclude(pk=ticket_id).order_by("-id")


_PREVIOUS = Prepared(
    lambda workspace, contact, ticket: _others_of(_one_who_sees_all(workspace), contact, ticket)[:PREVIOUS],
    workspace=int,
    contact=int,
    ticket=int,
)


def drafts(ticket: Ticket, member: Member) -> tuple[dict[str, Draft], list[Draft]]:
    """The member's own drafts by kind, and those that colleagues asked for help with."""
    rows = Draft.objects.filter(Q(member=member) | Q(is_shared=True), ticket=ticket).select_related("member", "last_by")
    found = list(rows.prefetch_related("attachment_set").order_by("pk"))
    own = {draft.kind: draft for draft in found if draft.member_id == member.pk}
    return own, [draft for draft in found if draft.member_id != member.pk]


def helped_draft(ticket: Ticket, owner_id: int, kind: str) -> Draft | None:
    """A colleague's draft that they shared; a guarded door: the ticket is one that the reader sees."""
    rows = Draft.objects.filter(ticket=ticket, member_id=owner_id, kind=kind, is_shared=True)
    return rows.select_related("member", "last_by").first()


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
        own = file.draft.member_id == member.pk
        shared = file.draft.is_shared and visible(member).filter(pk=file.draft.ticket_id).exists()
        return file if own or shared else None
    if file.message is None:
        return None
    return file if visible(member).filter(pk=file.message.ticket_id).exists() else None
