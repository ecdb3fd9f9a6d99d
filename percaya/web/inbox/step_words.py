"""What a macro's step does, said on a chip before it is done."""

from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.desk.steps import Step
from percaya.core.tickets.queries.sentences import priority_word, state_word
from percaya.web.inbox.reference import Reference


def step_words(step: Step, known: Reference) -> str:
    match step.do:
        case "state":
            return _("State: %(state)s") % {"state": state_word(step.value)}
        case "assign":
            return _("Responsible: %(name)s") % {"name": _person(step.value, known)}
        case "team":
            return _("Team: %(name)s") % {"name": _team(step.value, known)}
        case "priority":
            return _("Priority: %(priority)s") % {"priority": priority_word(step.value)}
        case "label":
            return _("Label: %(label)s") % {"label": step.value}
        case "unlabel":
            return _("Take off label: %(label)s") % {"label": step.value}
        case "snooze":
            return _("Remind: %(time)s") % {"time": snooze_word(step.value)}
        case "field":
            name, _equals, value = step.value.partition("=")
            return f"{name}: {value}"
        case "follow":
            return _("Follow the ticket")
        case _:
            return _("Note: %(text)s") % {"text": step.value[:60]}


def snooze_word(key: str) -> str:
    words = {
        "1h": _("in 1 hour"),
        "3h": _("in 3 hours"),
        "tomorrow": _("next working day"),
        "monday": _("beginning of next week"),
        "reply": _("when the customer replies"),
    }
    return words.get(key, key)


def _person(value: str, known: Reference) -> str:
    if value == "me":
        return _("whoever uses it")
    if value == "nobody":
        return _("nobody")
    return known.names.get(public_ids.decode("member", value) or 0, _("A former member"))


def _team(value: str, known: Reference) -> str:
    key = public_ids.decode("team", value) if value else None
    return next((team.name for team in known.teams if team.pk == key), _("no team"))
