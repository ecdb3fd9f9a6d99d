from django.db import models

from percaya.core.tickets.models.ticket import Ticket


class Direction(models.TextChoices):
    INBOUND = "inbound"
    OUTBOUND = "outbound"
    NOTE = "note"


class Delivery(models.TextChoices):
    """Where an outbound message is. ``held`` is the undo window; ``unknown`` is said as it is."""

    NONE = ""
    HELD = "held"
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class Message(models.Model):
    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False)
    direction = models.CharField(max_length=8, choices=Direction.choices)
    author_kind = models.CharField(max_length=8)  # contact member system token
    member = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)
    contact = models.ForeignKey("people.Contact", null=True, on_delete=models.SET_NULL, db_index=False)
    author_name = models.CharField(max_length=160, blank=True)
    channel = models.CharField(max_length=24, blank=True)
    account = models.ForeignKey("workspace.ChannelAccount", null=True, on_delete=models.SET_NULL, db_index=False)
    subject = models.CharField(max_length=250, blank=True)
    body_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)  # already safe; shown in a sandboxed frame all the same
    quoted_text = models.TextField(blank=True)
    signature = models.TextField(blank=True)
    remote_images = models.PositiveIntegerField(default=0)
    external_id = models.CharField(max_length=250, blank=True)  # the channel's id, e.g. Message-ID without brackets
    content_digest = models.CharField(max_length=64, blank=True)
    in_reply_to = models.CharField(max_length=250, blank=True)
    addressed = models.JSONField(default=dict)  # {"to": [..], "cc": [..], "bcc": [..]} as {"value", "name"}
    raw_sha = models.CharField(max_length=64, blank=True)
    auto = models.CharField(max_length=12, blank=True)  # contract.AutoKind
    flags = models.JSONField(default=list)  # machine words: "reused-id", "third-party", "bad-charset"
    fields = models.JSONField(default=dict)
    delivery_state = models.CharField(max_length=10, choices=Delivery.choices, blank=True)
    delivery_reason = models.CharField(max_length=300, blank=True)
    delivery_code = models.CharField(max_length=24, blank=True)
    delivery_at = models.DateTimeField(null=True)
    send_key = models.CharField(max_length=64, blank=True)  # the sender's idempotency key
    send_after = models.DateTimeField(null=True)
    came_from = models.ForeignKey(  # the ticket whose talk it belongs to, where a merge or a split put it into another
        Ticket, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    moved_at = models.DateTimeField(null=True)  # when it came here from another ticket, whose events still tell of it
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "external_id", "content_digest"],
                condition=models.Q(direction="inbound") & ~models.Q(external_id=""),
                name="tickets_message_received_once",
            ),
            models.UniqueConstraint(
                fields=["ticket", "send_key"], condition=~models.Q(send_key=""), name="tickets_message_sent_once"
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="tickets_message_of_ticket"),
            # Not partial: SQLite cannot prove that a bound value is not "", and would read the whole table instead.
            models.Index(fields=["workspace", "external_id"], name="tickets_message_external"),
            models.Index(
                fields=["ticket", "created_at", "id"], condition=models.Q(moved_at__isnull=False), name="tickets_message_moved"
            ),
        ]


class Attachment(models.Model):
    """A file of a message. Bytes are in the blob store under ``sha256``; ``name`` is already safe to show."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE)  # null while it belongs to a draft
    draft = models.ForeignKey("Draft", null=True, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=120)  # by looking at the bytes
    declared_type = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, default="file")
    content_id = models.CharField(max_length=250, blank=True)
    note = models.CharField(max_length=24, blank=True)
    details = models.JSONField(default=dict)
