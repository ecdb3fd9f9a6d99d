from django.db import models


class AlertState(models.TextChoices):
    BREWING = "brewing"  # the condition holds, not long enough yet
    ACTIVE = "active"
    CALM = "calm"  # the condition is over, not long enough yet
    OVER = "over"


class Alert(models.Model):
    """A cause for alarm on the board. At most one of a workspace, kind and team is not over."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    kind = models.CharField(max_length=16)
    team = models.ForeignKey("workspace.Team", null=True, on_delete=models.CASCADE, db_index=False)
    state = models.CharField(max_length=8, choices=AlertState.choices)
    value = models.IntegerField(default=0)  # what was measured last
    since = models.DateTimeField()  # of the condition
    state_since = models.DateTimeField()
    taken_by = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)
    taken_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "over_at", "id"], name="analytics_alert_open")]


class WallLink(models.Model):
    """A signed link to the board for a screen on the wall: reads numbers, names nobody, ends by itself."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    name = models.CharField(max_length=80)
    team = models.ForeignKey("workspace.Team", null=True, on_delete=models.CASCADE, db_index=False)
    made_by = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "id"], name="analytics_wall_links")]
