"""Sending a customer their way in. The secrets are made here, in the job that sends them: nobody else ever has them."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from percaya.core.journal.jobs import RetryIn, backoff, task
from percaya.core.people.actions.entering import Secrets, make_secrets
from percaya.core.tickets.models import Participant
from percaya.core.tickets.status_links import status_address
from percaya.stages.delivery.letters import Letter, send_letter


@task("portal.send_entry", queue="outbound", attempts=4)
def send_entry(*, entry_id: int, origin: str = "") -> None:
    """Nothing for an address that nobody has: the page has said the same to both. Raises ``RetryIn`` when nothing left."""
    made = make_secrets(entry_id=entry_id)
    if made is not None and send_letter(letter(made, origin)) is False:
        raise RetryIn(backoff(1), "the code did not leave")


@task("portal.send_invitation", queue="outbound", attempts=4)
def send_invitation(*, participant_id: int) -> None:
    """A link of their own to somebody who was put into copy. Not a word of the customer's is in it: an address that somebody
    typed in may be a stranger's. Raises ``RetryIn`` when nothing left."""
    rows = Participant.objects.select_related("ticket__workspace", "ticket__account").filter(
        pk=participant_id, role="cc", kind="email"
    )
    found = rows.first()
    if found is not None and send_letter(invitation(found)) is False:
        raise RetryIn(backoff(1), "the link did not leave")


def invitation(one: Participant) -> Letter:
    """In the language of the ticket, and at the own host of the brand it was written to."""
    ticket = one.ticket
    with translation.override(ticket.language if ticket.language in ("id", "en") else "id"):
        names = {"number": ticket.number, "name": ticket.workspace.name}
        lines = [
            _("You have been put into copy of ticket #%(number)s at %(name)s by the person who wrote it.") % names,
            _("You can read it and answer here: %(link)s") % {"link": status_address(ticket, one)},
            _("The link is yours alone. If this means nothing to you, you need not do anything."),
        ]
        return Letter(
            workspace=ticket.workspace,
            kind=one.kind,
            value=one.value,
            subject=_("You are in copy of ticket #%(number)s at %(name)s") % names,
            text="\n\n".join(lines),
            token=f"copy-{one.pk}",
            language=translation.get_language() or "id",
        )


def letter(made: Secrets, origin: str = "") -> Letter:
    """``origin``: where the customer asked, at a host of the business's own; else the house's. Never another one: only the
    browser that asked comes in by the link, and what it knows itself by stays at the host. The code stands in the subject too,
    where a phone shows it without opening anything."""
    entry = made.entry
    where = reverse("portal:link", args=[entry.workspace.slug, made.link])
    with translation.override(entry.language if entry.language in ("id", "en") else "id"):
        names = {"code": f"{made.code[:3]} {made.code[3:]}", "name": entry.workspace.name}
        lines = [
            _("Your code for %(name)s is **%(code)s**.") % names,
            _("Or open this link in the browser in which you asked for it: %(link)s")
            % {"link": (origin or settings.PUBLIC_URL).rstrip("/") + where},
            _("Both work once and for 15 minutes. Give the code to nobody; we never ask for it."),
            _("If you did not ask for it, there is nothing to do: without the code nobody gets in."),
        ]
        return Letter(
            workspace=entry.workspace,
            kind=entry.kind,
            value=entry.value,
            subject=_("%(code)s is your code for %(name)s") % names,
            text="\n\n".join(lines),
            token=f"entry-{entry.pk}-{made.code_mark}",
            language=translation.get_language() or "id",
        )
