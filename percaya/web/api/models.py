from django.db import models


class ApiReply(models.Model):
    """What a POST with an Idempotency-Key answered, for 24 hours. The one table of the thin web: it belongs to the wire
    (a repeated request), not to any matter of the desk. ``status`` 0 while the first request is still under way."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    token = models.ForeignKey("workspace.ApiToken", on_delete=models.CASCADE, db_index=False)
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)  # of method, path, query and body
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="web_api_reply_once")]
