"""What the slot of a rule's step offers: a list to choose from, or none when it is typed."""

from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.desk.steps import PRIORITIES, SNOOZES, STATES
from percaya.core.tickets.queries.sentences import priority_word, state_word
from percaya.stages.automation.deeds import ROLES
from percaya.web.inbox.step_words import snooze_word
from percaya.web.settings.rule_words import Words
from percaya.web.ui.doors import MemberRequest


def choices(do: str, request: MemberRequest, words: Words) -> list[tuple[str, str]] | None:
    known = words.known
    people = [(public_ids.encode("member", one.pk), one.name) for one in known.people]
    teams = [(public_ids.encode("team", one.pk), one.name) for one in known.teams]
    match do:
        case "state":
            return [(key, state_word(key)) for key in STATES]
        case "priority":
            return [(key, priority_word(key)) for key in PRIORITIES]
        case "snooze":
            return [(key, snooze_word(key)) for key in SNOOZES]
        case "assign":
            answerers = [(public_ids.encode("member", one.pk), one.name) for one in known.answerers]
            return [("nobody", _("nobody")), *answerers]
        case "team":
            return [("", _("no team")), *teams]
        case "reply" | "macro":
            return [(public_ids.encode("macro", pk), name) for pk, name in sorted(words.macros.items(), key=lambda one: one[1])]
        case "notify":
            special = [(value, words.hearer(value)) for value in ("assignee", "team", *(f"role:{role}" for role in ROLES))]
            return [*special, *teams, *people]
        case _:
            return None
