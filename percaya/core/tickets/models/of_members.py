from django.db import models

from percaya.core.tickets.models.message import Message
from percaya.core.tickets.models.ticket import Ticket


class Draft(models.Model):
    """What a member is writing: one reply, one note and one forward a ticket, kept apart (so a note can never leak into a
    reply). ``is_shared``: the member asked the colleagues to help with it."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False)
    member = models.ForeignKey("workspace.Member", on_delete=models.CASCADE)
    kind = models.CharField(max_length=7)  # reply note forward
    text = models.TextField(blank=True)
    to = models.TextField(blank=True)
    cc = models.TextField(blank=True)
    bcc = models.TextField(blank=True)
    deeds = models.JSONField(default=list)  # what a macro put in for the moment of sending: [{"do", …}]
    is_shared = models.BooleanField(default=False)
    last_by = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    revision = models.PositiveIntegerField(default=0)  # a late save never wakes a sent draft
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "member", "kind"], name="tickets_draft_once")]


class Seen(models.Model):
    """How many inbound messages of a ticket a member has read."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False)
    member = models.ForeignKey("workspace.Member", on_delete=models.CASCADE, db_index=False)
    inbound_seen = models.PositiveIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "member"], name="tickets_seen_once")]


class TicketFollower(models.Model):
    """A member who wants to hear of a ticket that is not theirs."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False)
    member = models.ForeignKey("workspace.Member", on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "member"], name="tickets_follower_once")]


class Mention(models.Model):
    """A member named in a note, in person or through a team; read once they have had the ticket before them."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, db_index=False)
    member = models.ForeignKey("workspace.Member", on_delete=models.CASCADE, db_index=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "member"], name="tickets_mention_once")]
        indexes = [
            models.Index(fields=["member", "read_at", "ticket"], name="tickets_mention_of_member"),
            models.Index(fields=["ticket", "member"], name="tickets_mention_in_ticket"),
        ]
