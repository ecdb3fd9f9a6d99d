from django.db import models


class Scoped(models.Model):
    """Belongs to a member (then it is personal), to a team, or, with neither, to the whole workspace."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    member = models.ForeignKey("workspace.Member", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("workspace.Team", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class SavedView(Scoped):
    """A list that somebody put together. ``conditions``: see ``core/tickets/queries/conditions.py``."""

    icon = models.CharField(max_length=24, blank=True)
    conditions = models.JSONField(default=dict)  # {"match": "all"|"any", "of": [condition or one group of them]}
    order = models.CharField(max_length=60, default="urgent")  # of a custom field: "field:size", "-field:size"
    columns = models.JSONField(default=list)  # of the table layout; empty for the usual ones
    position = models.PositiveIntegerField(default=0)


class Macro(Scoped):
    """Words and deeds for a case that comes again. Without actions it is a template."""

    text = models.TextField(blank=True)  # Indonesian, with variables
    text_en = models.TextField(blank=True)
    actions = models.JSONField(default=list)  # [{"do": "resolve"}, {"do": "label", "value": "refund"}, …]
    topic = models.CharField(max_length=80, blank=True)  # ranks it first on tickets of this topic
    used = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "is_active", "name"], name="desk_macro_name")]


class TicketTemplate(Scoped):
    """How a new ticket of a certain kind begins."""

    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    properties = models.JSONField(default=dict)  # {"team", "priority", "labels", "topic", "fields", "checklist"}


class ChecklistTemplate(Scoped):
    items = models.JSONField(default=list)  # {"text", "required"} in order

    @property
    def steps(self) -> list[tuple[str, bool]]:
        """(what is to be done, whether before resolving)."""
        return [(str(one.get("text", "")), bool(one.get("required"))) for one in self.items]
