"""Rows as HTML. What all readers of a row share is drawn once and kept; each reader's own bits are put in between.

The key holds the workspace, the ticket's id and version, and everything else that the shared part shows, so a kept row can
be found by none but those whose own query brought the very same facts: it shows nobody anything they did not just read.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from operator import attrgetter
from threading import Lock
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from percaya.channels.registry import channels
from percaya.core.tickets import policy
from percaya.core.tickets.models import Draft
from percaya.core.tickets.queries.listing import TicketRow
from percaya.core.workspace.models import Member
from percaya.runtime.presence import Here, presence
from percaya.web.inbox.reference import reference
from percaya.web.ui import times
from percaya.web.ui.environment import shared_environment

NEAR = timedelta(minutes=30)
MOST = 4096  # rows kept: some 1.5 kB each
_MARK = f"slot{secrets.token_hex(8)}"  # no text of a customer can look like it
_CUT = re.compile(rf"{_MARK}-(\w+);")
_SLOTS = {name: Markup(f"{_MARK}-{name};") for name in ("unread", "count", "query", "current", "since", "overdue")}  # noqa: S704
_facts = attrgetter(*(f.name for f in fields(TicketRow) if f.name != "seen"))

Parts = Sequence[str]  # text, slot, text, slot, … text


@dataclass(frozen=True, slots=True)
class Due:
    """An obligation of ours: when, and how it stands (safe, near, late)."""

    at: datetime
    state: str


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
    draft: str = ""  # the reader's own


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


def drawn(rows: Sequence[TicketRow], member: Member, *, query: str, open_number: int | None = None) -> list[Markup]:
    """Rows as HTML, in order: three statements for any number. ``query`` is the list's, for the links."""
    ids = [row.id for row in rows]
    known = reference(member)
    names, labels = known.names, known.labels_on(ids)
    drafts = dict(_drafts(ids, member))
    here = presence().who_many(ids)
    now = timezone.now()
    place = (member.workspace_id, member.workspace.slug, times.language(), times.zone(now), timezone.localdate())
    out = []
    for ticket in rows:
        others = _others(here.get(ticket.id, ()), names, member)
        row = _dress(ticket, names, tuple(name for _id, name in labels.get(ticket.id, ())), others, now)
        if draft := drafts.get(ticket.id, ""):  # drawn for this reader alone
            parts = _draw(replace(row, draft=draft), member.workspace.slug)
        else:
            parts = _shared(row, place)
        own = _own(row, query, ticket.number == open_number)
        out.append(_filled(parts, own))
    return out


def due(at: datetime | None, now: datetime) -> Due | None:
    if at is None:
        return None
    return Due(at, "late" if at < now else "near" if at - now < NEAR else "safe")


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
        due=due(ticket.due_at, now),
        labels=labels,
        here=here,
    )


def _others(here: Sequence[Here], names: Mapping[int, str], member: Member) -> tuple[tuple[str, str], ...]:
    return tuple((names.get(one.member_id, ""), one.kind) for one in here if one.member_id != member.pk)


def _drafts(ids: Sequence[int], member: Member) -> list[tuple[int, str]]:
    rows = Draft.objects.filter(ticket_id__in=ids, member=member).exclude(text="")
    return [(ticket_id, policy.preview(text)) for ticket_id, text in rows.values_list("ticket_id", "text")]


def _shared(row: Row, place: tuple[Hashable, ...]) -> Parts:
    key = (*place, row.ticket.id, row.ticket.version, row.owner, row.due, row.labels, row.here, _facts(row.ticket))
    return KEPT.get(key, lambda: _draw(row, str(place[1])))


def _draw(row: Row, slug: str) -> Parts:
    macros: Any = shared_environment().get_template("inbox/parts/row.html").module
    return _CUT.split(str(macros.row_item(row, slug, _SLOTS)))


def _own(row: Row, query: str, is_open: bool) -> dict[str, str]:
    """What differs from reader to reader, and from minute to minute."""
    ticket = row.ticket
    unread = 0 if is_open else ticket.unread  # being read as it is drawn
    return {
        "unread": " data-unread" if unread else "",
        "count": _count(unread) if unread else "",
        "query": escape(query),
        "current": ' aria-current="true"' if is_open else "",
        "since": times.since(ticket.waiting_since) if ticket.waiting_since else "",
        "overdue": escape(_("Overdue %(time)s") % {"time": times.since(row.due.at)}) if row.due else "",
    }


def _count(unread: int) -> str:
    number = "9+" if unread > 9 else unread
    return Markup('<span class="count">{}<span class="visually-hidden"> {}</span></span>').format(number, _("unread"))


def _filled(parts: Parts, own: Mapping[str, str]) -> Markup:
    out = list(parts)
    out[1::2] = [own[name] for name in out[1::2]]
    return Markup("".join(out))  # noqa: S704 (drawn by a template that escapes; our own bits are escaped above)
