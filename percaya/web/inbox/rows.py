"""Rows as HTML. What all readers of a row share is drawn once and kept; each reader's own bits are put in between.

The key holds the workspace, the ticket's id and version, and everything else that the shared part shows, so a kept row can
be found by none but those whose own query brought the very same facts: it shows nobody anything they did not just read.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter
from threading import Lock
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from percaya.channels.registry import channels
from percaya.core.tickets import policy
from percaya.core.tickets.models import Draft
from percaya.core.tickets.queries.columns import Column
from percaya.core.tickets.queries.listing import TicketRow
from percaya.core.tickets.queries.sentences import priority_word
from percaya.core.workspace.models import Member
from percaya.runtime.presence import Here, presence
from percaya.web.inbox.reference import reference
from percaya.web.inbox.table import cells
from percaya.web.ui import times
from percaya.web.ui.environment import shared_environment

MOST = 4096  # rows kept: some 1.5 kB each
_MARK = f"slot{secrets.token_hex(8)}"  # no text of a customer can look like it
_CUT = re.compile(rf"{_MARK}-(\w+);")
_NAMES = ("unread", "count", "query", "current", "since", "overdue", "why", "reason")
_SLOTS = {name: Markup(f"{_MARK}-{name};") for name in _NAMES}  # noqa: S704
_facts = attrgetter(*(f.name for f in fields(TicketRow) if f.name != "seen"))

Parts = Sequence[str]  # text, slot, text, slot, … text


@dataclass(frozen=True, slots=True)
class Due:
    """An obligation of ours: when, how it stands (safe, near, late), and what it is (reply, resolution, promise; snooze: it
    comes back)."""

    at: datetime
    state: str
    kind: str = "reply"


@dataclass(frozen=True, slots=True)
class Row:
    """A row ready to be drawn."""

    ticket: TicketRow
    channel: str
    channel_icon: str
    owner: str
    due: Due | None
    labels: tuple[str, ...]
    here: tuple[tuple[str, str], ...]  # (name, viewing or typing) of others
    team: str = ""
    fields: tuple[tuple[str, str], ...] = ()  # custom fields that are columns: (column, in words)
    draft: str = ""  # the reader's own, or a colleague's who asks for help with it
    draft_of: str = ""  # that colleague

    @property
    def typing(self) -> str:
        """The colleague who is writing an answer now."""
        return next((name for name, kind in self.here if kind == "typing"), "")


class Kept:
    """The last ``most`` things, by key; threads share it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._found: OrderedDict[Hashable, Parts] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Parts]) -> Parts:
        with self._lock:
            if (found := self._found.get(key)) is not None:
                self._found.move_to_end(key)
                return found
        found = make()
        with self._lock:
            self._found[key] = found
            while len(self._found) > self.most:
                self._found.popitem(last=False)
        return found


KEPT = Kept(MOST)


def drawn(
    rows: Sequence[TicketRow],
    member: Member,
    *,
    query: str,
    open_number: int | None = None,
    sort: str = "",
    columns: Sequence[Column] = (),
) -> list[Markup]:
    """Rows as HTML, in order: three statements for any number, and one where a custom field is a column. ``query`` is the
    list's, for the links; ``sort`` lets the row say why it stands where it does; with ``columns`` they are rows of a table."""
    ids = [row.id for row in rows]
    known = reference(member)
    names, labels = known.names, known.labels_on(ids)
    drafts = _drafts(ids, member)
    here = presence().who_many(ids)
    now = timezone.now()
    teams = {team.pk: team.name for team in known.teams} if columns else {}
    place = (member.workspace_id, member.workspace.slug, times.language(), times.zone(now), timezone.localdate(), tuple(columns))
    own_cells = cells(ids, columns, member)
    out = []
    for ticket in rows:
        others = _others(here.get(ticket.id, ()), names, member)
        row = _dress(ticket, names, tuple(name for _id, name in labels.get(ticket.id, ())), others, now)
        row = replace(row, team=teams.get(ticket.team_id or 0, ""), fields=tuple(own_cells.get(ticket.id, {}).items()))
        if draft := drafts.get(ticket.id):  # drawn for this reader alone
            text, writer = draft
            whose = "" if writer == member.pk else names.get(writer, "—")
            parts = _draw(replace(row, draft=text, draft_of=whose), member.workspace.slug, columns)
        else:
            parts = _shared(row, place)
        own = _own(row, query, ticket.number == open_number, why(row, sort, now))
        out.append(_filled(parts, own))
    return out


def due(at: datetime | None, now: datetime, kind: str = "", warn_at: datetime | None = None) -> Due | None:
    """``kind``: of which clock (``Ticket.due_kind``). It is near from ``warn_at`` on, the first warning of its service level;
    what nobody warns of, from half an hour before."""
    if at is None:
        return None
    near = now >= (warn_at or at - policy.NEAR)
    return Due(at, "late" if at < now else "near" if near else "safe", kind if kind == "resolution" else "reply")


def obligation(ticket: TicketRow, now: datetime) -> Due | None:
    """The nearest of what we owe: the reply or the solution, a promise, and the end of a snooze."""
    owed = [
        (ticket.due_at, "resolution" if ticket.due_kind == "resolution" else "reply"),
        (ticket.promise_due_at, "promise"),
        (ticket.snoozed_until, "snooze"),
    ]
    known = [(at, kind) for at, kind in owed if at is not None]
    if not known:
        return None
    at, kind = min(known)
    if kind == "snooze":
        return Due(at, "paused", kind)
    stands = due(at, now, warn_at=None if kind == "promise" else ticket.due_warn_at)
    return replace(stands, kind=kind) if stands else None


def why(row: Row, sort: str, now: datetime) -> str:
    """Why the most urgent stand first, for the tooltip of the row's clock; nothing in other orders."""
    if sort != "urgent":
        return ""
    if row.due and row.due.kind != "snooze":
        values = {"time": times.duration(row.due.at - now)}
        if row.due.kind == "promise":
            return (
                _("On top because a promise is overdue by %(time)s")
                if row.due.at < now
                else _("Here because a promise is due in %(time)s")
            ) % values
        if row.due.kind == "resolution":
            return (
                _("On top because the solution is overdue by %(time)s")
                if row.due.at < now
                else _("Here because a solution is due in %(time)s")
            ) % values
        return (
            _("On top because the reply is overdue by %(time)s")
            if row.due.at < now
            else _("Here because a reply is due in %(time)s")
        ) % values
    if row.ticket.priority in ("urgent", "high"):
        return _("Here because of its priority: %(priority)s") % {"priority": priority_word(row.ticket.priority)}
    if row.ticket.waiting_since:
        return _("Here because the customer has waited %(time)s") % {"time": times.since(row.ticket.waiting_since)}
    return _("Nothing is owed here now")


def _dress(
    ticket: TicketRow,
    names: Mapping[int, str],
    labels: tuple[str, ...],
    here: tuple[tuple[str, str], ...],
    now: datetime,
) -> Row:
    channel = channels().get(ticket.channel)
    return Row(
        ticket=ticket,
        channel=(channel.name_en if times.language() == "en" else channel.name_id) if channel else ticket.channel,
        channel_icon=channel.icon if channel else "channel",
        owner=names.get(ticket.assignee_id, "—") if ticket.assignee_id else "",  # "—": someone who has left
        due=obligation(ticket, now),
        labels=labels,
        here=here,
    )


def _others(here: Sequence[Here], names: Mapping[int, str], member: Member) -> tuple[tuple[str, str], ...]:
    return tuple((names.get(one.member_id, ""), one.kind) for one in here if one.member_id != member.pk)


def _drafts(ids: Sequence[int], member: Member) -> dict[int, tuple[str, int]]:
    """Ticket -> (first words, whose): the reader's own draft before one that a colleague asks for help with."""
    mine = Q(member_id=member.pk) | Q(is_shared=True)
    rows = Draft.objects.filter(mine, ticket_id__in=ids).exclude(text="").values_list("ticket_id", "text", "member_id")
    found: dict[int, tuple[str, int]] = {}
    for ticket_id, text, writer in rows:
        if ticket_id not in found or writer == member.pk:
            found[ticket_id] = policy.preview(text), writer
    return found


def _shared(row: Row, place: tuple[Hashable, ...]) -> Parts:
    key = (*place, row.ticket.id, row.ticket.version, row.owner, row.due, row.labels, row.fields, row.here, _facts(row.ticket))
    return KEPT.get(key, lambda: _draw(row, str(place[1]), place[-1]))


def _draw(row: Row, slug: str, columns: Any) -> Parts:
    name = "table_row" if columns else "row"
    macros: Any = shared_environment().get_template(f"inbox/parts/{name}.html").module
    return _CUT.split(str(macros.row_item(row, slug, _SLOTS, columns)))


def _own(row: Row, query: str, is_open: bool, reason: str) -> dict[str, str]:
    """What differs from reader to reader, and from minute to minute."""
    ticket = row.ticket
    unread = 0 if is_open else ticket.unread  # being read as it is drawn
    return {
        "unread": " data-unread" if unread else "",
        "count": _count(unread) if unread else "",
        "query": escape(query),
        "current": ' aria-current="true"' if is_open else "",
        "since": times.since(ticket.waiting_since) if ticket.waiting_since else "",
        "overdue": escape(_overdue(row.due)) if row.due else "",
        "why": escape(f"{reason} · " if reason else ""),
        "reason": Markup(' aria-description="{}"').format(reason) if reason else "",
    }


def _overdue(owed: Due) -> str:
    words = _("Promise overdue %(time)s") if owed.kind == "promise" else _("Overdue %(time)s")
    return words % {"time": times.since(owed.at)}


def _count(unread: int) -> str:
    number = "9+" if unread > 9 else unread
    return Markup('<span class="count">{}<span class="visually-hidden"> {}</span></span>').format(number, _("unread"))


def _filled(parts: Parts, own: Mapping[str, str]) -> Markup:
    out = list(parts)
    out[1::2] = [own[name] for name in out[1::2]]
    return Markup("".join(out))  # noqa: S704 (drawn by a template that escapes; our own bits are escaped above)
