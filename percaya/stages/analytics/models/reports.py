from django.db import models


class ReportMail(models.Model):
    """A report that is mailed to its owner at a local time, until it is stopped."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    owner = models.ForeignKey("workspace.Member", on_delete=models.CASCADE, db_index=False)
    rhythm = models.CharField(max_length=8)  # daily weekly monthly
    hour = models.PositiveSmallIntegerField(default=8)  # local time of the workspace
    filters = models.JSONField(default=dict)  # as in the address of the page
    created_at = models.DateTimeField()
    last_sent_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    trouble = models.CharField(max_length=300, blank=True)  # why the last one did not leave; "" when it did
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "owner", "id"], name="analytics_report_mails")]
