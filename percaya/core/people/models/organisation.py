from django.db import models


class Joining(models.TextChoices):
    """What happens when somebody new writes from one of the organisation's domains."""

    PROPOSE = "propose"  # shown, and a person says so
    JOIN = "join"
    OFF = "off"


class Organisation(models.Model):
    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    name = models.CharField(max_length=160)
    notes = models.TextField(blank=True)
    attributes = models.JSONField(default=dict)  # custom fields by key
    joining = models.CharField(max_length=8, choices=Joining.choices, default=Joining.PROPOSE)
    shares_tickets = models.BooleanField(default=False)  # its people see each other's tickets in the portal
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "name", "id"], name="people_organisation_name")]

    def __str__(self) -> str:
        return self.name


class OrganisationDomain(models.Model):
    """A domain of mail whose addresses belong to the organisation's people."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=190)  # lower case, without "@"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "domain"], name="people_domain_once")]

    def __str__(self) -> str:
        return self.domain
