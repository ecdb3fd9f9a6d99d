"""Tables of working calendars; ``models.py`` names them for Django."""

from django.db import models


class WorkCalendar(models.Model):
    """When the business, a team or a brand works, as it stands now; ``calendar_specs.py`` says how the parts are written."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=48)
    week = models.JSONField(default=dict)
    breaks = models.JSONField(default=dict)
    seasons = models.JSONField(default=list)
    follows_holidays = models.BooleanField(default=True)  # a shift that works on Lebaran does not
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)  # one that is gone stays for the clocks that run on it
    version = models.PositiveIntegerField(default=0)  # the newest CalendarVersion
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace"], condition=models.Q(is_default=True), name="workspace_calendar_default"),
            models.UniqueConstraint(
                fields=["workspace", "name"], condition=models.Q(is_active=True), name="workspace_calendar_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """What a calendar said at one time, holidays and all. Never changed: a clock that was started on it is counted on it."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    calendar = models.ForeignKey(WorkCalendar, on_delete=models.CASCADE)
    version = models.PositiveIntegerField()
    spec = models.JSONField()
    digest = models.CharField(max_length=64)  # of the spec: what is kept in memory is kept by it
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "version"], name="workspace_calendar_version")]


class HolidayKind(models.TextChoices):
    NATIONAL = "national"
    JOINT = "joint"  # cuti bersama
    LOCAL = "local"  # the business's own


class Treatment(models.TextChoices):
    CLOSED = "closed"
    HALF = "half"  # its own hours
    OPEN = "open"  # a working day like any other


class Holiday(models.Model):
    """A day unlike others, for all calendars that follow holidays, or for one calendar alone."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    calendar = models.ForeignKey(WorkCalendar, null=True, blank=True, on_delete=models.CASCADE)
    date = models.DateField()
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=8, choices=HolidayKind.choices, default=HolidayKind.LOCAL)
    treatment = models.CharField(max_length=6, choices=Treatment.choices, default=Treatment.CLOSED)
    periods = models.JSONField(default=list)  # of half: [["08:00", "12:00"]]
    is_confirmed = models.BooleanField(default=True)  # no: the date is a forecast, a person should look
    is_edited = models.BooleanField(default=False)  # a person has had their say: an import leaves it alone
    source = models.CharField(max_length=12, blank=True)  # the country it was imported for

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "date"], condition=models.Q(calendar=None), name="workspace_holiday_day"
            ),
            models.UniqueConstraint(
                fields=["calendar", "date"], condition=models.Q(calendar__isnull=False), name="workspace_holiday_own_day"
            ),
        ]
