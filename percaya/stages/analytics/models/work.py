"""How long people were at it: what their own pages tell, added up by local day."""

from django.db import models


class WorkDay(models.Model):
    """A member's day, in seconds. ``until`` is the end of what has been counted: the same minute on two devices is one."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    member = models.ForeignKey("workspace.Member", on_delete=models.CASCADE, db_index=False)
    day = models.DateField()
    until = models.DateTimeField()
    focused = models.FloatField(default=0)  # all of it, the list too
    handling = models.FloatField(default=0)  # at a ticket, writing among it
    administration = models.FloatField(default=0)  # fields, search, and pages that are neither list nor ticket

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "day", "member"], name="analytics_workday_once")]


class TicketWork(models.Model):
    """What of a member's day went to one ticket, in seconds."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    member = models.ForeignKey("workspace.Member", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE)
    day = models.DateField()
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "day", "member", "ticket"], name="analytics_ticketwork_once")]
