from django.db import models


class NextUpdate(models.Model):
    """A time by which a customer was told to hear from us. The latest of a ticket stands while ``Ticket.update_due_at`` is set;
    the others are what was said before."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, db_index=False)
    due_at = models.DateTimeField()
    was_due_at = models.DateTimeField(null=True)  # the time it took the place of, shown struck through
    source = models.CharField(max_length=8)  # next_update.PERSON, HIGHER, LATER
    member = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ticket", "id"], name="tickets_updates_of_ticket")]

    def __str__(self) -> str:
        return f"{self.due_at:%Y-%m-%d %H:%M}"
