"""Contacts, members, teams, labels and channel accounts as the API shows them."""

from collections.abc import Sequence
from typing import Any

from percaya.core.desk.models import SavedView
from percaya.core.desk.queries.views import scope_of
from percaya.core.people.attributes import shown_attributes
from percaya.core.people.models import Contact, Handle
from percaya.core.tickets.models import Label
from percaya.core.workspace.models import ChannelAccount, Member, Team, TeamMember
from percaya.web.api.ids import encode, out

Json = dict[str, Any]


def contacts(rows: Sequence[Contact]) -> list[Json]:
    """One statement more for the handles of them all."""
    handles: dict[int, list[Handle]] = {}
    for one in Handle.objects.filter(contact_id__in=[row.pk for row in rows]).order_by("claim", "kind", "id"):
        handles.setdefault(one.contact_id, []).append(one)
    return [_contact(row, handles.get(row.pk, [])) for row in rows]


def contact(row: Contact) -> Json:
    return contacts([row])[0]


def handle(row: Handle) -> Json:
    """``verified``: the channel (or a token) vouched for it; otherwise somebody typed it in."""
    return {
        "id": encode("handle", row.pk),
        "kind": row.kind,
        "value": row.value,
        "verified": row.claim == "",
        "unreachable": row.unreachable,
    }


def _contact(row: Contact, handles: Sequence[Handle]) -> Json:
    return {
        "id": encode("contact", row.pk),
        "name": row.name,
        "salutation": row.salutation,
        "is_vip": row.is_vip,
        "language": row.language,
        "time_zone": row.time_zone,
        "organisation": out("organisation", row.organisation_id),
        "notes": row.notes,
        "attributes": shown_attributes(row.workspace_id, "contact", row.attributes),
        "handles": [handle(one) for one in handles],
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def members(rows: Sequence[Member]) -> list[Json]:
    return [
        {
            "id": encode("member", row.pk),
            "name": row.name,
            "email": row.user.email,
            "role": row.role,
            "language": row.language,
        }
        for row in rows
    ]


def teams(rows: Sequence[Team]) -> list[Json]:
    inside: dict[int, list[str]] = {}
    for team_id, member_id in TeamMember.objects.filter(team__in=rows).values_list("team_id", "member_id"):
        inside.setdefault(team_id, []).append(encode("member", member_id))
    return [
        {"id": encode("team", row.pk), "name": row.name, "is_private": row.is_private, "members": inside.get(row.pk, [])}
        for row in rows
    ]


def labels(rows: Sequence[Label]) -> list[Json]:
    return [{"id": encode("label", row.pk), "name": row.name} for row in rows]


def view(row: SavedView) -> Json:
    return {
        "id": encode("view", row.pk),
        "name": row.name,
        "scope": scope_of(row),
        "team": out("team", row.team_id),
        "sort": row.order,
    }


def accounts(rows: Sequence[ChannelAccount]) -> list[Json]:
    return [
        {
            "id": encode("account", row.pk),
            "channel": row.channel,
            "name": row.name,
            "address": row.address,
            "is_active": row.is_active,
        }
        for row in rows
    ]
