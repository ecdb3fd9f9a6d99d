from django.db import models
from django.db.models import Q


class PortalLook(models.Model):
    """How the portal looks for the business itself (no ``brand``) or under one of its brands, and the host that shows it."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    brand = models.ForeignKey("workspace.Brand", null=True, on_delete=models.CASCADE)
    host = models.CharField(max_length=190, blank=True)  # lower case, without a port; "" is the house's own
    colour = models.CharField(max_length=7, blank=True)  # "#rrggbb" as it was chosen; what is shown is repaired for contrast
    language = models.CharField(max_length=5, blank=True)  # of whoever has chosen none; "" is their browser's

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host"], condition=~Q(host=""), name="web_portal_look_host"),
            models.UniqueConstraint(fields=["workspace", "brand"], name="web_portal_look_of_brand"),
            models.UniqueConstraint(fields=["workspace"], condition=Q(brand=None), name="web_portal_look_of_business"),
        ]
