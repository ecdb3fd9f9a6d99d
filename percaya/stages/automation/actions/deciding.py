"""What a practising rule proposes: a person agrees, or does not."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.cause import caused_by
from percaya.core.tickets.actions.change import hold
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member
from percaya.stages.automation import policy
from percaya.stages.automation.actions.running import carry_out
from percaya.stages.automation.actions.timing import set_schedule
from percaya.stages.automation.events import RuleChanged
from percaya.stages.automation.house import House
from percaya.stages.automation.matching import Body, matching
from percaya.stages.automation.models import Mode, Outcome, Rule, RuleRun
from percaya.stages.automation.planning import effects


@transaction.atomic
def approve(*, run: RuleRun, member: Member) -> RuleRun:
    """Do exactly what was shown, unless the ticket is no longer one the rule means. After enough of them the rule acts by
    itself. Raises ``ValidationError`` when somebody else decided first."""
    run = _open(run, member)
    rule = Rule.objects.select_for_update(no_key=True).select_related("workspace").get(pk=run.rule_id)
    found = matching(Body.of(rule), Ticket.objects.filter(pk=run.ticket_id), House(rule.workspace), timezone.now())
    if rule.version != run.version or not found.exists():
        run.outcome = Outcome.OUTDATED
        run.save()
        return run
    with caused_by(run.event_id):
        carry_out(run, effects(run.did))
    rule.refresh_from_db()
    rule.approvals += 1
    if rule.mode == Mode.PRACTICE and policy.has_practised(rule.approvals):
        rule.mode = Mode.ACTIVE
        changed = RuleChanged(workspace_id=rule.workspace_id, rule=rule.pk, how=Mode.ACTIVE.value, version=rule.version)
        record(changed, by=Actor.member(member.pk))
    rule.save()
    set_schedule(rule)
    return run


@transaction.atomic
def reject(*, run: RuleRun, member: Member) -> RuleRun:
    """Nothing is done. The rule goes on practising, counting from nought."""
    run = _open(run, member)
    run.outcome = Outcome.REJECTED
    run.save()
    Rule.objects.filter(pk=run.rule_id).update(approvals=0)
    return run


def _open(run: RuleRun, member: Member) -> RuleRun:
    hold(run.ticket_id)
    run = RuleRun.objects.select_for_update(no_key=True, of=("self",)).select_related("rule").get(pk=run.pk)
    if run.outcome != Outcome.PROPOSED or run.workspace_id != member.workspace_id:
        raise ValidationError(_("Somebody has decided this already. Nothing was changed."))
    run.decided_by, run.decided_at = member, timezone.now()
    return run
