"""What is noted of a person, and what they agreed to."""

from django.db import models

from percaya.core.people.models.contact import Contact


class ContactNote(models.Model):
    """What a colleague should know of this person, whichever ticket is open."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="team_notes", db_index=False)
    member = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)
    text = models.TextField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["contact", "id"], name="people_note_of_contact")]


class Purpose(models.TextChoices):
    """What personal data is used for (UU PDP, article 16; GDPR, article 5)."""

    SERVICE = "service"  # answering and following up
    MARKETING = "marketing"
    SURVEY = "survey"
    AUTOMATION = "automation"  # answers and decisions by machines
    SHARING = "sharing"  # handing data to somebody else


class Basis(models.TextChoices):
    """The six legal bases (UU PDP, article 20; GDPR, article 6)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal_duty"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_DUTY = "public_duty"
    LEGITIMATE_INTEREST = "legitimate_interest"


class Consent(models.Model):
    """One line of the ledger: written once; withdrawing sets the time, and a new consent is a new line."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE, db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents", db_index=False)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    basis = models.CharField(max_length=20, choices=Basis.choices, default=Basis.CONSENT)
    text_version = models.CharField(max_length=80, blank=True)  # which words the person agreed to
    channel = models.CharField(max_length=24, blank=True)  # where: a channel's key, "phone", "paper"
    evidence = models.CharField(max_length=300, blank=True)  # how it can be shown: a message, a form, a call
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    member = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, db_index=False)

    class Meta:
        indexes = [models.Index(fields=["contact", "id"], name="people_consent_of_contact")]
