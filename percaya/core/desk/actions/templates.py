"""How new tickets and checklists of a certain kind begin: made, changed, taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.desk.actions.refusing import check_owner
from percaya.core.desk.events import ChecklistTemplateChanged, TicketTemplateChanged
from percaya.core.desk.models import ChecklistTemplate, TicketTemplate
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.assigning import set_team
from percaya.core.tickets.actions.checklists import MOST_STEPS, Step, add_steps
from percaya.core.tickets.actions.fields import set_fields
from percaya.core.tickets.actions.properties import add_label, change_priority, change_topic
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.policy import PRIORITIES
from percaya.core.tickets.queries.fields import ticket_fields
from percaya.core.workspace.fields import read
from percaya.core.workspace.models import CustomField, Member, Team


@dataclass(frozen=True, kw_only=True)
class TemplateWish:
    """A ticket template as somebody wants it. ``fields``: values by key; ``team``: whose the ticket will be."""

    name: str
    subject: str = ""
    text: str = ""
    team: Team | None = None
    priority: str = "normal"
    topic: str = ""
    labels: Sequence[str] = ()
    fields: Mapping[str, object] = field(default_factory=dict)
    checklist: Sequence[Step] = ()


@transaction.atomic
def save_ticket_template(
    *, member: Member, wish: TemplateWish, known: TicketTemplate | None = None, language: str = "id", by: Actor
) -> TicketTemplate:
    """Make or change a template that everyone in the workspace can begin with. Raises ``ValidationError``."""
    made = known or TicketTemplate(workspace_id=member.workspace_id)
    made.name = _named(wish.name)
    check_owner(made, member)
    made.subject, made.text = " ".join(wish.subject.split())[:250], wish.text.strip()[:20_000]
    made.properties = _properties(member.workspace_id, wish, language)
    made.save()
    record(TicketTemplateChanged(workspace_id=made.workspace_id, template=made.pk, how="saved"), by=by)
    return made


@transaction.atomic
def remove_ticket_template(*, known: TicketTemplate, member: Member, by: Actor) -> None:
    """Tickets that began with it stay as they are."""
    check_owner(known, member)
    record(TicketTemplateChanged(workspace_id=known.workspace_id, template=known.pk, how="removed"), by=by)
    known.delete()


@transaction.atomic
def begin_with(*, template: TicketTemplate, ticket: Ticket, by: Actor) -> Ticket:
    """Give a ticket that has just been opened what the template begins with: team, priority, topic, labels, fields and
    checklist. A field that is asked for no more is left out."""
    kept: dict[str, Any] = template.properties
    team = Team.objects.filter(workspace_id=ticket.workspace_id, is_active=True, pk=kept.get("team") or 0).first()
    if team is not None:
        ticket = set_team(ticket=ticket, to=team, by=by)
    ticket = change_priority(ticket=ticket, to=kept.get("priority", "normal"), by=by)
    if kept.get("topic"):
        ticket = change_topic(ticket=ticket, to=kept["topic"], by=by)
    for word in kept.get("labels", []):
        ticket = add_label(ticket=ticket, name=word, by=by)
    known = {one.key for one in ticket_fields(ticket.workspace_id)}
    ticket = set_fields(ticket=ticket, values={key: held for key, held in kept.get("fields", {}).items() if key in known}, by=by)
    if steps := [(text, bool(required)) for text, required in kept.get("checklist", [])]:
        add_steps(ticket=ticket, steps=steps, by=by)
    return Ticket.objects.get(pk=ticket.pk)


@transaction.atomic
def save_checklist_template(
    *, member: Member, name: str, steps: Sequence[Step], known: ChecklistTemplate | None = None, by: Actor
) -> ChecklistTemplate:
    """Make or change a ready-made checklist. Raises ``ValidationError`` without a name or a step."""
    made = known or ChecklistTemplate(workspace_id=member.workspace_id)
    made.name = _named(name)
    check_owner(made, member)
    made.items = [{"text": text, "required": required} for text, required in _steps(steps)]
    if not made.items:
        raise ValidationError(_("A checklist needs at least one step."))
    made.save()
    record(ChecklistTemplateChanged(workspace_id=made.workspace_id, template=made.pk, how="saved"), by=by)
    return made


@transaction.atomic
def remove_checklist_template(*, known: ChecklistTemplate, member: Member, by: Actor) -> None:
    """Tickets that have its steps keep them."""
    check_owner(known, member)
    record(ChecklistTemplateChanged(workspace_id=known.workspace_id, template=known.pk, how="removed"), by=by)
    known.delete()


def _named(name: str) -> str:
    word = " ".join(name.split())[:80]
    if not word:
        raise ValidationError(_("A template needs a title."))
    return word


def _steps(steps: Sequence[Step]) -> list[Step]:
    return [(text, required) for raw, required in steps[:MOST_STEPS] if (text := " ".join(raw.split())[:200])]


def _properties(workspace_id: int, wish: TemplateWish, language: str) -> dict[str, Any]:
    if wish.team is not None and wish.team.workspace_id != workspace_id:
        raise ValidationError(_("This team belongs to another workspace."))
    if wish.priority not in PRIORITIES:
        raise ValidationError(_("There is no such priority."))
    return {
        "team": wish.team.pk if wish.team else None,
        "priority": wish.priority,
        "topic": " ".join(wish.topic.split())[:80],
        "labels": list(dict.fromkeys(word for raw in wish.labels if (word := " ".join(raw.split())[:40]))),
        "fields": _fields(workspace_id, wish.fields, language),
        "checklist": [list(step) for step in _steps(wish.checklist)],
    }


def _fields(workspace_id: int, given: Mapping[str, object], language: str) -> dict[str, list[str]]:
    """Values that fit. Sensitive ones and customers belong to one ticket, not to a template."""
    rows = CustomField.objects.filter(workspace_id=workspace_id, of="ticket", is_active=True, is_sensitive=False)
    known = {one.key: one for one in rows.exclude(kind="contact")}
    held = {key: read(known[key], value, language=language) for key, value in given.items() if key in known}
    return {key: [one.text for one in all_held] for key, all_held in held.items() if all_held}
