from django.db import models
from django.db.models import Q


class JobRow(models.Model):
    """A job of the embedded engine that is waiting, running or stuck. One that is done has no row."""

    WAITING, RUNNING, STUCK = "waiting", "running", "stuck"

    kind = models.CharField(max_length=96)
    args = models.TextField(default="{}")  # JSON
    queue = models.CharField(max_length=16)
    order_key = models.CharField(max_length=64, default="")
    unique_key = models.CharField(max_length=128, default="")  # emptied when the job begins
    workspace_id = models.BigIntegerField(null=True)
    cause_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, default=WAITING)
    attempts = models.PositiveIntegerField(default=0)  # begun, counted before the handler runs
    run_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    error = models.TextField(default="")
    failed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "jobs_job"
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"], condition=Q(state="waiting") & ~Q(unique_key=""), name="jobs_job_unique_key"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "run_at", "id"], name="jobs_job_due"),
            models.Index(fields=["order_key", "id"], condition=~Q(order_key=""), name="jobs_job_order"),
        ]
