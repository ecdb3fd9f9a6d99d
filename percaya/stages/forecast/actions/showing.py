"""A customer is about to be told how long tickets like theirs take: what is said is kept, for it will be held against us."""

from django.db import DatabaseError, transaction
from django.utils import timezone

from percaya.core.journal.room import is_full
from percaya.core.prepared import Prepared
from percaya.core.tickets.expecting import Expectation
from percaya.core.tickets.models import Ticket
from percaya.stages.forecast import policy
from percaya.stages.forecast.actions.learning import made
from percaya.stages.forecast.kinds import Told, told
from percaya.stages.forecast.models import Alike, GivenRange
from percaya.stages.forecast.queries import finest, group, is_ready
from percaya.stages.forecast.units import rounded

_range: Prepared[GivenRange] = Prepared(lambda ticket_id: GivenRange.objects.filter(pk=ticket_id), ticket_id=int)


def show(ticket: Ticket) -> Expectation | None:
    """The range of an open ticket, the same whenever it is asked for; ``None`` while too few like it are known."""
    if not ticket.is_open or not is_ready(ticket.workspace_id):
        return None
    try:
        with transaction.atomic():
            return _show(ticket)
    except (OSError, DatabaseError) as error:
        if not is_full(error):
            raise
        return None  # what cannot be kept is not said; the page stands without it


def _show(ticket: Ticket) -> Expectation | None:
    one = told([ticket.pk])[ticket.pk]
    given, source = _given(one)
    if given is None:
        return None
    if given.shown_at is None:
        given.shown_at = timezone.now()
        GivenRange.objects.filter(pk=ticket.pk, shown_at=None).update(shown_at=given.shown_at)
    known = source is not None and source.measured >= policy.FEWEST
    return Expectation(
        low=given.low,
        high=given.high,
        day=given.day,
        n=given.n,
        percent=round(100 * source.hits / source.measured) if source and known else None,
        is_over=one.worked(timezone.now()) > given.high,
    )


def _given(one: Told) -> tuple[GivenRange | None, Alike | None]:
    """The range that was given, or a new one; with the group behind it."""
    for kept in _range.ask(ticket_id=one.pk):
        return kept, group(one.workspace_id, kept.key)
    source = finest(one.workspace_id, policy.keys(one.kind))
    if source is None:
        return None, None
    found = rounded(source.low, source.high, one.day)
    row = made(one, source.key, source.n, found, timezone.now())
    row.shown_at = row.given_at
    GivenRange.objects.bulk_create([row], ignore_conflicts=True)  # the follower may be giving it just now
    return _range.ask(ticket_id=one.pk)[0], source
