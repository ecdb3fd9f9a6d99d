from django.db import models


class Notice(models.Model):
    """What a member should hear of one ticket: one row a ticket, the newest reason in front. Reading or acting on the
    ticket clears it."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    member = models.ForeignKey("workspace.Member", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE)
    kind = models.CharField(max_length=16)  # policy.KINDS, the newest
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    event_id = models.BigIntegerField()
    count = models.PositiveIntegerField(default=1)  # since it was last read
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "ticket"], name="notices_notice_once")]
        indexes = [models.Index(fields=["member", "read_at", "at", "id"], name="notices_of_member")]


class PushDevice(models.Model):
    """A browser that a member allowed to be woken (RFC 8030): where its push service listens, and its keys (RFC 8291)."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    member = models.ForeignKey("workspace.Member", on_delete=models.CASCADE)
    endpoint = models.CharField(max_length=600, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=80, blank=True)  # "Chromium, Linux": to tell devices apart
    failures = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
