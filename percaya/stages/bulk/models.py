from django.db import models


class RunState(models.TextChoices):
    CHOSEN = "chosen"  # tickets are set aside, nothing is done to them yet
    WAITING = "waiting"  # of a deed of which something stays: the seconds in which it can be called off
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"  # called off before or in the middle; what was done stays
    UNDOING = "undoing"
    UNDONE = "undone"


class ItemState(models.TextChoices):
    AHEAD = ""
    DONE = "done"
    SAME = "same"  # there was nothing to change
    FAILED = "failed"
    BACK = "back"  # taken back
    KEPT = "kept"  # could not be taken back: changed again since


class Run(models.Model):
    """One deed to many tickets."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    member = models.ForeignKey("workspace.Member", on_delete=models.CASCADE, db_index=False)
    deed = models.CharField(max_length=24, blank=True)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.CHOSEN)
    tickets = models.JSONField(default=list)  # ids as chosen, until the items are made of them
    total = models.PositiveIntegerField(default=0)
    is_cut = models.BooleanField(default=False)  # there were more than one run takes
    source = models.CharField(max_length=500, blank=True)  # the list it came from, as it stands in an address
    created_at = models.DateTimeField()
    begins_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "id"], name="bulk_run_of_member")]


class Item(models.Model):
    """One ticket of a run. ``from_version`` to ``to_version`` are the run's own events on it, and what an undo takes back."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE)
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=6, choices=ItemState.choices, blank=True, default=ItemState.AHEAD)
    reason = models.CharField(max_length=300, blank=True)
    from_version = models.PositiveIntegerField(default=0)
    to_version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "ticket"], name="bulk_item_once")]
        indexes = [models.Index(fields=["run", "state", "position"], name="bulk_item_next")]
