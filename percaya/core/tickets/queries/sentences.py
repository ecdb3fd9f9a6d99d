"""An event in words: its class's sentence, with ids turned into the names people know."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from percaya.core.journal.event import event_class
from percaya.core.people.models import Contact
from percaya.core.tickets.models import Label
from percaya.core.tickets.queries.machine_words import machine_word
from percaya.core.workspace.fields import called
from percaya.core.workspace.models import ApiToken, CustomField, Member, Team

# Actors of rooms that are above this one: kind -> (workspace) -> their words by id. Filled as those rooms load.
NAMERS: dict[str, Callable[[int], Mapping[int, str]]] = {}


class Names:
    """The names of one workspace's members, teams and labels, loaded once at first need."""

    def __init__(
        self, workspace_id: int, contacts: Mapping[int, str] | None = None, members: Mapping[int, str] | None = None
    ) -> None:
        """``contacts`` and ``members`` are names already known, by id; others are asked for."""
        self.workspace_id = workspace_id
        self._contacts: dict[int, str] = dict(contacts or {})
        self._known = members or {}
        self._namers: dict[str, Mapping[int, str]] = {}

    @cached_property
    def members(self) -> dict[int, str]:
        return dict(Member.objects.filter(workspace_id=self.workspace_id).values_list("pk", "name"))

    @cached_property
    def teams(self) -> dict[int, str]:
        return dict(Team.objects.filter(workspace_id=self.workspace_id).values_list("pk", "name"))

    @cached_property
    def labels(self) -> dict[int, str]:
        return dict(Label.objects.filter(workspace_id=self.workspace_id).values_list("pk", "name"))

    @cached_property
    def tokens(self) -> dict[int, str]:
        return dict(ApiToken.objects.filter(workspace_id=self.workspace_id).values_list("pk", "name"))

    @cached_property
    def fields(self) -> dict[int, str]:
        language = "en" if (get_language() or "id").startswith("en") else "id"
        rows = CustomField.objects.filter(workspace_id=self.workspace_id, of="ticket")
        return {row.pk: called(row, language) for row in rows}

    def learn_contacts(self, ids: Iterable[int]) -> None:
        missing = set(ids) - self._contacts.keys()
        if missing:
            rows = Contact.objects.filter(workspace_id=self.workspace_id, pk__in=missing)
            self._contacts.update(rows.values_list("pk", "name"))

    def member(self, member_id: int) -> str:
        return self._known.get(member_id) or self.members.get(member_id, _("A former member"))

    def contact(self, contact_id: int) -> str:
        self.learn_contacts([contact_id])
        return self._contacts.get(contact_id, "") or _("The customer")

    def actor(self, kind: str, actor_id: int | None) -> str:
        match kind:
            case "member" if actor_id is not None:
                return self.member(actor_id)
            case "contact" if actor_id is not None:
                return self.contact(actor_id)
            case "token" if actor_id is not None:
                return f"API ({self.tokens.get(actor_id, '—')})"
            case _ if kind in NAMERS and actor_id is not None:
                return self._named(kind).get(actor_id, "Percaya")
            case _:
                return "Percaya"

    def _named(self, kind: str) -> Mapping[int, str]:
        """Asked for once; the words are in the language that is switched on then."""
        if kind not in self._namers:
            self._namers[kind] = NAMERS[kind](self.workspace_id)
        return self._namers[kind]


def sentence(
    kind: str,
    said: Mapping[str, Any],
    *,
    actor: str,
    names: Names,
    language: str,
    when: Callable[[datetime], str] = lambda instant: f"{instant:%Y-%m-%d %H:%M} UTC",
) -> str:
    """The event in the reader's language. A kind that no class knows any more is named as it is."""
    known = event_class(kind)
    if known is None:
        return kind
    pattern = known.sentence_id if language == "id" else known.sentence_en
    words = {key: _word(key, value, names, when) for key, value in said.items()}
    return pattern.format_map(_Words(words, actor=actor))


class _Words(dict[str, str]):
    """A word that was erased leaves a gap, not an error."""

    def __missing__(self, key: str) -> str:
        return "…"


def state_word(state: str) -> str:
    words = {
        "new": pgettext("state", "New"),
        "open": pgettext("state", "Open"),
        "waiting_customer": pgettext("state", "Waiting for the customer"),
        "waiting_other": pgettext("state", "Waiting for others"),
        "resolved": pgettext("state", "Solved"),
        "closed": pgettext("state", "Closed"),
    }
    return words.get(state, state)


def priority_word(priority: str) -> str:
    words = {
        "low": pgettext("priority", "Low"),
        "normal": pgettext("priority", "Normal"),
        "high": pgettext("priority", "High"),
        "urgent": pgettext("priority", "Urgent"),
    }
    return words.get(priority, priority)


def _word(key: str, value: Any, names: Names, when: Callable[[datetime], str]) -> str:
    match key, value:
        case (("assignee" | "member" | "owner"), int()):
            return names.member(value)
        case "mood", ("negative" | "neutral" | "positive"):
            return {"negative": _("unhappy"), "neutral": _("neutral"), "positive": _("content")}[value]
        case "when", ("on_time" | "late"):
            return _("on time") if value == "on_time" else _("late")
        case (("assignee" | "member"), None):
            return _("nobody")
        case "team", int():
            return names.teams.get(value, "—")
        case "team", None:
            return _("no team")
        case "label", int():
            return names.labels.get(value, "—")
        case "state", str():
            return state_word(value)
        case "priority", str():
            return priority_word(value)
        case "before", str():
            return state_word(value) if state_word(value) != value else priority_word(value)
        case "until", None:
            return _("when the customer replies")
        case (("until" | "due" | "was_due" | "due_at" | "next_update_at"), str()) if value:
            return when(datetime.fromisoformat(value))
        case "members", list():
            return ", ".join(names.member(one) for one in value)
        case "fields", list():
            return ", ".join(names.fields.get(one, "—") for one in value)
        case "active", bool():
            return _("yes") if value else _("no")
        case "due_at", "":
            return "—"
        case (("how" | "role" | "what" | "rights" | "status" | "reason" | "obligation"), (str() | list())):
            return ", ".join(machine_word(str(one)) for one in ([value] if isinstance(value, str) else value)) or "—"
        case _, list():
            return ", ".join(map(str, value))
        case _:
            return str(value)
