from django.db import models


class EscalationPlan(models.Model):
    """What a business has made of one reason; without a row the plan out of the box holds (policy.usual)."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    reason = models.CharField(max_length=16)
    plan = models.JSONField(default=dict)  # policy.plan_from

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "reason"], name="escalation_plan_reason")]


class Escalation(models.Model):
    """One ticket gone higher for one reason: who answers for it, and when the next word comes."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE)
    reason = models.CharField(max_length=16)
    words = models.CharField(max_length=500, blank=True)  # of the colleague or the rule that asked
    asked_by = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    step = models.PositiveSmallIntegerField(default=0)  # the steps that were taken
    next_update_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "reason"], condition=models.Q(closed_at=None), name="escalation_one_open")
        ]
        indexes = [models.Index(fields=["workspace", "closed_at", "next_update_at"], name="escalation_open")]
