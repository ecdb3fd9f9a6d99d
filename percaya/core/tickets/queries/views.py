"""The default views of the inbox, and their counts: never more than a thousand rows looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from percaya.core.tickets import policy
from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import Draft, Shelf, Ticket
from percaya.core.workspace.models import Member

CAP = 1000
SOON = timedelta(minutes=30)

Rows = TicketQuerySet[Ticket]


@dataclass(frozen=True)
class View:
    """A view: its key in URLs, its words, which tickets it shows, whether a count stands beside it."""

    key: str
    name_en: str
    name_id: str
    icon: str
    narrow: Callable[[Rows, Member, datetime], Rows]
    counted: bool = True
    order: str = "urgent"


def _needs_my_reply(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(assignee_id=me.pk, shelf=Shelf.ACTIVE, waiting_since__isnull=False)


def _mine(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(assignee_id=me.pk, is_open=1)


def _unassigned(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(assignee_id=None, shelf=Shelf.ACTIVE)


def _due_soon(rows: Rows, me: Member, now: datetime) -> Rows:
    # The key leads with the due time, so "due within half an hour" is a range at the front of the index.
    bound = policy.urgency_key(due_at=now + SOON, priority="low", waiting_since=None)
    return rows.filter(shelf=Shelf.ACTIVE, urgency_key__lte=bound)


def _waiting(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(assignee_id=me.pk, shelf=Shelf.WAITING)


def _snoozed(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(assignee_id=me.pk, shelf=Shelf.SNOOZED)


def _drafts(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(pk__in=Draft.objects.filter(member_id=me.pk).exclude(text="").values("ticket_id"))


def _open(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(is_open=1)


def _done(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(shelf__in=(Shelf.RESOLVED, Shelf.CLOSED))


def _spam(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(shelf=Shelf.SPAM)


VIEWS: dict[str, View] = {
    view.key: view
    for view in (
        View("reply", "Needs my reply", "Perlu saya balas", "reply", _needs_my_reply),
        View("unassigned", "Unclaimed", "Belum diambil", "inbox", _unassigned),
        View("due", "Due soon", "Hampir lewat tenggat", "clock-alert", _due_soon),
        View("mine", "All mine", "Semua milik saya", "user-round", _mine),
        View("waiting", "Waiting on customer", "Menunggu pelanggan", "hourglass", _waiting),
        View("snoozed", "Snoozed", "Diingatkan nanti", "alarm-clock", _snoozed),
        View("drafts", "Drafts", "Draf", "pencil-line", _drafts),
        View("open", "All open", "Semua terbuka", "layers", _open),
        View("done", "Solved", "Selesai", "circle-check", _done, counted=False, order="updated"),
        View("spam", "Spam", "Spam", "shield-alert", _spam, counted=False),
    )
}


def rows_of(view: View, member: Member) -> Rows:
    return view.narrow(Ticket.objects.visible_to(member), member, timezone.now())


def team_rows(team_id: int, member: Member) -> Rows:
    return Ticket.objects.visible_to(member).filter(team_id=team_id, is_open=1)


def count(rows: Rows) -> int:
    """How many, but no more than ``CAP`` (shown as "999+")."""
    return rows.order_by()[:CAP].count()


def counts(member: Member) -> dict[str, int]:
    """The counts of all counted views for one member."""
    return {key: count(rows_of(view, member)) for key, view in VIEWS.items() if view.counted}
