from django.db import models


class Attempt(models.Model):
    """One try to get a message out. ``phase``: started (nothing can have left), handed (it may have left), ended."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    message = models.ForeignKey("tickets.Message", on_delete=models.CASCADE)
    carrier = models.CharField(max_length=16)
    step = models.CharField(max_length=24, blank=True)  # of a message that leaves in several (contract Stepped)
    answer = models.JSONField(default=dict)  # to a step that ended well: what the next steps are told
    phase = models.CharField(max_length=8, default="started")
    outcome = models.CharField(max_length=8, blank=True)  # contract.OutcomeKind
    permanent = models.BooleanField(default=False)
    code = models.CharField(max_length=24, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    proof = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)


class ReplyWindow(models.Model):
    """When a person last wrote to an account whose channel lets us answer freely for some hours only."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    account = models.ForeignKey("workspace.ChannelAccount", on_delete=models.CASCADE, db_index=False)
    contact = models.ForeignKey("people.Contact", on_delete=models.CASCADE)
    heard_at = models.DateTimeField()  # by the vendor's clock, which is the one that closes it
    held_by = models.CharField(max_length=60, blank=True)  # another app of the business that may write to them, we may not
    held_at = models.DateTimeField(null=True)  # since then, by the same clock

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "contact"], name="delivery_window_once")]


class Held(models.Model):
    """A message that waits because its account is in trouble, not because of itself. Gone as soon as it may be tried again."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    account = models.ForeignKey("workspace.ChannelAccount", on_delete=models.CASCADE)
    message = models.OneToOneField("tickets.Message", on_delete=models.CASCADE)
    word = models.CharField(max_length=24, blank=True)  # contract.Word
    since = models.DateTimeField()


class Turn(models.Model):
    """The next moment at which something may leave: one row for an account, one for each person it writes to. What keeps
    several workers together below the vendor's limits."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    account = models.ForeignKey("workspace.ChannelAccount", on_delete=models.CASCADE, db_index=False)
    peer = models.CharField(max_length=254, blank=True)  # "" for the whole account
    next_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "peer"], name="delivery_turn_once")]


class ChannelTemplate(models.Model):
    """An approved text that may be sent when the window is closed, as the vendor keeps it (contract TemplateFacts)."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    account = models.ForeignKey("workspace.ChannelAccount", on_delete=models.CASCADE, db_index=False)
    name = models.CharField(max_length=512)
    language = models.CharField(max_length=16)
    category = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=16, blank=True)  # approved pending rejected paused disabled
    quality = models.CharField(max_length=16, blank=True)  # green yellow red
    reason = models.CharField(max_length=300, blank=True)
    header = models.TextField(blank=True)
    header_kind = models.CharField(max_length=12, blank=True)
    body = models.TextField(blank=True)
    footer = models.TextField(blank=True)
    buttons = models.JSONField(default=list)
    blanks = models.JSONField(default=list)
    examples = models.JSONField(default=dict)
    external_id = models.CharField(max_length=120, blank=True)
    synced_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name", "language"], name="delivery_template_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class Failure(models.Model):
    """A message that did not arrive, or of which nobody knows, by account: what its page shows of the last day."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    account = models.ForeignKey("workspace.ChannelAccount", on_delete=models.CASCADE, db_index=False)
    message = models.OneToOneField("tickets.Message", on_delete=models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "at"], name="delivery_failure_lately")]
