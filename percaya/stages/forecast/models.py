"""What is learnt of alike tickets, and what was said of each. Lengths are seconds of working time."""

from django.db import models


class Alike(models.Model):
    """Tickets of one kind (policy.keys). The two lists are read when one of them ends; who asks for a range reads the rest."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    key = models.CharField(max_length=160, blank=True)
    n = models.PositiveSmallIntegerField(default=0)  # how many lengths are known, 500 at most
    low = models.FloatField(default=0)  # the ends of the range that it gives now
    high = models.FloatField(default=0)
    measured = models.PositiveSmallIntegerField(default=0)  # of the last ones, those whose customers were shown a range
    hits = models.PositiveSmallIntegerField(default=0)  # and that ended inside it
    low_level = models.FloatField(default=0)  # policy.Levels
    high_level = models.FloatField(default=0)
    lengths = models.JSONField(default=list)  # [[ticket, length], …], the latest last
    outcomes = models.JSONField(default=list)  # [[ticket, -1 below 0 within 1 above, shown], …]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="forecast_alike_key")]

    def __str__(self) -> str:
        return self.key


class GivenRange(models.Model):
    """The one range of a ticket: given once, said the same ever after, and held against it when it ends."""

    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, primary_key=True)
    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    key = models.CharField(max_length=160, blank=True)  # of the group that gave it
    n = models.PositiveSmallIntegerField()  # tickets behind it
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    day = models.PositiveIntegerField()  # a day of work where it was given; 86,400 round the clock
    given_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)  # to the customer, for the first time
    ended_at = models.DateTimeField(null=True)
    took = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "key", "ended_at"], name="forecast_given_ended")]
