from django.db import models


class ArrivalState(models.TextChoices):
    ACCEPTED = "accepted"  # durable, not read yet
    PROCESSED = "processed"
    REPEAT = "repeat"  # the same message had come before
    IGNORED = "ignored"  # rightly nothing to do (our own mail came back)
    QUARANTINED = "quarantined"  # cannot be read: a person opens, fixes, replays


class Arrival(models.Model):
    """Raw bytes that came in through a door, and what became of them. The bytes are in the blob store."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    account = models.ForeignKey("workspace.ChannelAccount", null=True, on_delete=models.SET_NULL, db_index=False)
    channel = models.CharField(max_length=24)
    door = models.CharField(max_length=8)  # imap smtp lmtp pipe http form api
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    mail_from = models.CharField(max_length=254, null=True)
    rcpt_to = models.JSONField(default=list)
    remote = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=ArrivalState.choices, default=ArrivalState.ACCEPTED)
    reason = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=400, blank=True)
    ticket = models.ForeignKey("tickets.Ticket", null=True, on_delete=models.SET_NULL)
    message = models.ForeignKey("tickets.Message", null=True, on_delete=models.SET_NULL, db_index=False)
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)  # a writer took something back: the bytes are what was left of it

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-id"], name="intake_arrival_newest"),
            models.Index(fields=["workspace", "state", "-id"], name="intake_arrival_state"),
        ]


class ArrivalPart(models.Model):
    """A message that an arrival speaks of beside others, so that it is found when its writer takes it back. (Where it speaks of
    one alone, the arrival names it.)"""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, db_index=False)
    message = models.ForeignKey("tickets.Message", on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arrival", "message"], name="intake_arrivalpart_once")]


class MailboxPlace(models.Model):
    """The UID ledger of an IMAP folder: every message seen in it, so that none is missed and a move repeats nothing."""

    account = models.ForeignKey("workspace.ChannelAccount", on_delete=models.CASCADE, db_index=False)
    folder = models.CharField(max_length=120)
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    arrival = models.ForeignKey(Arrival, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "folder", "uid_validity", "uid"], name="intake_mailboxplace_once")
        ]


class PollPlace(models.Model):
    """How far a vendor has been asked: the cursor of an account whose channel goes and asks (``abilities.Polled``)."""

    account = models.OneToOneField("workspace.ChannelAccount", on_delete=models.CASCADE)
    cursor = models.TextField(blank=True)
    moved_at = models.DateTimeField(auto_now=True)
