from django.db import models


class Attempt(models.Model):
    """One try to get a message out. ``phase``: started (nothing can have left), handed (it may have left), ended."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    message = models.ForeignKey("tickets.Message", on_delete=models.CASCADE)
    carrier = models.CharField(max_length=16)
    phase = models.CharField(max_length=8, default="started")
    outcome = models.CharField(max_length=8, blank=True)  # contract.OutcomeKind
    permanent = models.BooleanField(default=False)
    code = models.CharField(max_length=24, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    proof = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
