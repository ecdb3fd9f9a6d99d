from django.db import models


class Survey(models.Model):
    """What a brand or channel asks its customers, and when. Answers are ratings (core/ratings), which name it."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=4)  # csat nps ces
    brand = models.BigIntegerField(null=True)  # its key, no foreign key: of a brand that is gone nobody is asked
    channels = models.JSONField(default=list)  # keys; none: every channel
    question_id = models.CharField(max_length=300)
    question_en = models.CharField(max_length=300)
    moment = models.CharField(max_length=8, default="solved")  # solved, or schedule: every so many days
    delay_minutes = models.PositiveIntegerField(default=60)  # after it was solved
    every_days = models.PositiveSmallIntegerField(default=90)  # on a schedule: to those who had a ticket solved since
    conditions = models.JSONField(default=dict)  # core/tickets/queries/conditions.py
    share = models.PositiveSmallIntegerField(default=100)  # per cent of those it could ask
    low_action = models.CharField(max_length=8, blank=True)  # reopen, escalate; none: it is only seen
    reminder_days = models.PositiveSmallIntegerField(default=0)  # 0: no reminder
    is_on = models.BooleanField(default=False)
    is_deleted = models.BooleanField(default=False)  # a tombstone: answers go on naming it
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name

    def question(self, language: str) -> str:
        return self.question_en if language == "en" else self.question_id
