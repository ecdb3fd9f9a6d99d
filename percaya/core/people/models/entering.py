"""How a customer gets into the portal without a password: an entry they asked for, and the device that is in."""

from django.db import models

from percaya.core.people.models.contact import Handle


class PortalEntry(models.Model):
    """One wish to get in: a code and a link that were sent to an address, good once, in the browser that asked, for fifteen
    minutes. An address that nobody has makes a row too, which nothing opens: from outside both look alike. Of the secrets
    only fingerprints are kept."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=254)  # normalised
    handle = models.ForeignKey(Handle, null=True, on_delete=models.CASCADE)  # set when the code is sent
    language = models.CharField(max_length=5, default="id")  # of the page on which it was asked for
    browser = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=64, blank=True)
    link = models.CharField(max_length=64, blank=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)


class PortalSession(models.Model):
    """A device that is in. It hangs on the address that let it in: taken from its person, the device is out."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    handle = models.ForeignKey(Handle, on_delete=models.CASCADE)
    hash = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=160, blank=True)  # what the browser calls itself
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
