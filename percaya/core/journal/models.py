from django.db import models


class EventRow(models.Model):
    """One change, written once. The hash covers everything but ``personal``, of which it covers a salted digest,
    so a person's words can be erased (``personal`` and ``salt`` emptied) and the chain still verifies."""

    workspace_id = models.BigIntegerField()
    stream_type = models.CharField(max_length=24)
    stream_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField(null=True)
    cause_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    data = models.TextField(default="{}")  # canonical JSON
    personal = models.TextField(default="")  # canonical JSON, "" when there is none or it was erased
    salt = models.CharField(max_length=32, default="")
    personal_digest = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "journal_event"
        constraints = [
            models.UniqueConstraint(fields=["stream_type", "stream_id", "seq"], name="journal_event_stream_seq"),
        ]
        indexes = [models.Index(fields=["workspace_id", "id"], name="journal_event_workspace")]


class Cursor(models.Model):
    """How far a follower has read."""

    name = models.CharField(max_length=64, primary_key=True)
    event_id = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "journal_cursor"


class Alarm(models.Model):
    """A timer: at ``due_at`` it becomes a job, once, whatever restarts in between."""

    workspace_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=128, unique=True)
    kind = models.CharField(max_length=96)
    args = models.JSONField(default=dict)
    order_key = models.CharField(max_length=64, default="")
    due_at = models.DateTimeField(db_index=True)
    cause_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "journal_alarm"
