from django.db import models

from percaya.core.tickets.access import TicketQuerySet


class State(models.TextChoices):
    NEW = "new"
    OPEN = "open"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_OTHER = "waiting_other"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(models.TextChoices):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Shelf(models.IntegerChoices):
    """Where a ticket lies in the lists: derived from its state, so that one index serves every view (policy.shelf)."""

    ACTIVE = 0  # somebody here has to do something
    WAITING = 1
    SNOOZED = 2
    RESOLVED = 3
    CLOSED = 4
    SPAM = 5
    MERGED = 6


class Ticket(models.Model):
    """One matter of one customer. ``version`` is the number of its last event: If-Match, and the end of its chain."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    number = models.BigIntegerField()
    subject = models.CharField(max_length=250, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.NEW)
    waits_for = models.CharField(max_length=120, blank=True)  # whom, in waiting_other; the question, in waiting_customer
    snoozed_until = models.DateTimeField(null=True)
    is_spam = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    follows = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="follow_ups")
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    topic = models.CharField(max_length=80, blank=True)
    team = models.ForeignKey("workspace.Team", null=True, on_delete=models.SET_NULL, db_index=False)
    assignee = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)
    contact = models.ForeignKey("people.Contact", on_delete=models.PROTECT, db_index=False)
    channel = models.CharField(max_length=24)
    account = models.ForeignKey("workspace.ChannelAccount", null=True, on_delete=models.SET_NULL, db_index=False)
    language = models.CharField(max_length=5, default="id")
    waiting_since = models.DateTimeField(null=True)  # first customer message that no person has answered
    due_at = models.DateTimeField(null=True)  # when we owe the next word
    failed_delivery = models.BooleanField(default=False)  # an answer did not arrive: loud in the row
    shelf = models.SmallIntegerField(choices=Shelf.choices, default=Shelf.ACTIVE)
    is_open = models.SmallIntegerField(default=1)  # 0 or 1: SQLite uses no index for a bare boolean
    urgency_key = models.BigIntegerField(default=0)  # policy.urgency_key: due, priority, waiting packed into one number
    preview = models.CharField(max_length=160, blank=True)
    preview_by = models.CharField(max_length=10, blank=True)  # contact member system note
    inbound_count = models.PositiveIntegerField(default=0)
    message_count = models.PositiveIntegerField(default=0)
    link_epoch = models.PositiveSmallIntegerField(default=0)  # counted up to revoke the status links given out
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    last_inbound_at = models.DateTimeField(null=True)
    first_replied_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "number"], name="tickets_ticket_number")]
        indexes = [
            models.Index(fields=["workspace", "shelf", "urgency_key", "id"], name="tickets_by_shelf"),
            models.Index(fields=["workspace", "is_open", "urgency_key", "id"], name="tickets_open"),
            models.Index(fields=["workspace", "assignee", "shelf", "urgency_key", "id"], name="tickets_of_assignee"),
            models.Index(fields=["workspace", "team", "is_open", "urgency_key", "id"], name="tickets_of_team"),
            models.Index(fields=["workspace", "updated_at", "id"], name="tickets_by_change"),
            models.Index(fields=["workspace", "state", "id"], name="tickets_by_state"),
            models.Index(fields=["contact", "id"], name="tickets_of_contact"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"


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


class Draft(models.Model):
    """What a member is writing: one reply and one note a ticket, kept apart (so a note can never leak into a reply)."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False)
    member = models.ForeignKey("workspace.Member", on_delete=models.CASCADE)
    kind = models.CharField(max_length=5)  # reply note
    text = models.TextField(blank=True)
    cc = models.TextField(blank=True)
    bcc = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)  # a late save never wakes a sent draft
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "member", "kind"], name="tickets_draft_once")]


class Seen(models.Model):
    """How many inbound messages of a ticket a member has read."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False)
    member = models.ForeignKey("workspace.Member", on_delete=models.CASCADE, db_index=False)
    inbound_seen = models.PositiveIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "member"], name="tickets_seen_once")]
