from django.db import models


class Obligation(models.TextChoices):
    """What a clock runs for. At most one live clock of each on a ticket."""

    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    RESOLUTION = "resolution"


class Policy(models.Model):
    """A service level: for which tickets (conditions, as saved views keep them) how soon. The first that fits counts."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    is_default = models.BooleanField(default=False)  # fits every ticket that no other fits; one per workspace
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    terms = models.JSONField(default=dict)  # terms.py: conditions, targets, warn, pause
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "position", "id"], name="sla_policy_order")]
        constraints = [
            models.UniqueConstraint(fields=["workspace"], condition=models.Q(is_default=True), name="sla_policy_one_default")
        ]

    def __str__(self) -> str:
        return self.name


class PolicyVersion(models.Model):
    """What a policy said, written once: clocks name the version they were started by."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    terms = models.JSONField(default=dict)
    member = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="sla_policy_version_once")]


class Clock(models.Model):
    """One obligation of one ticket. What was used up lies in ``spent`` until ``running_since``; the rest runs from there.

    Live (``is_live``) until it is met or cancelled, also when it is overdue. Paused: ``paused_at`` set, ``due_at`` null.
    ``met_at`` later than ``due_at`` was done late; ``breached_at`` is the due time that was missed, and never goes away.
    """

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, db_index=False)
    kind = models.CharField(max_length=12, choices=Obligation.choices)
    policy = models.ForeignKey(Policy, null=True, on_delete=models.SET_NULL, db_index=False)
    policy_version = models.PositiveIntegerField(default=1)
    calendar = models.BigIntegerField(default=0)  # 0: round the clock
    calendar_version = models.PositiveIntegerField(default=0)
    target_seconds = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    running_since = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    spent = models.DurationField()  # on its calendar, until running_since or paused_at
    warn = models.JSONField(default=list)  # shares of the target, percent
    warned = models.JSONField(default=list)
    met_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=12, blank=True)
    is_live = models.SmallIntegerField(default=1)  # 0 or 1: SQLite uses no index for a bare boolean
    team = models.ForeignKey("workspace.Team", null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")
    assignee = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "kind"], condition=models.Q(is_live=1), name="sla_clock_one_live")
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="sla_clock_of_ticket"),
            models.Index(fields=["workspace", "is_live", "due_at", "id"], name="sla_clock_running"),
            models.Index(fields=["workspace", "due_at", "id"], name="sla_clock_due"),
            models.Index(fields=["policy", "is_live"], name="sla_clock_of_policy"),
        ]
