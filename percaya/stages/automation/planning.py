"""What a rule's deeds would change on a ticket as it stands: the dry run shows it, a proposal keeps it, the run does it.
Nothing is changed here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from percaya.channels.registry import channels
from percaya.core.desk.models import Macro
from percaya.core.desk.queries.macros import speaks_english, values_for
from percaya.core.desk.steps import read as read_steps
from percaya.core.desk.variables import fill
from percaya.core.ratings.queries import why_not
from percaya.core.tickets import policy as course
from percaya.core.tickets.models import Message, Ticket, TicketLabel
from percaya.core.tickets.queries.fields import values_of
from percaya.core.workspace.fields import read as read_field
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import REPLY
from percaya.stages.automation import policy
from percaya.stages.automation.deeds import Deed
from percaya.stages.automation.house import House


@dataclass(frozen=True)
class Effect:
    """One change. ``value`` is all that doing it needs (keys of rows, filled words); ``trouble`` is why it cannot be done:
    gone, closed, no_way, not_open, slots, machine, spam, enough, no_address, cannot_reply, asked, member_only."""

    do: str
    value: Any = ""
    was: Any = None
    trouble: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"do": self.do, "value": self.value, "was": self.was, "trouble": self.trouble}


def effects(stored: Sequence[Mapping[str, Any]]) -> list[Effect]:
    return [Effect(one["do"], one["value"], one.get("was"), one.get("trouble", "")) for one in stored]


@dataclass
class Stand:
    """The ticket as it would stand after the deeds planned so far. ``message``: the customer's last word."""

    ticket: Ticket
    house: House
    message: Message | None
    state: str
    priority: str
    topic: str
    subject: str
    team: int
    assignee: int
    is_spam: bool
    labels: dict[str, int]  # folded word -> key, 0 for one that is new
    fields: dict[str, list[str]] = field(default_factory=dict)
    answers: int | None = None

    @classmethod
    def of(cls, ticket: Ticket, house: House, message: Message | None) -> "Stand":
        labels = TicketLabel.objects.filter(ticket=ticket).values_list("label__name", "label_id")
        return cls(
            ticket, house, message, ticket.state, ticket.priority, ticket.topic, ticket.subject, ticket.team_id or 0,
            ticket.assignee_id or 0, ticket.is_spam, {name.casefold(): key for name, key in labels},
        )  # fmt: skip


def plan(deeds: Sequence[Deed], ticket: Ticket, house: House, message: Message | None) -> list[Effect]:
    """What would change, in order; deeds that change nothing are left out."""
    stand = Stand.of(ticket, house, message)
    found: list[Effect] = []
    for deed in deeds:
        found += _PLANS[deed.do](deed.value, stand)
    return found


def _state(value: str, stand: Stand) -> list[Effect]:
    if stand.state == value:
        return []
    was = stand.state
    ends = value == course.CLOSED and was in course.OPEN_STATES
    if stand.ticket.merged_into_id or not (ends or course.verb_to(was, value)):
        return [Effect("state", value, was, "no_way")]
    stand.state = value
    return [Effect("state", value, was)]


def _priority(value: str, stand: Stand) -> list[Effect]:
    was, stand.priority = stand.priority, value
    return [Effect("priority", value, was)] if was != value else []


def _topic(value: str, stand: Stand) -> list[Effect]:
    wanted = " ".join(value.split())[:80]
    was, stand.topic = stand.topic, wanted
    return [Effect("topic", wanted, was)] if was != wanted else []


def _subject(value: str, stand: Stand) -> list[Effect]:
    wanted = " ".join(value.split())[:250]
    was, stand.subject = stand.subject, wanted
    return [Effect("subject", wanted)] if was != wanted else []


def _field(value: str, stand: Stand) -> list[Effect]:
    key, _equals, text = (part.strip() for part in value.partition("="))
    known = stand.house.fields.get(key)
    if known is None or known.kind == "contact":
        return [Effect("field", f"{key}={text}", trouble="gone")]
    try:
        wanted = sorted(held.text for held in read_field(known, text))
    except ValidationError:
        return [Effect("field", f"{key}={text}", trouble="gone")]
    held = stand.fields.get(key)
    was = sorted(values_of(stand.ticket.pk, [known]).get(key, [])) if held is None else held
    stand.fields[key] = wanted
    return [Effect("field", f"{key}={text}")] if was != wanted else []


def _assign(value: str, stand: Stand) -> list[Effect]:
    to = stand.house.member(value)
    if value != "nobody" and to is None:
        return [Effect("assign", 0, trouble="gone")]
    key, was = to.pk if to else 0, stand.assignee
    if key == was:
        return []
    if to is not None and (not to.may(REPLY) or stand.team in to.hidden_team_ids):
        return [Effect("assign", key, was, "cannot_reply")]
    stand.assignee = key
    return [Effect("assign", key, was)]


def _team(value: str, stand: Stand) -> list[Effect]:
    to = stand.house.team(value)
    if value and to is None:
        return [Effect("team", 0, trouble="gone")]
    was, stand.team = stand.team, to.pk if to else 0
    return [Effect("team", stand.team, was)] if was != stand.team else []


def _label(value: str, stand: Stand) -> list[Effect]:
    word = " ".join(value.split())[:40]
    if word.casefold() in stand.labels:
        return []
    stand.labels[word.casefold()] = 0
    return [Effect("label", word)]


def _unlabel(value: str, stand: Stand) -> list[Effect]:
    word = " ".join(value.split())[:40]
    if stand.labels.pop(word.casefold(), None) is None:
        return []
    return [Effect("unlabel", word)]


def _snooze(value: str, stand: Stand) -> list[Effect]:
    is_open = stand.state in course.OPEN_STATES and not stand.is_spam and not stand.ticket.merged_into_id
    return [Effect("snooze", value, trouble="" if is_open else "not_open")]


def _spam(value: str, stand: Stand) -> list[Effect]:
    was, stand.is_spam = stand.is_spam, True
    return [] if was else [Effect("spam")]


def _note(value: str, stand: Stand) -> list[Effect]:
    text = _filled(value, stand)[0]
    return [Effect("note", text, trouble="closed" if stand.ticket.merged_into_id else "")]


def _notify(value: str, stand: Stand) -> list[Effect]:
    people = [one for one in _hearers(value, stand) if one in stand.house.members]
    return [Effect("notify", people, trouble="" if people else "gone")]


def _hearers(value: str, stand: Stand) -> list[int]:
    house = stand.house
    if value == "assignee":
        return [stand.assignee] if stand.assignee else house.team_people.get(stand.team, [])
    if value == "team":
        return house.team_people.get(stand.team, [])
    if value.startswith("role:"):
        return [one.pk for one in house.members.values() if one.role == value.removeprefix("role:")]
    if one := house.member(value):
        return [one.pk]
    team = house.team(value)
    return house.team_people.get(team.pk, []) if team else []


def _webhook(value: str, stand: Stand) -> list[Effect]:
    return [Effect("webhook", value)]


def _escalate(value: str, stand: Stand) -> list[Effect]:
    return [Effect("escalate", value[:200])]


def _reply(value: str, stand: Stand) -> list[Effect]:
    macro = stand.house.macro(value)
    if macro is None:
        return [Effect("reply", "", trouble="gone")]
    return [_answer(macro, stand)]


def _answer(macro: Macro, stand: Stand) -> Effect:
    english = speaks_english(stand.ticket)
    words = (macro.text_en or macro.text) if english else (macro.text or macro.text_en)
    text, missing = _filled(words, stand)
    trouble = "gone" if not text.strip() else "slots" if missing or course.unfilled(text) else _unanswerable(stand)
    if not trouble:
        stand.answers = (stand.answers or 0) + 1
    return Effect("reply", text, trouble=trouble)


def _macro(value: str, stand: Stand) -> list[Effect]:
    """Its words and its steps. Those that mean whoever uses it mean nobody here."""
    macro = stand.house.macro(value)
    if macro is None:
        return [Effect("macro", "", trouble="gone")]
    found = [_answer(macro, stand)] if macro.text or macro.text_en else []
    for step in read_steps(macro.actions):
        if step.do == "follow" or (step.do == "assign" and step.value == "me") or step.do not in _PLANS:
            found.append(Effect(step.do, "", trouble="member_only"))
        else:
            found += _PLANS[step.do](step.value, stand)
    return found


def _survey(value: str, stand: Stand) -> list[Effect]:
    """Once for each time it was solved, and within the limits that surveys keep too."""
    reason = why_not(stand.ticket, timezone.now())
    trouble = reason if reason in ("asked", "often", "opted_out") else _unanswerable(stand)
    if not trouble:
        stand.answers = (stand.answers or 0) + 1
    return [Effect("survey", trouble=trouble)]


def _unanswerable(stand: Stand) -> str:
    """Why no automatic word may go to this customer now; "" when it may."""
    ticket = stand.ticket
    own = channels().get(ticket.channel)
    if stand.state == course.CLOSED or ticket.merged_into_id:
        return "closed"
    if stand.is_spam:
        return "spam"
    if stand.message is not None and stand.message.auto:
        return "machine"
    if own is None or not own.capabilities.acknowledges:
        return "no_address"
    if stand.answers is None:
        since = timezone.now() - timedelta(hours=24)
        sent = Message.objects.filter(ticket__contact_id=ticket.contact_id, author_kind="rule", direction="outbound")
        stand.answers = sent.filter(created_at__gte=since).count()
    return "enough" if stand.answers >= policy.MOST_ANSWERS_A_DAY else ""


def _filled(text: str, stand: Stand) -> tuple[str, tuple[str, ...]]:
    """The words with their slots filled, and the slots that stayed open. Who signs is the business."""
    signer = Member(name=stand.house.workspace.name, workspace_id=stand.house.workspace.pk)
    words = fill(text, values_for(stand.ticket, signer, [text]))
    return words.text, words.missing


_PLANS: Mapping[str, Callable[[str, Stand], list[Effect]]] = {
    "state": _state, "priority": _priority, "topic": _topic, "subject": _subject, "field": _field, "assign": _assign,
    "team": _team, "label": _label, "unlabel": _unlabel, "snooze": _snooze, "spam": _spam, "note": _note, "notify": _notify,
    "webhook": _webhook, "escalate": _escalate, "reply": _reply, "macro": _macro, "survey": _survey,
}  # fmt: skip
