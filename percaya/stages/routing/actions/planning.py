"""How a workspace wants its tickets given out."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.tickets.queries.conditions import customs_of, read
from percaya.core.workspace.models import Team, Workspace
from percaya.stages.routing import policy
from percaya.stages.routing.actions.availability import HIGHEST_LIMIT, words
from percaya.stages.routing.actions.loads import recount
from percaya.stages.routing.events import RoutingChanged
from percaya.stages.routing.models import Reassign, RoutingSettings, TeamRouting, TeamRule

MOST_RULES = 50
MOST_MINUTES = 7 * 24 * 60


@transaction.atomic
def change_settings(
    *, workspace: Workspace, weights: Mapping[str, int], limit: int, idle_minutes: int, reasons: Sequence[str], by: Actor
) -> RoutingSettings:
    """Weights and the limit in tenths. All loads are counted anew. Raises ``ValidationError``."""
    if not 0 < limit <= HIGHEST_LIMIT or any(not 0 <= one <= HIGHEST_LIMIT for one in weights.values()):
        raise ValidationError(_("Weights and limits lie between 0 and %(most)s.") % {"most": HIGHEST_LIMIT // 10})
    if not 0 <= idle_minutes <= 1440:
        raise ValidationError(_("Choose up to 1440 minutes; 0 means never."))
    row, _made = RoutingSettings.objects.get_or_create(workspace=workspace)
    row.weights = {kind: weights[kind] for kind in policy.WEIGHTS if kind in weights}
    row.limit, row.idle_minutes, row.reasons = limit, idle_minutes, words(reasons)[:20]
    row.save()
    record(RoutingChanged(workspace_id=workspace.pk, what="settings"), by=by)
    recount(workspace.pk)
    return row


@transaction.atomic
def change_team(*, team: Team, by: Actor, **changes: Any) -> TeamRouting:
    """``changes``: columns of ``TeamRouting``. Raises ``ValidationError`` for what makes no sense."""
    row, _made = TeamRouting.objects.get_or_create(team=team, defaults={"workspace_id": team.workspace_id})
    for name, value in changes.items():
        setattr(row, name, words(value) if name == "skills" else value)
    _check(row)
    row.save()
    record(RoutingChanged(workspace_id=team.workspace_id, what="team", team=team.pk), by=by)
    return row


def _check(row: TeamRouting) -> None:
    if row.strategy not in policy.STRATEGIES or row.reassign not in Reassign.values:
        raise ValidationError(_("Choose one of the ways in the list."))
    if not (0 <= row.overflow_minutes <= MOST_MINUTES and 0 <= row.reassign_minutes <= MOST_MINUTES):
        raise ValidationError(_("Choose between 0 minutes and a week."))
    if row.overflow_team_id and (
        row.overflow_team_id == row.team_id
        or not Team.objects.filter(pk=row.overflow_team_id, workspace_id=row.workspace_id, is_active=True).exists()
    ):
        raise ValidationError(_("Choose another team of this workspace for what nobody takes."))


@transaction.atomic
def save_rule(
    *,
    workspace: Workspace,
    rule: TeamRule | None,
    conditions: Any,
    team: Team | None,
    skills: Sequence[str],
    is_on: bool,
    by: Actor,
) -> TeamRule:
    """Make or change a rule; a new one is the last. Raises ``ValidationError`` (``BadCondition``)."""
    group = read(conditions, customs_of(workspace.pk))
    if not group.of:
        raise ValidationError(_("A rule needs at least one condition, else it would take every ticket."))
    if team is None and not words(skills):
        raise ValidationError(_("Choose a team, or skills that are needed, or both."))
    rows = TeamRule.objects.filter(workspace=workspace)
    if rule is None:
        if rows.count() >= MOST_RULES:
            raise ValidationError(_("At most %(count)s rules fit. Remove one first.") % {"count": MOST_RULES})
        last = rows.order_by("-position").values_list("position", flat=True).first()
        rule = TeamRule(workspace=workspace, position=(last or 0) + 1)
    rule.conditions, rule.team, rule.skills, rule.is_on = group.data(), team, words(skills), is_on
    rule.save()
    record(RoutingChanged(workspace_id=workspace.pk, what="rules"), by=by)
    return rule


@transaction.atomic
def move_rule(*, rule: TeamRule, up: bool, by: Actor) -> None:
    """One place up or down; the first that matches counts."""
    rules = list(TeamRule.objects.filter(workspace_id=rule.workspace_id).order_by("position", "pk"))
    place = [one.pk for one in rules].index(rule.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rules):
        return
    rules[place], rules[other] = rules[other], rules[place]
    for position, one in enumerate(rules, start=1):
        one.position = position
    TeamRule.objects.bulk_update(rules, ["position"])
    record(RoutingChanged(workspace_id=rule.workspace_id, what="rules"), by=by)


@transaction.atomic
def remove_rule(*, rule: TeamRule, by: Actor) -> None:
    rule.delete()
    record(RoutingChanged(workspace_id=rule.workspace_id, what="rules"), by=by)
