from django.db import models


class Rating(models.Model):
    """How a customer found it: asked once for each time the ticket was solved, answered or not."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE)
    member = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL)  # who was responsible when it was asked
    asked_at = models.DateTimeField()
    score = models.PositiveSmallIntegerField(null=True)  # 1 to 5; none: no answer (yet)
    comment = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True)  # the first answer; it may be changed for 7 days from then
    changed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "given_at", "id"], name="ratings_given"),
            models.Index(fields=["workspace", "asked_at", "id"], name="ratings_asked"),
        ]
