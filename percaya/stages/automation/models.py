from django.db import models


class Mode(models.TextChoices):
    ACTIVE = "active"
    PRACTICE = "practice"  # what it would do is proposed to a person first
    OFF = "off"


class Outcome(models.TextChoices):
    DONE = "done"
    NOTHING = "nothing"  # it matched, and all was so already
    PROPOSED = "proposed"
    REJECTED = "rejected"
    OUTDATED = "outdated"  # approved, but the ticket matches no more
    LIMITED = "limited"  # it had acted too often in this hour
    FAILED = "failed"


class Rule(models.Model):
    """When something happens to a ticket (``trigger``) and it matches (``conditions``), do this (``actions``), in this order."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.PRACTICE)
    version = models.PositiveIntegerField(default=1)
    trigger = models.JSONField(default=dict)  # see triggers.py
    conditions = models.JSONField(default=dict)  # core/tickets/queries/conditions.py
    words = models.JSONField(default=list)  # any of these in the message that set it off; none asks nothing
    actions = models.JSONField(default=list)  # [{"do", "value"}], see deeds.py
    stops = models.BooleanField(default=False)  # rules below it are not asked for the same event
    ready_made = models.CharField(max_length=40, blank=True)  # which of ready_made.py it began as
    sealed = models.BinaryField(default=bytes)  # the secret that its webhooks are signed with
    approvals = models.PositiveIntegerField(default=0)  # of proposals, since it began to practise
    paused_until = models.DateTimeField(null=True)  # it acted too often
    run_count = models.PositiveIntegerField(default=0)
    last_run_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    last_error_at = models.DateTimeField(null=True)
    is_deleted = models.BooleanField(default=False)  # a tombstone: stories go on naming it
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "is_deleted", "position", "id"], name="automation_rule_order")]

    def __str__(self) -> str:
        return self.name


class RuleVersion(models.Model):
    """What a rule said at a time; never changed."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, db_index=False)
    number = models.PositiveIntegerField()
    body = models.JSONField()  # name trigger conditions words actions stops
    member = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="automation_version_once")]


class RuleRun(models.Model):
    """A rule matched a ticket on an occasion: once, whatever is tried again."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, db_index=False)
    version = models.PositiveIntegerField()
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, db_index=False)
    occasion = models.CharField(max_length=48)  # "event:123", "after:123", "at:2026-11-23T08:00"
    event_id = models.BigIntegerField(null=True)  # what set it off
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    did = models.JSONField(default=list)  # [{"do", "value", "now"}]: planned ones while it is proposed
    error = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    decided_by = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "ticket", "occasion"], name="automation_run_once")]
        indexes = [
            models.Index(fields=["rule", "outcome", "at"], name="automation_run_of_rule"),
            models.Index(fields=["ticket", "id"], name="automation_run_of_ticket"),
        ]


class WebhookCall(models.Model):
    """One call to an address outside, and how it went."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE)
    url = models.CharField(max_length=500)
    body = models.TextField()
    state = models.CharField(max_length=8, default="waiting")  # waiting sent failed
    status = models.PositiveSmallIntegerField(null=True)  # of the answer
    error = models.CharField(max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
