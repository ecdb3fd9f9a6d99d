"""The ledger of consents (UU PDP, articles 20-24 and 40; GDPR, article 7): lines are added and withdrawn, never changed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people.events import ConsentGiven, ConsentWithdrawn
from percaya.core.people.models import Basis, Consent, Contact, Purpose


@transaction.atomic
def record_consent(
    *,
    contact: Contact,
    purpose: str,
    basis: str = Basis.CONSENT,
    text_version: str = "",
    channel: str = "",
    evidence: str = "",
    given_at: datetime | None = None,
    by: Actor,
) -> Consent:
    """Raises ``ValidationError``: a consent proves nothing without its evidence, and none is given in the future."""
    if purpose not in Purpose.values or basis not in Basis.values:
        raise ValidationError(_("Choose a purpose and a basis."))
    if basis == Basis.CONSENT and not evidence.strip():
        raise ValidationError(_("Say how the consent can be shown: a message, a form, a call. Nothing was saved."))
    now = timezone.now()
    if given_at is not None and given_at > now:
        raise ValidationError(_("A consent cannot have been given in the future."))
    row = Consent.objects.create(
        workspace_id=contact.workspace_id,
        contact=contact,
        purpose=purpose,
        basis=basis,
        text_version=text_version.strip()[:80],
        channel=channel.strip()[:24],
        evidence=evidence.strip()[:300],
        given_at=given_at or now,
        member_id=by.id if by.kind == "member" else None,
    )
    event = ConsentGiven(
        workspace_id=contact.workspace_id, contact=contact.pk, consent=row.pk, purpose=purpose, basis=basis,
        text_version=row.text_version, channel=row.channel,
    )  # fmt: skip
    record(event, by=by)
    return row


@transaction.atomic
def withdraw_consent(*, consent: Consent, at: datetime | None = None, by: Actor) -> Consent:
    """From now on (or ``at``, by the clock of a vendor) it holds no more. Withdrawing twice is withdrawing once."""
    now = at or timezone.now()
    if Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=now):
        consent.withdrawn_at = now
        event = ConsentWithdrawn(
            workspace_id=consent.workspace_id, contact=consent.contact_id, consent=consent.pk, purpose=consent.purpose
        )
        record(event, by=by)
    return consent


@transaction.atomic
def note_wish(
    *, contact: Contact, purpose: str, channel: str, wanted: bool, evidence: str, at: datetime | None = None, by: Actor
) -> bool:
    """A person told a channel itself whether they want this from us there (WhatsApp tells of marketing). A stop that takes back
    nothing is a line of its own, withdrawn from its beginning. ``False``: known already, or older than what is known."""
    moment = min(at or timezone.now(), timezone.now())
    Contact.objects.select_for_update(of=("self",), no_key=True).get(pk=contact.pk)
    there = list(Consent.objects.filter(contact=contact, purpose=purpose, channel=channel[:24]).order_by("pk"))
    last = there[-1] if there else None
    if last is not None and (moment < (last.withdrawn_at or last.given_at) or (last.withdrawn_at is None) == wanted):
        return False
    if wanted:
        record_consent(contact=contact, purpose=purpose, channel=channel, evidence=evidence, given_at=moment, by=by)
        return True
    standing = [one for one in there if one.withdrawn_at is None]
    for one in standing or [_refused(contact, purpose, channel, evidence, moment)]:
        withdraw_consent(consent=one, at=moment, by=by)
    return True


def _refused(contact: Contact, purpose: str, channel: str, evidence: str, at: datetime) -> Consent:
    return Consent.objects.create(
        workspace_id=contact.workspace_id, contact=contact, purpose=purpose, basis=Basis.CONSENT, channel=channel.strip()[:24],
        evidence=evidence.strip()[:300], given_at=at,
    )  # fmt: skip
