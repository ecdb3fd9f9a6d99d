"""Priority, subject, topic, language, contact, labels."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.people.models import Contact
from percaya.core.tickets import policy
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.events import (
    LabelAdded,
    LabelRemoved,
    LanguageDetected,
    MoodRead,
    PriorityChanged,
    SubjectChanged,
    TicketContactChanged,
    TopicChanged,
)
from percaya.core.tickets.models import Label, Ticket, TicketLabel
from percaya.core.tickets.naming import name_from


@transaction.atomic
def change_priority(*, ticket: Ticket, to: str, by: Actor, if_version: int | None = None) -> Ticket:
    if to not in policy.PRIORITIES:
        raise Refused(_("There is no such priority."))
    ticket = hold(ticket.pk, if_version)
    if ticket.priority != to:
        before, ticket.priority = ticket.priority, to
        commit(ticket, PriorityChanged, by=by, priority=to, before=before)
    return ticket


@transaction.atomic
def change_subject(*, ticket: Ticket, to: str, by: Actor, if_version: int | None = None) -> Ticket:
    ticket = hold(ticket.pk, if_version)
    subject = " ".join(to.split())[:250]
    if ticket.subject != subject:
        before, ticket.subject = ticket.subject, subject
        commit(ticket, SubjectChanged, by=by, before=before)
    return ticket


@transaction.atomic
def name_by_words(*, ticket: Ticket, words: str, by: Actor) -> Ticket:
    """Name a ticket without a subject after what its customer says, once they say something (naming.name_from)."""
    name = name_from(words)
    ticket = hold(ticket.pk)
    if name and not ticket.subject:
        ticket.subject = name
        commit(ticket, SubjectChanged, by=by, before="", named=True)
    return ticket


@transaction.atomic
def change_topic(*, ticket: Ticket, to: str, by: Actor, if_version: int | None = None) -> Ticket:
    ticket = hold(ticket.pk, if_version)
    topic = " ".join(to.split())[:80]
    if ticket.topic != topic:
        before, ticket.topic = ticket.topic, topic
        commit(ticket, TopicChanged, by=by, topic=topic, before=before)
    return ticket


@transaction.atomic
def note_language(*, ticket: Ticket, language: str, confidence: float, evidence: str, by: Actor) -> None:
    """Triage's finding, with how sure it is and why."""
    ticket = hold(ticket.pk)
    if ticket.language != language:
        ticket.language = language
        commit(ticket, LanguageDetected, by=by, language=language, confidence=confidence, evidence=evidence)


@transaction.atomic
def note_mood(*, ticket: Ticket, mood: str, confidence: float, evidence: tuple[str, ...], by: Actor) -> None:
    """How the customer's last message sounds, with how sure that is and which words say so."""
    ticket = hold(ticket.pk)
    if ticket.mood != mood:
        ticket.mood = mood
        commit(ticket, MoodRead, by=by, mood=mood, confidence=confidence, evidence=evidence)


@transaction.atomic
def move_to_contact(*, ticket: Ticket, contact: Contact, by: Actor) -> Ticket:
    ticket = hold(ticket.pk)
    if ticket.contact_id != contact.pk and contact.workspace_id == ticket.workspace_id:
        before, ticket.contact = ticket.contact_id, contact
        commit(ticket, TicketContactChanged, by=by, contact=contact.pk, before=before)
    return ticket


@transaction.atomic
def add_label(*, ticket: Ticket, name: str, by: Actor, if_version: int | None = None) -> Ticket:
    """Put a label on; a new word makes a new label. Raises ``ValidationError`` for an empty one."""
    word = " ".join(name.split())[:40]
    if not word:
        raise ValidationError(_("A label needs a word."))
    ticket = hold(ticket.pk, if_version)
    label = Label.objects.filter(workspace_id=ticket.workspace_id, name__iexact=word).first()
    label = label or Label.objects.create(workspace_id=ticket.workspace_id, name=word)
    _link, made = TicketLabel.objects.get_or_create(ticket=ticket, label=label, defaults={"workspace_id": ticket.workspace_id})
    if made:
        commit(ticket, LabelAdded, by=by, label=label.pk)
    return ticket


@transaction.atomic
def remove_label(*, ticket: Ticket, label_id: int, by: Actor, if_version: int | None = None) -> Ticket:
    ticket = hold(ticket.pk, if_version)
    if TicketLabel.objects.filter(ticket=ticket, label_id=label_id).delete()[0]:
        commit(ticket, LabelRemoved, by=by, label=label_id)
    return ticket


@transaction.atomic
def set_labels(*, ticket: Ticket, names: list[str], by: Actor, if_version: int | None = None) -> Ticket:
    """Make the labels exactly these."""
    ticket = hold(ticket.pk, if_version)
    wanted = {" ".join(name.split())[:40].casefold(): name for name in names if name.strip()}
    for link in TicketLabel.objects.select_related("label").filter(ticket=ticket):
        if wanted.pop(link.label.name.casefold(), None) is None:
            ticket = remove_label(ticket=ticket, label_id=link.label_id, by=by)
    for name in wanted.values():
        ticket = add_label(ticket=ticket, name=name, by=by)
    return ticket
