"""An event of the journal as the API shows it: every internal id in it becomes a public one or is left out."""

from collections.abc import Mapping
from typing import Any

import orjson

from percaya.core.journal.models import EventRow
from percaya.web.api.answers import instant
from percaya.web.api.ids import encode, out

Json = dict[str, Any]

# What a name in an event's facts points to. A number under any other name does not leave the house.
_POINTS_TO = {
    "ticket": "ticket",
    "follows": "ticket",
    "message": "message",
    "contact": "contact",
    "other": "contact",
    "organisation": "organisation",
    "handle": "handle",
    "assignee": "member",
    "member": "member",
    "members": "member",
    "team": "team",
    "label": "label",
    "account": "account",
    "arrival": "arrival",
    "token": "token",
}
_BEFORE = {"ticket.assigned": "member", "ticket.team_changed": "team", "ticket.contact_changed": "contact"}
_PLAIN_NUMBERS = frozenset({"number", "score", "confidence"})
_ACTORS = {"member": "member", "contact": "contact", "token": "token", "rule": "rule"}


def event(row: EventRow, *, with_personal: bool) -> Json:
    """``personal`` holds names and words; it is there only for a token that may read contacts, and empty once erased."""
    shown: Json = {
        "id": encode("event", row.pk),
        "kind": row.kind,
        "at": row.at,
        "actor": {"kind": row.actor_kind, "id": _actor(row)},
        "cause": out("event", row.cause_id),
        "data": facts(row.kind, orjson.loads(row.data)),
    }
    if with_personal:
        shown["personal"] = orjson.loads(row.personal) if row.personal else {}
    return shown


def facts(kind: str, said: Mapping[str, Any]) -> Json:
    shown: Json = {}
    for name, value in said.items():
        target = _BEFORE.get(kind) if name == "before" else _POINTS_TO.get(name)
        if target is not None and isinstance(value, (int, type(None))):
            shown[name] = out(target, value)
        elif target is not None and isinstance(value, list):
            shown[name] = [encode(target, one) for one in value]
        elif isinstance(value, (bool, str, list, type(None))) or name in _PLAIN_NUMBERS:
            shown[name] = _time(value)
    return shown


def _time(value: Any) -> Any:
    """Times inside facts are stored as text; they leave in the same form as every other time."""
    when = instant(value) if isinstance(value, str) and len(value) > 18 and value[10] == "T" else None
    return when or value


def _actor(row: EventRow) -> str | None:
    kind = _ACTORS.get(row.actor_kind)
    return out(kind, row.actor_id) if kind else None
