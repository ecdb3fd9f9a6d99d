"""The default views of the inbox, and their counts: never more than a thousand rows looked at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import Draft, Mention, Shelf, Ticket
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import SUPERVISE

CAP = 1000
QUIET_DAYS = 3  # the usual; the workspace's setting "quiet_days" goes before
ALL_ORDERS = ("urgent", "waiting", "newest", "oldest", "priority", "due", "update", "updated")
DONE_ORDERS = ("updated", "newest", "oldest")  # of the sorts that mean something there, those that an index serves

Rows = TicketQuerySet[Ticket]


@dataclass(frozen=True)
class View:
    """A view: its key in URLs, its words, which tickets it shows, whether a count stands beside it. ``is_shared``: the same
    for all who see all teams; ``is_long``: it grows with the desk, not with one's own work. ``asks``:
    conditions that say the same, for those who build a view upon it."""

    key: str
    name_en: str
    name_id: str
    icon: str
    narrow: Callable[[Rows, Member, datetime], Rows]
    counted: bool = True
    order: str = "urgent"
    orders: tuple[str, ...] = ALL_ORDERS
    is_shared: bool = False
    is_long: bool = False
    asks: tuple[Mapping[str, Any], ...] = ()


def _needs_my_reply(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(assignee_id=me.pk, shelf=Shelf.ACTIVE, waiting_since__isnull=False)


def _mine(rows: Rows, me: Member, now: datetime) -> Rows:
    # By shelf, not by is_open: the index of assignees leads with it, and no other order tempts the planner away.
    return rows.filter(assignee_id=me.pk, shelf__in=(Shelf.ACTIVE, Shelf.WAITING, Shelf.SNOOZED))


def _unassigned(rows: Rows, me: Member, now: datetime) -> Rows:
    """Of the member's teams, and of none. Supervisors and those without a team see to all."""
    rows = rows.filter(assignee_id=None, shelf=Shelf.ACTIVE)
    if me.may(SUPERVISE) or not me.team_ids:
        return rows
    return rows.filter(Q(team_id__in=me.team_ids) | Q(team_id=None))


def _promised_today(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(promise_owner_id=me.pk, promise_due_at__lt=_midnight(now, me.workspace.time_zone), is_open=1)


def _due_soon(rows: Rows, me: Member, now: datetime) -> Rows:
    # A range at the front of an index of its own. What sleeps stays owed, so it is here too.
    return rows.filter(is_open=1, near_at__lte=now)


def _waiting(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(assignee_id=me.pk, shelf=Shelf.WAITING)


def _snoozed(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(assignee_id=me.pk, shelf=Shelf.SNOOZED)


def _mentioned(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(pk__in=Mention.objects.filter(member_id=me.pk, read_at=None).values("ticket_id"))


def _drafts(rows: Rows, me: Member, now: datetime) -> Rows:
    asked_for_help = Q(is_shared=True, workspace_id=me.workspace_id)
    drafts = Draft.objects.filter(Q(member_id=me.pk) | asked_for_help).exclude(text="")
    return rows.filter(pk__in=drafts.values("ticket_id"))


def _quiet(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(quiet_since__lte=now - timedelta(days=quiet_days(me)), is_open=1)


def _open(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(is_open=1)


def _done(rows: Rows, me: Member, now: datetime) -> Rows:
    # Not by shelf: of a long history every order has to be the order of an index.
    return rows.filter(is_open=0, is_spam=False, merged_into=None)


def _spam(rows: Rows, me: Member, now: datetime) -> Rows:
    return rows.filter(shelf=Shelf.SPAM)


def _is(field: str, *values: str) -> dict[str, Any]:
    return {"field": field, "op": "is", "value": list(values)}


_OPEN: dict[str, Any] = {"field": "open", "op": "is", "value": True}
_AWAKE: dict[str, Any] = {"field": "snoozed", "op": "is", "value": False}
_ACTIVE = (_is("state", "new", "open"), _AWAKE)
_ENDED = (_is("state", "resolved", "closed"),)

VIEWS: dict[str, View] = {
    view.key: view
    for view in (
        View("reply", "Needs my reply", "Perlu saya balas", "reply", _needs_my_reply,
             asks=(_is("assignee", "me"), *_ACTIVE, {"field": "waiting", "op": "filled"})),
        View("unassigned", "Unclaimed", "Belum diambil", "inbox", _unassigned,
             asks=(_is("assignee", "none"), _is("team", "mine", "none"), *_ACTIVE)),
        View("promises", "Promises today", "Janji hari ini", "promise", _promised_today, order="due",
             asks=(_is("promiser", "me"), {"field": "promise", "op": "ahead", "value": "24h"}, _OPEN)),
        View("due", "Due soon", "Hampir lewat tenggat", "clock-alert", _due_soon, is_shared=True,
             asks=({"field": "near", "op": "is", "value": True}, _OPEN)),
        View("waiting", "Waiting on customer", "Menunggu pelanggan", "hourglass", _waiting,
             asks=(_is("assignee", "me"), _is("state", "waiting_customer", "waiting_other"), _AWAKE)),
        View("snoozed", "Snoozed", "Diingatkan nanti", "alarm-clock", _snoozed, order="due",
             asks=(_is("assignee", "me"), {"field": "snoozed", "op": "is", "value": True})),
        View("mentioned", "Mentions", "Disebut", "at", _mentioned, order="updated",
             asks=({"field": "mentioned", "op": "is", "value": True},)),
        View("drafts", "Drafts", "Draf", "pencil-line", _drafts, order="updated",
             asks=({"field": "draft", "op": "is", "value": True},)),
        View("quiet", "Gone quiet", "Hening", "moon", _quiet, is_shared=True, order="oldest",
             asks=({"field": "quiet", "op": "older", "value": f"{QUIET_DAYS}d"}, _OPEN)),
        View("open", "All open", "Semua terbuka", "layers", _open, is_shared=True, is_long=True, asks=(_OPEN,)),
        View("mine", "All mine", "Semua milik saya", "user-round", _mine, asks=(_is("assignee", "me"), _OPEN)),
        View("done", "Solved", "Selesai", "circle-check", _done, counted=False, order="updated", orders=DONE_ORDERS,
             is_long=True, asks=_ENDED),
        View("spam", "Spam", "Spam", "shield-alert", _spam, counted=False, order="newest", orders=DONE_ORDERS,
             is_long=True, asks=({"field": "spam", "op": "is", "value": True},)),
    )
}  # fmt: skip


def rows_of(view: View, member: Member) -> Rows:
    return view.narrow(Ticket.objects.visible_to(member), member, timezone.now())


def team_rows(team_id: int, member: Member) -> Rows:
    return Ticket.objects.visible_to(member).filter(team_id=team_id, is_open=1)


def late(rows: Rows) -> Rows:
    """Of promises: those that are overdue."""
    return rows.filter(promise_due_at__lt=timezone.now())


def count(rows: Rows) -> int:
    """How many, but no more than ``CAP`` (shown as "999+")."""
    return rows.order_by()[:CAP].count()


def count_all(lists: Sequence[Rows]) -> list[int]:
    """How many are in each, as ``count`` says it. One statement for all of them, none for none."""
    parts: list[str] = []
    params: list[Any] = []
    for rows in lists:
        try:
            sql, some = rows.order_by().values("pk")[:CAP].query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
        else:
            parts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608 (what Django wrote)
            params += some
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return list(cursor.fetchone())


def counts(member: Member) -> dict[str, int]:
    """The counts of all counted views for one member."""
    counted = {key: rows_of(view, member) for key, view in VIEWS.items() if view.counted}
    return dict(zip(counted, count_all(list(counted.values())), strict=True))


def quiet_days(member: Member) -> int:
    """After how many days without a word a customer in a bad mood has gone quiet."""
    return int(member.workspace.settings.get("quiet_days", QUIET_DAYS))


def _midnight(now: datetime, zone: str) -> datetime:
    """The end of today in that zone."""
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=ZoneInfo(zone))
