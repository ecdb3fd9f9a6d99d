from django.db import models

from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.policy import NEVER


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
    snoozed_till_reply = models.BooleanField(default=False)  # sleeps until the customer writes
    reminded_at = models.DateTimeField(null=True)  # a snooze ran out, and nobody here has done anything since
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
    due_at = models.DateTimeField(null=True)  # when we owe the next word: the nearest due time of its clocks
    due_warn_at = models.DateTimeField(null=True)  # the first warning before it, as its service level says
    due_kind = models.CharField(max_length=12, blank=True)  # of which clock: first_reply next_reply resolution
    clock_paused = models.BooleanField(default=False)  # its clocks stand still while it waits for others
    failed_delivery = models.BooleanField(default=False)  # an answer did not arrive: loud in the row
    shelf = models.SmallIntegerField(choices=Shelf.choices, default=Shelf.ACTIVE)
    is_open = models.SmallIntegerField(default=1)  # 0 or 1: SQLite uses no index for a bare boolean
    urgency_key = models.BigIntegerField(default=0)  # policy.urgency_key: due, priority, waiting packed into one number
    priority_key = models.BigIntegerField(default=0)  # policy.sort_keys: the other sorts, each one number
    waiting_key = models.BigIntegerField(default=0)
    due_key = models.BigIntegerField(default=0)
    update_key = models.BigIntegerField(default=NEVER)  # policy.update_key: whose customer hears from us soonest
    near_at = models.DateTimeField(null=True)  # policy.near_at: from when on what is owed calls for somebody
    promise_due_at = models.DateTimeField(null=True)  # the nearest open promise to the customer, and whose it is
    promise_owner = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")
    update_due_at = models.DateTimeField(null=True)  # by when we said that the customer hears from us (NextUpdate)
    mood = models.CharField(max_length=8, blank=True)  # of the customer's last message: negative neutral positive
    quiet_since = models.DateTimeField(null=True)  # we had the last word after a bad mood, and nothing came back
    minutes_spent = models.PositiveIntegerField(default=0)
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
            models.Index(fields=["workspace", "is_open", "priority_key", "id"], name="tickets_open_priority"),
            models.Index(fields=["workspace", "is_open", "waiting_key", "id"], name="tickets_open_waiting"),
            models.Index(fields=["workspace", "is_open", "due_key", "id"], name="tickets_open_due"),
            models.Index(fields=["workspace", "is_open", "update_key", "id"], name="tickets_open_update"),
            models.Index(fields=["workspace", "is_open", "near_at", "id"], name="tickets_open_near"),
            models.Index(fields=["workspace", "is_open", "id"], name="tickets_open_age"),
            models.Index(fields=["workspace", "updated_at", "id"], name="tickets_by_change"),
            models.Index(fields=["workspace", "state", "id"], name="tickets_by_state"),
            models.Index(fields=["contact", "id"], name="tickets_of_contact"),
            models.Index(fields=["workspace", "promise_owner", "promise_due_at", "id"], name="tickets_promised"),
            models.Index(fields=["workspace", "quiet_since", "id"], name="tickets_quiet"),
            models.Index(fields=["workspace", "id"], name="tickets_by_age"),  # the whole history, newest first
        ]

    def __str__(self) -> str:
        return f"#{self.number}"
