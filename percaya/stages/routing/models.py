from django.db import models
from django.db.models.functions import Now


class Status(models.TextChoices):
    AVAILABLE = "available"
    ASYNC_ONLY = "async_only"  # mail and the like, no live talk
    TRANSFERS_ONLY = "transfers_only"  # own tickets and what a person hands over
    BREAK = "break"
    OFFLINE = "offline"


class Strategy(models.TextChoices):
    MANUAL = "manual"  # people take tickets themselves
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"
    STICKY = "sticky"  # who helped this customer last, else the least loaded


class Reassign(models.TextChoices):
    NEVER = "never"
    AWAY = "away"  # from who is on a break or offline
    SILENT = "silent"  # and from who does not answer


class Seat(models.Model):
    """A member as routing sees them. ``used`` is the counter that parallel assignments are held apart by; it always is the
    sum of the member's charges. Loads are in tenths, so that halves add up exactly."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    member = models.OneToOneField("workspace.Member", on_delete=models.CASCADE)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OFFLINE)
    reason = models.CharField(max_length=40, blank=True)  # of a break: a key of the workspace's list
    since = models.DateTimeField(db_default=Now())
    is_auto = models.BooleanField(default=True)  # not chosen by a person: coming back ends it
    limit = models.PositiveIntegerField(null=True)  # tenths; None: the workspace's
    used = models.PositiveIntegerField(default=0)  # tenths
    given_at = models.DateTimeField(null=True)  # when routing last gave them something
    skills = models.JSONField(default=list)  # words, lower case
    languages = models.JSONField(default=list)  # "id", "en"; empty: any

    class Meta:
        indexes = [models.Index(fields=["workspace", "status"], name="routing_seat_status")]


class Charge(models.Model):
    """What one ticket weighs on whom, and since when it is theirs."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE)
    member = models.ForeignKey("workspace.Member", on_delete=models.CASCADE)
    weight = models.PositiveIntegerField()  # tenths
    since = models.DateTimeField()


class RoutingSettings(models.Model):
    """What holds for the whole workspace; no row means the defaults of ``policy``."""

    workspace = models.OneToOneField("workspace.Workspace", on_delete=models.CASCADE)
    weights = models.JSONField(default=dict)  # kind of ticket -> tenths
    limit = models.PositiveIntegerField(default=120)
    idle_minutes = models.PositiveIntegerField(default=15)  # without any activity: break; 0 never
    reasons = models.JSONField(default=list)  # the business's own reasons for a break: words


class TeamRouting(models.Model):
    """How a team's tickets find their person."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    team = models.OneToOneField("workspace.Team", on_delete=models.CASCADE)
    strategy = models.CharField(max_length=16, choices=Strategy.choices, default=Strategy.MANUAL)
    skills = models.JSONField(default=list)  # that every ticket of the team asks for
    match_language = models.BooleanField(default=False)
    priority_first = models.BooleanField(default=True)  # of the backlog; else the oldest
    overflow_team = models.ForeignKey("workspace.Team", null=True, on_delete=models.SET_NULL, related_name="+")
    overflow_minutes = models.PositiveIntegerField(default=0)  # 0: never
    reassign = models.CharField(max_length=8, choices=Reassign.choices, default=Reassign.NEVER)
    reassign_minutes = models.PositiveIntegerField(default=30)


class TeamRule(models.Model):
    """Tickets that match go to this team and ask for these skills. The first that matches counts."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    position = models.PositiveIntegerField()
    conditions = models.JSONField(default=dict)  # core.tickets.queries.conditions
    team = models.ForeignKey("workspace.Team", null=True, on_delete=models.CASCADE)  # None: stays where it is
    skills = models.JSONField(default=list)
    is_on = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "position"], name="routing_rule_order")]


class Decision(models.Model):
    """One look for somebody: what was asked, who stood where, and why the others did not get it."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE)
    at = models.DateTimeField()
    how = models.CharField(max_length=12)
    team = models.ForeignKey("workspace.Team", null=True, on_delete=models.SET_NULL, db_index=False)
    member = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)
    strategy = models.CharField(max_length=16, blank=True)
    rules = models.JSONField(default=list)  # [{"rule", "team", "matched", "missed": [conditions that did not hold]}]
    asked = models.JSONField(default=dict)  # {"skills", "language", "weight"}
    candidates = models.JSONField(default=list)  # policy.Ranked and policy.Refused as data, best first
    reason = models.CharField(max_length=12, blank=True)  # why nobody
