"""What happened to a contact or organisation, newest first, in sentences."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.people.attributes import fields_of, language
from percaya.core.tickets.queries.sentences import Names, sentence
from percaya.core.workspace.fields import called
from percaya.web.people.words import purpose_word

MOST = 40


@dataclass(frozen=True)
class Line:
    at: datetime
    text: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # what, before, after


def lines(workspace_id: int, stream: str, stream_id: int) -> list[Line]:
    """Two statements, whatever happened, and the names that are not known yet."""
    rows = EventRow.objects.filter(stream_type=stream, stream_id=stream_id).order_by("-seq")[:MOST]
    names, words = Names(workspace_id), column_words(workspace_id, stream)
    return [_line(row, names, words) for row in rows]


def column_words(workspace_id: int, of: str) -> dict[str, str]:
    """What the columns of a change are called."""
    plain = {
        "name": _("name"),
        "salutation": _("salutation"),
        "is_vip": _("VIP"),
        "sees_organisation": _("sees the tickets of colleagues"),
        "shares_tickets": _("its people see each other's tickets"),
        "language": _("language"),
        "time_zone": _("time zone"),
        "notes": _("about"),
        "organisation": _("organisation"),
        "domains": _("domains"),
        "joining": _("joining"),
    }
    return plain | {f"attributes.{one.key}": called(one, language()) for one in fields_of(workspace_id, of)}


def _line(row: EventRow, names: Names, words: dict[str, str]) -> Line:
    said = dict(facts(row))
    what: Any = said.get("what") or []
    before: Any = said.get("before") or {}
    after: Any = said.get("after") or {}
    changes = [(words.get(one, one), _text(before.get(one)), _text(after.get(one))) for one in what if one in after]
    told = {**said, "what": [words.get(one, one) for one in what]}
    if "purpose" in told:
        told["purpose"] = purpose_word(str(told["purpose"]))
    if "reachable" in told:
        told["reachable"] = _("reachable") if told["reachable"] else _("unreachable")
    who = names.actor(row.actor_kind, row.actor_id)
    return Line(row.at, sentence(row.kind, told, actor=who, names=names, language=language()), changes)


def _text(value: Any) -> str:
    if value is True:
        return "★"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
