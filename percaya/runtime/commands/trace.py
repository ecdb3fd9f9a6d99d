"""``percaya trace TICKET``: every event of a ticket, who did it, and what caused it."""

import argparse
from collections.abc import Iterator

from django.utils import translation

from percaya.core.journal import queries
from percaya.core.journal.models import EventRow
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.reasons import reasons
from percaya.core.workspace.models import Member
from percaya.runtime.commands import finding
from percaya.runtime.errors import OK
from percaya.web.inbox.why.asides import asides


def run(options: argparse.Namespace) -> int:
    ticket = finding.ticket(options.ticket, options.workspace)
    print(f"#{ticket.number} {ticket.subject}")
    for row in queries.stream("ticket", ticket.pk):
        print(_line(row))
        for depth, cause in enumerate(_causes(row), start=1):
            print(f"{'  ' * depth}  because of {_line(cause)}")
    print("\n".join(_told(ticket)))
    return OK


def _told(ticket: Ticket) -> Iterator[str]:
    """The same way in plain sentences, as the page "Why is it here?" tells it."""
    with translation.override("en"):
        teller = Member.objects.filter(workspace_id=ticket.workspace_id).order_by("pk").first()
        more = asides(ticket, teller) if teller else ()
        for part in reasons(ticket, language="en", zone=ticket.workspace.time_zone, asides=more):
            yield f"\n{part.title}"
            for one in part.told:
                rests_on = f" [{'; '.join(one.evidence)}]" if one.evidence else ""
                because = f" (because: {one.because})" if one.because else ""
                yield f"  {one.text}{because}{rests_on}{f'  #{one.event_id}' if one.event_id else ''}"


def _causes(row: EventRow) -> Iterator[EventRow]:
    """What led to it, nearest first."""
    seen: set[int] = {row.pk}
    while row.cause_id is not None and row.cause_id not in seen:
        seen.add(row.cause_id)
        cause = EventRow.objects.filter(pk=row.cause_id).first()
        if cause is None:
            return
        yield cause
        row = cause


def _line(row: EventRow) -> str:
    actor = row.actor_kind + (f" {row.actor_id}" if row.actor_id is not None else "")
    told = ", ".join(f"{name} {value}" for name, value in queries.facts(row).items() if value not in (None, "", [], {}))
    return f"{row.at:%Y-%m-%d %H:%M:%S}Z  {row.pk}  {row.kind}  by {actor}  {told}"[:400]
