from django.db import models


class Rating(models.Model):
    """How a customer found it: asked at most once for each time the ticket was solved, answered or not."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE)
    member = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL)  # who was responsible when it was asked
    kind = models.CharField(max_length=4, default="csat")  # policy.SCALES
    survey = models.BigIntegerField(null=True)  # which one asked (stages/surveys); none: a rule did
    question = models.CharField(max_length=300, blank=True)  # as it was asked; "": the house's own words
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)  # of its scale; none: no answer (yet)
    comment = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True)  # the first answer; it may be changed for 7 days from then
    changed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "given_at", "id"], name="ratings_given"),
            models.Index(fields=["workspace", "asked_at", "id"], name="ratings_asked"),
        ]


class AskingLimits(models.Model):
    """How often at most a customer is asked, whoever asks: every survey and every rule counts. Without a row, the defaults."""

    workspace = models.OneToOneField("workspace.Workspace", on_delete=models.CASCADE, primary_key=True)
    days_between = models.PositiveSmallIntegerField(default=7)  # 0: as often as a ticket is solved
    quiet_from = models.PositiveSmallIntegerField(default=20)  # hours by the customer's clock
    quiet_until = models.PositiveSmallIntegerField(default=8)
