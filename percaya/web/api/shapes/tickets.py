"""A ticket as the API shows it. Many at once cost three statements more than none, five where some were merged."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from percaya.core.people.models import Contact
from percaya.core.tickets.models import Shelf, Ticket
from percaya.core.tickets.queries.joinings import homes
from percaya.core.tickets.queries.listing import TicketRow, labels_of
from percaya.core.workspace.models import Member, Team
from percaya.web.api.ids import encode

Json = dict[str, Any]


def tickets(rows: Sequence[TicketRow], reader: Member) -> list[Json]:
    """Rows of a list, as ``reader`` may know them."""
    members = _names(Member, (row.assignee_id for row in rows))
    teams = _names(Team, (row.team_id for row in rows))
    labels = labels_of([row.id for row in rows])
    merged = [row.id for row in rows if row.shelf == Shelf.MERGED]
    home = homes(merged, reader) if merged else {}
    return [_shape(row, row.contact_name, members, teams, labels, home) for row in rows]


def ticket(row: Ticket, reader: Member) -> Json:
    """One ticket, as ``reader`` may know it."""
    members = _names(Member, [row.assignee_id])
    teams = _names(Team, [row.team_id])
    contact = Contact.objects.filter(pk=row.contact_id).values_list("name", flat=True).first() or ""
    home = homes([row.pk], reader) if row.merged_into_id else {}
    return _shape(row, contact, members, teams, labels_of([row.pk]), home)


def _shape(
    row: Ticket | TicketRow,
    contact_name: str,
    members: Mapping[int, str],
    teams: Mapping[int, str],
    labels: Mapping[int, list[tuple[int, str]]],
    home: Mapping[int, int],
) -> Json:
    return {
        "id": encode("ticket", row.id),
        "number": row.number,
        "subject": row.subject,
        "state": row.state,
        "priority": row.priority,
        "topic": row.topic,
        "team": _named("team", row.team_id, teams),
        "assignee": _named("member", row.assignee_id, members),
        "contact": {"id": encode("contact", row.contact_id), "name": contact_name},
        "channel": row.channel,
        "labels": [name for _id, name in labels.get(row.id, ())],
        "snoozed_until": row.snoozed_until,
        "snoozed_till_reply": row.snoozed_till_reply,
        "is_spam": row.is_spam,
        "merged_into": encode("ticket", home[row.id]) if row.id in home else None,
        "waiting_since": row.waiting_since,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "version": row.version,
    }


def _named(kind: str, key: int | None, names: Mapping[int, str]) -> Json | None:
    return {"id": encode(kind, key), "name": names.get(key, "")} if key is not None else None


def _names(model: type[Member] | type[Team], ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {key for key in ids if key is not None}
    return dict(model.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
