from django.db import models


class PromiseState(models.TextChoices):
    OPEN = "open"
    LATE = "late"  # the time has come and gone; it can still be done, and owned up to
    KEPT = "kept"
    BROKEN = "broken"
    CANCELLED = "cancelled"  # the customer no longer needs it


class Promise(models.Model):
    """One promise to one customer. ``first_due_at`` stays what was said first, however often it is moved."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, db_index=False)
    owner = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)
    message = models.ForeignKey("tickets.Message", null=True, on_delete=models.SET_NULL, db_index=False)  # where it was said
    text = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=PromiseState.choices, default=PromiseState.OPEN)
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    moved = models.PositiveSmallIntegerField(default=0)
    was_late = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)  # why it was moved, broken or cancelled, for the customer too
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "due_at"], name="promises_of_ticket"),
            models.Index(fields=["workspace", "state", "due_at", "id"], name="promises_by_state"),
            models.Index(fields=["workspace", "owner", "state", "due_at", "id"], name="promises_of_owner"),
        ]

    def __str__(self) -> str:
        return self.text
