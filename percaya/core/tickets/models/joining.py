from django.db import models

from percaya.core.tickets.models.ticket import Ticket


class JoiningKind(models.TextChoices):
    MERGE = "merge"  # ``source`` goes on in ``target``
    SPLIT = "split"  # ``target`` was made out of messages of ``source``


class Joining(models.Model):
    """Two tickets joined, or one parted. ``before`` is what an undo brings back (ids, and what columns and drafts held); it
    is emptied when it is undone or when the time for that is over, so that no words stay behind in it."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    kind = models.CharField(max_length=6, choices=JoiningKind.choices)
    source = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="joinings_out", db_index=False)
    target = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="joinings_in", db_index=False)
    at = models.DateTimeField()
    undo_until = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    before = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["source", "id"], name="tickets_joining_source"),
            models.Index(fields=["target", "id"], name="tickets_joining_target"),
        ]
