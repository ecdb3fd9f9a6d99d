"""Taking over a talk that another app of the business holds (``abilities.Sharing``)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.channels.contract import OutcomeKind
from percaya.channels.contract.abilities import TAKE, Sharing
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people.events import TalkHanded
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.calling import is_at_home
from percaya.core.workspace.queries import facts
from percaya.stages.delivery.carriers import carry
from percaya.stages.delivery.ways import recipient, way_out


@dataclass(frozen=True)
class Taken:
    """``is_ours``: whatever is written now goes. ``said``: what happened, and what to do."""

    is_ours: bool
    said: str


def take_over(*, ticket: Ticket, by: Actor) -> Taken:
    """Ask the provider for the talk of a ticket, once. Where only its holder can give it away, it has been asked for and comes
    by a webhook."""
    kind, account = way_out(ticket.workspace_id, ticket.channel, ticket.account)
    address = recipient(ticket, kind)
    if account is None or address is None or not isinstance(kind, Sharing):
        return Taken(False, _("There is nothing to take over here: this channel's conversations are held by nobody else."))
    if ticket.workspace.is_demo and not is_at_home(str(account.settings.get("base_url") or "")):
        return Taken(False, _("Demo: nothing really leaves the house."))
    known = facts(account)
    parcel = kind.take_over(address.value, known)
    outcome = kind.interpret(parcel, carry(parcel, known, lambda: None))
    if outcome.kind != OutcomeKind.SENT:
        why = outcome.reason or outcome.code
        said = _("The conversation could not be taken over (%(why)s). Nothing is lost: try again, or answer in the other app.")
        return Taken(False, said % {"why": why})
    if parcel.step != TAKE:
        return Taken(False, _("The other app has been asked for this conversation. You can write as soon as it hands it over."))
    event = TalkHanded(
        workspace_id=ticket.workspace_id, contact=ticket.contact_id, account=account.pk, holder="", at=timezone.now().isoformat()
    )
    with transaction.atomic():
        record(event, by=by)
    return Taken(True, _("The conversation is yours now."))
