"""The workspace's list of labels itself: a new word, another word, two that are one, one too many."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.tickets.events import LabelsChanged
from percaya.core.tickets.models import Label, TicketLabel


@transaction.atomic
def make_label(*, workspace_id: int, name: str, by: Actor) -> Label:
    """A label to choose from; the one there is when the word is known. Raises ``ValidationError`` for an empty word."""
    word = _word(name)
    found = Label.objects.filter(workspace_id=workspace_id, name__iexact=word).first()
    return found or _recorded(Label.objects.create(workspace_id=workspace_id, name=word), "made", by)


@transaction.atomic
def rename_label(*, label: Label, to: str, by: Actor) -> Label:
    """Another word for it everywhere; a word that another label has makes the two one."""
    word = _word(to)
    other = Label.objects.filter(workspace_id=label.workspace_id, name__iexact=word).exclude(pk=label.pk).first()
    if other is None:
        label.name = word
        label.save(update_fields=["name"])
        return _recorded(label, "renamed", by)
    having = TicketLabel.objects.filter(label=other).values("ticket_id")
    TicketLabel.objects.filter(label=label).exclude(ticket_id__in=having).update(label=other)
    remove_from_list(label=label, by=by)
    return other


@transaction.atomic
def remove_from_list(*, label: Label, by: Actor) -> None:
    """Take it away, from its tickets as well."""
    _recorded(label, "removed", by)
    label.delete()


def _recorded(label: Label, how: str, by: Actor) -> Label:
    record(LabelsChanged(workspace_id=label.workspace_id, label_id=label.pk, how=how), by=by)
    return label


def _word(name: str) -> str:
    word = " ".join(name.split())[:40]
    if not word:
        raise ValidationError(_("A label needs a word."))
    return word
