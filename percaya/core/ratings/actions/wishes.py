"""Who does not want to be asked, and how often the business asks at most."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.consents import record_consent, withdraw_consent
from percaya.core.people.models import Consent, Contact
from percaya.core.ratings.events import AskingChanged
from percaya.core.ratings.models import AskingLimits, Rating
from percaya.core.ratings.policy import MOST_DAYS
from percaya.core.workspace.models import Workspace


@transaction.atomic
def stop_asking(*, rating: Rating) -> None:
    """The customer's word, kept in the ledger of consents (UU PDP, article 9: withdrawing; GDPR, article 21). Where no line
    allowed it, one is written (we asked in our legitimate interest) and withdrawn, so that the ledger tells the whole."""
    contact = Contact.objects.get(pk=rating.ticket.contact_id)
    by = Actor.contact(contact.pk)
    living = list(Consent.objects.filter(contact=contact, purpose="survey", withdrawn_at=None))
    if not living:
        evidence = _("The link below a survey")
        living = [record_consent(contact=contact, purpose="survey", basis="legitimate_interest", evidence=evidence, by=by)]
    for one in living:
        withdraw_consent(consent=one, by=by)


@transaction.atomic
def save_limits(*, workspace: Workspace, days_between: int, quiet_from: int, quiet_until: int, by: Actor) -> AskingLimits:
    """Raises ``ValidationError`` for what no calendar and no clock has."""
    if not 0 <= days_between <= MOST_DAYS:
        raise ValidationError(_("Between two questions lie 0 to %(days)s days. Nothing was changed.") % {"days": MOST_DAYS})
    if not (0 <= quiet_from <= 23 and 0 <= quiet_until <= 23):
        raise ValidationError(_("An hour is a number from 0 to 23. Nothing was changed."))
    values = {"days_between": days_between, "quiet_from": quiet_from, "quiet_until": quiet_until}
    row, _made = AskingLimits.objects.update_or_create(workspace=workspace, defaults=values)
    record(AskingChanged(workspace_id=workspace.pk, **values), by=by)
    return row
