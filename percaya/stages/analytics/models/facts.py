"""What the follower keeps. Seconds: ``_b`` on the ticket's calendar (business), ``_c`` of the clock on the wall (calendar)."""

from typing import Any

from django.db import models


class TicketFacts(models.Model):
    """One row a ticket. ``event_id`` is the last event it has taken in; the first columns are as the ticket is now."""

    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, primary_key=True)
    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    event_id = models.BigIntegerField(default=0)
    number = models.BigIntegerField()
    channel = models.CharField(max_length=24)
    priority = models.CharField(max_length=8)
    topic = models.CharField(max_length=80, blank=True)
    team = models.ForeignKey("workspace.Team", null=True, on_delete=models.SET_NULL, db_index=False)
    assignee = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")
    contact = models.ForeignKey("people.Contact", on_delete=models.CASCADE, db_index=False)
    is_open = models.SmallIntegerField(default=1)  # 0 or 1: SQLite uses no index for a bare boolean
    is_counted = models.SmallIntegerField(default=1)  # neither spam nor merged into another
    waiting_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    state = models.CharField(max_length=20, default="new")
    state_since = models.DateTimeField()
    state_seconds = models.JSONField(default=dict)  # {state: [business, calendar]} of the states that are over
    created_at = models.DateTimeField()
    first_inbound_at = models.DateTimeField(null=True)
    turn_since = models.DateTimeField(null=True)  # the customer's first word that no person has answered
    first_any_reply_at = models.DateTimeField(null=True)  # receipts and machines too
    first_reply_at = models.DateTimeField(null=True)
    first_reply_by = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")
    first_reply_b = models.BigIntegerField(null=True)
    first_reply_c = models.BigIntegerField(null=True)
    replies = models.PositiveIntegerField(default=0)  # public words of people here
    inbound = models.PositiveIntegerField(default=0)
    unanswered_turns = models.PositiveIntegerField(default=0)  # closed without an answer ("thank you")
    first_resolved_at = models.DateTimeField(null=True)
    first_resolution_b = models.BigIntegerField(null=True)
    first_resolution_c = models.BigIntegerField(null=True)
    resolved_at = models.DateTimeField(null=True)  # the latest time, kept when it was opened again
    resolved_by = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")
    resolution_b = models.BigIntegerField(null=True)
    resolution_c = models.BigIntegerField(null=True)
    customer_reopens = models.PositiveIntegerField(default=0)  # within seven days of the resolution
    late_reopens = models.PositiveIntegerField(default=0)  # by the customer, after that
    agent_reopens = models.PositiveIntegerField(default=0)
    calendar = models.BigIntegerField(default=0)
    calendar_version = models.PositiveIntegerField(default=0)
    undo = models.JSONField(default=dict)  # what the last reply and the last change of state replaced

    class Meta:
        indexes = [
            # Everything the board asks of open tickets stands in this one index.
            models.Index(
                fields=["workspace", "is_open", "team", "assignee", "waiting_since", "due_at", "created_at"],
                name="analytics_open",
            ),
            # And of a period what its numbers are made of: a report reads the index and no row.
            models.Index(fields=["workspace", "created_at", "is_counted", "team", "assignee"], name="analytics_created"),
            models.Index(
                fields=["workspace", "first_reply_at", "is_counted", "first_reply_b", "first_reply_c", "team", "first_reply_by"],
                name="analytics_first_reply",
            ),
            models.Index(
                fields=["workspace", "first_resolved_at", "is_counted", "first_resolution_b", "first_resolution_c"],
                name="analytics_first_resolved",
            ),
            models.Index(
                fields=[
                    "workspace",
                    "resolved_at",
                    "is_counted",
                    "resolution_b",
                    "resolution_c",
                    "replies",
                    "customer_reopens",
                    "agent_reopens",
                    "team",
                    "resolved_by",
                ],
                name="analytics_resolved",
            ),
            # What replies and clocks ask of their ticket, found without its row.
            models.Index(fields=["ticket", "is_counted", "team", "assignee"], name="analytics_of_ticket"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"


def _facts_of_ticket() -> Any:
    """To the facts of the same ticket, without a column of its own: a report joins facts with facts and reads no ticket."""
    return models.ForeignObject(
        TicketFacts, from_fields=["ticket"], to_fields=["ticket"], on_delete=models.DO_NOTHING, null=True, related_name="+"
    )


class ReplyFacts(models.Model):
    """A public word of a person here; with ``started_at``, the customer's turn it answered: from the first unanswered word."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE)
    message = models.BigIntegerField(unique=True)
    member = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)
    is_first = models.SmallIntegerField(default=0)  # it is the first reply of the ticket
    replied_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    seconds_b = models.BigIntegerField(null=True)
    seconds_c = models.BigIntegerField(null=True)
    facts = _facts_of_ticket()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "replied_at", "is_first", "ticket", "member", "started_at", "seconds_b", "seconds_c"],
                name="analytics_replied",
            )
        ]


class ClockFacts(models.Model):
    """An obligation, as its clock's events tell it."""

    clock = models.BigIntegerField(primary_key=True)
    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE)
    event_id = models.BigIntegerField(default=0)
    obligation = models.CharField(max_length=12)
    due_at = models.DateTimeField(null=True)  # the last one it had; kept while it stands still
    met_at = models.DateTimeField(null=True)
    is_breached = models.SmallIntegerField(default=0)
    is_paused = models.SmallIntegerField(default=0)
    is_cancelled = models.SmallIntegerField(default=0)
    facts = _facts_of_ticket()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "due_at", "is_cancelled", "is_paused", "met_at", "ticket"], name="analytics_clock_due"
            )
        ]


class QuarterCount(models.Model):
    """How often something happened in a quarter of an hour: ``created`` and ``resolved`` by team, ``reply`` by member. 0 is
    nobody. Quarters, since days and hours of zones like Asia/Kathmandu (+5:45) begin with one."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    quarter = models.DateTimeField()
    what = models.CharField(max_length=8)
    team = models.BigIntegerField(default=0)
    member = models.BigIntegerField(default=0)
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "quarter", "what", "team", "member"], name="analytics_quarter_once")
        ]
