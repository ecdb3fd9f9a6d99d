from django.db import models

from percaya.core.tickets.models.ticket import Ticket


class Participant(models.Model):
    """An address that takes part in a ticket: the requester, people in copy, third parties who answered."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=254)
    name = models.CharField(max_length=160, blank=True)
    role = models.CharField(max_length=12)  # requester cc third_party
    contact = models.ForeignKey("people.Contact", null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "kind", "value"], name="tickets_participant_once")]


class Label(models.Model):
    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="tickets_label_name")]

    def __str__(self) -> str:
        return self.name


class TicketLabel(models.Model):
    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False)
    label = models.ForeignKey(Label, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "label"], name="tickets_ticketlabel_once")]


class LinkKind(models.TextChoices):
    """How ``from_ticket`` relates to ``to_ticket``; a follow-up is the ticket's own ``follows``."""

    CHILD = "child"  # is a part of
    DUPLICATE = "duplicate"  # says the same as
    RELATED = "related"


class TicketLink(models.Model):
    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    from_ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_out", db_index=False)
    to_ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["from_ticket", "to_ticket", "kind"], name="tickets_link_once")]


class ChecklistItem(models.Model):
    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False)
    text = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    is_required = models.BooleanField(default=False)  # to be ticked before the ticket is resolved
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)

    class Meta:
        indexes = [models.Index(fields=["ticket", "position", "id"], name="tickets_checklist")]


class TimeSpent(models.Model):
    """Minutes that a member worked on a ticket, as they say."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE)
    member = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)
    minutes = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()


class FieldValue(models.Model):
    """What a custom field of a ticket holds: one row, several for ``multi``. ``text`` is always set, as the API gives it;
    ``number`` and ``day`` stand beside it where they can be compared."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False)
    field = models.ForeignKey("workspace.CustomField", on_delete=models.CASCADE, db_index=False)
    text = models.CharField(max_length=250)
    number = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    day = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "field", "text"], name="tickets_fieldvalue_once")]
        indexes = [
            models.Index(fields=["field", "text", "ticket"], name="tickets_field_text"),
            models.Index(fields=["field", "number", "ticket"], name="tickets_field_number"),
            models.Index(fields=["field", "day", "ticket"], name="tickets_field_day"),
        ]
