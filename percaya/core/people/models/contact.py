from django.db import models


class Contact(models.Model):
    """One person. ``name`` is one field (mononyms are whole names) and is never re-cased."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    name = models.CharField(max_length=160, blank=True)
    salutation = models.CharField(max_length=24, blank=True)  # sapaan; never inferred
    is_vip = models.BooleanField(default=False)  # the business says so; conditions, routing and escalations may look at it
    language = models.CharField(max_length=5, blank=True)
    time_zone = models.CharField(max_length=48, blank=True)
    organisation = models.ForeignKey("people.Organisation", null=True, blank=True, on_delete=models.SET_NULL)
    sees_organisation = models.BooleanField(default=False)  # in the portal: the tickets of all its people
    keeps_apart = models.JSONField(default=list)  # organisations that a person said this one does not belong to
    notes = models.TextField(blank=True)  # who this is, in a few words; what colleagues write over time are ContactNotes
    attributes = models.JSONField(default=dict)  # custom fields by key
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "name", "id"], name="people_contact_name"),
            models.Index(fields=["workspace", "id"], condition=models.Q(merged_into=None), name="people_contact_living"),
        ]

    def __str__(self) -> str:
        return self.name


class Handle(models.Model):
    """An address of a person. ``claim`` is "" when the channel vouches for it (the mail came from there, the answer
    goes there); else the key of the channel where somebody merely typed it in. Only unclaimed handles find a contact."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="handles")
    kind = models.CharField(max_length=10)  # email phone external
    value = models.CharField(max_length=254)  # normalised
    domain = models.CharField(max_length=190, blank=True)  # of a mail address
    claim = models.CharField(max_length=64, blank=True)
    verified_at = models.DateTimeField(null=True)
    unreachable = models.CharField(max_length=300, blank=True)  # a hard bounce's reason: nothing is sent there
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "value", "claim"], name="people_handle_once"),
        ]
        indexes = [
            models.Index(fields=["workspace", "domain", "contact"], condition=~models.Q(domain=""), name="people_handle_domain")
        ]

    def __str__(self) -> str:
        return self.value
