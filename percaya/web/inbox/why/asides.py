"""What the stages have to say about where a ticket is: rules, routing, service levels, escalations. One source for the page
"Kenapa di sini?" and for ``percaya trace``."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.conditions import stored
from percaya.core.tickets.queries.reasons import Aside, Told
from percaya.core.workspace.models import Member
from percaya.stages.automation.events import EscalationAsked, NoticeAsked, RuleRan, WebhookCalled
from percaya.stages.automation.queries import rule_names, runs_on, versions_behind
from percaya.stages.routing import words
from percaya.stages.routing.models import Decision
from percaya.stages.routing.queries import decisions
from percaya.stages.sla.events import (
    ClockBreached,
    ClockCancelled,
    ClockChanged,
    ClockMet,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockWarned,
)
from percaya.stages.sla.queries import clocks_of
from percaya.web.inbox import filtering
from percaya.web.inbox.reference import reference
from percaya.web.inbox.why.misses import Say, told_levels, told_rules
from percaya.web.inbox.why.routing_words import candidate_lines, rule_lines

_CLOCKS = (ClockStarted, ClockPaused, ClockResumed, ClockChanged, ClockMet, ClockCancelled, ClockWarned, ClockBreached)
_ESCALATIONS = (
    "escalation.raised",
    "escalation.acknowledged",
    "escalation.stepped",
    "escalation.update_due",
    "escalation.closed",
)
_RULES = (RuleRan, EscalationAsked, NoticeAsked, WebhookCalled)


def asides(ticket: Ticket, member: Member) -> list[Aside]:
    """In the language that is active; names as ``member`` knows them."""
    return [
        _rules(ticket, member),
        Aside("given", _("Who was looked for, and why"), "found", told=_given(ticket, member)),
        _levels(ticket, member),
        Aside("escalation", _("How it was escalated"), "moved", kinds=_ESCALATIONS),
    ]


def _given(ticket: Ticket, member: Member) -> list[Told]:
    """Each look for somebody: what began it, the rules, who got it and who did not."""
    known = reference(member)
    teams = {one.pk: one.name for one in known.teams}
    told: list[Told] = []
    say = Say(ticket, member)
    for one in decisions(ticket.pk):
        team = teams.get(one.team_id or 0, "—")
        told.append(Told(words.began(one.how) % {"team": team}, one.at, evidence=_asked(one)))
        lines = [
            *rule_lines(one.rules, teams, say),
            *candidate_lines(one.candidates, known.names),
        ]
        told += [Told(line.text, evidence=line.evidence) for line in lines]
    return told


def _asked(one: Decision) -> tuple[str, ...]:
    """The team's way, what was asked of people, and why nobody was found."""
    found = [words.strategy(one.strategy)] if one.strategy else []
    if one.asked.get("skills"):
        found.append(_("needs: %(skills)s") % {"skills": ", ".join(one.asked["skills"])})
    if one.asked.get("language"):
        found.append(words.value("language", one.asked["language"]))
    if one.reason:
        found.append(words.nobody(one.reason))
    return tuple(found)


def _rules(ticket: Ticket, member: Member) -> Aside:
    bodies, names = versions_behind(ticket.pk), rule_names(ticket.workspace_id)

    def rests_on(kind: str, said: Mapping[str, Any]) -> Sequence[str]:
        body = bodies.get((int(said.get("rule") or 0), int(said.get("version") or 0)), {}) if kind == RuleRan.kind else {}
        sentence = filtering.sentence(stored(body.get("conditions"), reference(member).customs), member) if body else ""
        return (sentence,) if sentence else ()

    waits = {
        "proposed": _("“%(rule)s” would have acted; it practises, and somebody has to agree first."),
        "limited": _("“%(rule)s” fitted, but had acted too often in that hour."),
        "failed": _("“%(rule)s” fitted, but what it should do failed."),
        "nothing": _("“%(rule)s” fitted, and all was so already."),
    }
    told = [
        Told(waits[one.outcome] % {"rule": names.get(one.rule_id, "—")}, one.at, evidence=(one.error,) if one.error else ())
        for one in runs_on(ticket.pk)
        if one.outcome in waits
    ]
    told += told_rules(ticket, member)
    return Aside("rules", _("Which rules acted"), "found", [one.kind for one in _RULES], rests_on, told)


def _levels(ticket: Ticket, member: Member) -> Aside:
    known = {one.policy_id: one.policy for one in clocks_of(ticket.pk)}

    def rests_on(kind: str, said: Mapping[str, Any]) -> Sequence[str]:
        policy = known.get(said.get("policy") or 0) if kind == ClockStarted.kind else None
        if policy is None:
            return ()
        named = _("service level “%(name)s”") % {"name": policy.name}
        minutes = _("%(minutes)s min") % {"minutes": said.get("target_minutes")}
        sentence = filtering.sentence(stored(policy.terms.get("conditions"), reference(member).customs), member)
        return (named, minutes, sentence) if sentence else (named, minutes)

    return Aside(
        "levels", _("Which service level counts"), "moved", [one.kind for one in _CLOCKS], rests_on, told_levels(ticket, member)
    )
