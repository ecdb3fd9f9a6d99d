"""Reads of rules that pages, the API and the runs share."""

from typing import Any

from django.db.models import Count, QuerySet

from percaya.core.journal.models import EventRow
from percaya.stages.automation.models import Mode, Outcome, Rule, RuleRun, RuleVersion, WebhookCall

FARTHEST = 24  # causes looked back at


def rules_of(workspace_id: int) -> QuerySet[Rule]:
    """In the order in which they are asked."""
    return Rule.objects.filter(workspace_id=workspace_id, is_deleted=False).order_by("position", "pk")


def living(workspace_id: int) -> list[Rule]:
    """Those that act or practise, in their order."""
    return list(rules_of(workspace_id).exclude(mode=Mode.OFF))


def rule_names(workspace_id: int) -> dict[int, str]:
    """Deleted ones too: stories go on naming them."""
    return dict(Rule.objects.filter(workspace_id=workspace_id).values_list("pk", "name"))


def versions_of(rule: Rule) -> QuerySet[RuleVersion]:
    return RuleVersion.objects.filter(rule=rule).select_related("member").order_by("-number")


def runs_of(rule: Rule) -> QuerySet[RuleRun]:
    return RuleRun.objects.filter(rule=rule).select_related("ticket", "decided_by").order_by("-id")


def runs_on(ticket_id: int) -> list[RuleRun]:
    """Every time a rule fitted a ticket, oldest first."""
    return list(RuleRun.objects.filter(ticket_id=ticket_id).order_by("pk")[:200])


def versions_behind(ticket_id: int) -> dict[tuple[int, int], dict[str, Any]]:
    """(rule, version) -> what it said then, of the rules that fitted a ticket."""
    rules = RuleRun.objects.filter(ticket_id=ticket_id).values("rule_id")
    rows = RuleVersion.objects.filter(rule__in=rules).values_list("rule_id", "number", "body")
    return {(rule, number): body for rule, number, body in rows}


def calls_out(rule: Rule) -> bool:
    """Whether one of its steps calls an address outside."""
    return any(one["do"] == "webhook" for one in rule.actions)


def calls_of(workspace_id: int) -> QuerySet[WebhookCall]:
    """Calls to addresses outside, the newest first; those of deleted rules too."""
    rows = WebhookCall.objects.filter(rule__workspace_id=workspace_id)
    return rows.select_related("rule", "ticket").order_by("-id")


def proposals(workspace_id: int, rule: Rule | None = None) -> QuerySet[RuleRun]:
    """What practising rules would do, the oldest first."""
    rows = RuleRun.objects.filter(rule__workspace_id=workspace_id, outcome=Outcome.PROPOSED, rule__is_deleted=False)
    rows = rows.filter(rule=rule) if rule else rows
    return rows.select_related("ticket", "ticket__contact", "rule").order_by("id")


def proposed_counts(workspace_id: int) -> dict[int, int]:
    """How many proposals wait, by rule."""
    rows = RuleRun.objects.filter(rule__workspace_id=workspace_id, outcome=Outcome.PROPOSED)
    return dict(rows.values_list("rule_id").annotate(count=Count("pk")))


def chain_behind(row: EventRow) -> list[int]:
    """The rules whose deeds led to this event, the nearest first."""
    found: list[int] = []
    at: EventRow | None = row
    for _step in range(FARTHEST):
        if at is None:
            break
        if at.actor_kind == "rule" and at.actor_id is not None:
            found.append(at.actor_id)
        at = EventRow.objects.filter(pk=at.cause_id).first() if at.cause_id else None
    return found
