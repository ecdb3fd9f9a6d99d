"""Which rules a ticket was there for, and what keeps each from meaning it as it stands now. Asked by people, never by runs."""

from dataclasses import dataclass

from django.utils import timezone

from percaya.core.journal.queries import facts, stream
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries.condition_misses import held, missed
from percaya.core.tickets.queries.condition_rows import Asking
from percaya.core.tickets.queries.conditions import Condition, Group
from percaya.core.workspace.calendars import is_open
from percaya.core.workspace.working import calendar_of
from percaya.stages.automation import policy
from percaya.stages.automation.house import House
from percaya.stages.automation.matching import Body, last_word
from percaya.stages.automation.models import Rule, RuleRun
from percaya.stages.automation.queries import living, runs_on

MOST = 50
_NO_SPAM = Condition("spam", "is", False)  # what no rule touches unless it asks for it


@dataclass(frozen=True)
class Considered:
    """``was_heard``: something that sets the rule off has happened here. ``missed``: the parts of its conditions that do not
    hold; ``words``: those it waits for, none of which was said; ``hours``: open or closed when it is the other. ``last``: when
    it last ran here."""

    rule: Rule
    was_heard: bool
    missed: tuple[Condition | Group, ...] = ()
    words: tuple[str, ...] = ()
    hours: str = ""
    last: RuleRun | None = None

    @property
    def fits(self) -> bool:
        return not (self.missed or self.words or self.hours)


def considered(ticket: Ticket) -> list[Considered]:
    """The rules that act or practise, in their order. A handful of statements for any number of rules."""
    rules = living(ticket.workspace_id)[:MOST]
    if not rules or ticket.merged_into_id is not None:
        return []
    house, bodies = House(ticket.workspace), [Body.of(one) for one in rules]
    groups = [body.group(house) for body in bodies]
    uses_own = any(one.field.startswith("field:") for group in groups for one in group.all())
    asking = Asking(timezone.now(), ticket.workspace.time_zone, house.customs if uses_own else {})
    answers = held(ticket.pk, groups, asking)
    happened = [(row.kind, facts(row)) for row in stream("ticket", ticket.pk)]
    last, runs = last_word(ticket.pk), {run.rule_id: run for run in runs_on(ticket.pk)}
    found = []
    for rule, body, group, held_parts in zip(rules, bodies, groups, answers, strict=True):
        heard = body.trigger.when == "time" or any(body.trigger.hears(kind, said) for kind, said in happened)
        gone = tuple(group.of[place] for place in missed(group, held_parts))
        if ticket.is_spam and all(one.field != "spam" for one in group.all()):
            gone = (*gone, _NO_SPAM)
        found.append(Considered(rule, heard, gone, _unsaid(body, last), _shut(body, ticket), runs.get(rule.pk)))
    return found


def _unsaid(body: Body, message: Message | None) -> tuple[str, ...]:
    text = f"{message.subject}\n{message.body_text}" if message else ""
    return () if policy.says_any(body.words, text) else body.words


def _shut(body: Body, ticket: Ticket) -> str:
    """The hours it acts in, when it is not those now."""
    if not body.trigger.hours:
        return ""
    calendar = calendar_of(ticket.workspace_id, team_id=ticket.team_id).calendar
    return "" if is_open(calendar, timezone.now()) is (body.trigger.hours == "open") else body.trigger.hours
