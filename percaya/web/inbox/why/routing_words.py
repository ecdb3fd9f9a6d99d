"""What routing decided, or would, as lines that people read: shared by the try in the settings and by "Why is it here?"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from percaya.core.tickets.queries.conditions import stored
from percaya.stages.routing import words
from percaya.stages.routing.queries import Trial
from percaya.web.inbox import filtering
from percaya.web.inbox.reference import reference
from percaya.web.inbox.why.misses import Say


@dataclass(frozen=True)
class Line:
    """One sentence and what it rests on."""

    text: str
    evidence: Sequence[str] = ()


def told_trial(trial: Trial, people: Mapping[int, str], teams: Mapping[int, str], say: Say) -> list[Line]:
    """Where a ticket would go: rules, person, everybody else."""
    lines = rule_lines([one.data() for one in trial.rules if one.matched or one.is_near], teams, say)
    if trial.team is None:
        return [*lines, Line(_("No team would have it, so nobody is looked for."))]
    team = teams.get(trial.team, "—")
    if trial.strategy == "manual":
        return [*lines, Line(_("In %(team)s people take tickets themselves: it would wait there.") % {"team": team})]
    if not trial.ranked:
        lines.append(Line(_("It would wait in %(team)s.") % {"team": team}, (words.nobody(trial.reason),)))
    candidates = [*(one.data() for one in trial.ranked), *(one.data() for one in trial.refused)]
    return [*lines, *candidate_lines(candidates, people, would=True)]


def rule_lines(rules: Iterable[Mapping[str, Any]], teams: Mapping[int, str], say: Say) -> list[Line]:
    """The rule that matched, and those that nearly did with what was missing and how the ticket stands there now."""
    lines, customs = [], reference(say.member).customs
    for one in rules:
        group = stored(one.get("conditions") or {}, customs)
        said = filtering.sentence(group, say.member)
        team = teams.get(one["team"], "—") if one.get("team") else ""
        if one["matched"]:
            text = _("The rule “%(rule)s” sends it to %(team)s.") if team else _("The rule “%(rule)s” asks for a skill.")
            lines.append(Line(text % {"rule": said, "team": team}))
        else:
            missed = say.missing(part for n, part in enumerate(group.of) if n in one["missed"])
            lines.append(Line(_("The rule “%(rule)s” nearly matched.") % {"rule": said}, missed))
    return lines


def candidate_lines(candidates: Iterable[Mapping[str, Any]], people: Mapping[int, str], *, would: bool = False) -> list[Line]:
    """Who got it (or would), who came next, and why the others were not asked."""
    lines: list[Line] = []
    for place, one in enumerate(candidates):
        name = people.get(one["member"], _("A former member"))
        if "why" in one:
            lines.append(Line(_("%(name)s was not asked.") % {"name": name}, (words.refused(one["why"], one["value"]),)))
            continue
        rests_on = tuple(words.value(key, text) for key, text in one["values"].items() if key != "given_at")
        if place:
            lines.append(Line(_("%(name)s came after.") % {"name": name}, rests_on))
        else:
            text = _("%(name)s would get it.") if would else _("%(name)s got it.")
            lines.append(Line(text % {"name": name}, rests_on))
    return lines
