"""Plans are changed by a reason; what is open goes on by the new one."""

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace.models import Workspace
from percaya.stages.escalation.events import EscalationPlanChanged
from percaya.stages.escalation.models import EscalationPlan
from percaya.stages.escalation.policy import LONGEST, REASONS, Plan
from percaya.stages.escalation.queries import forget_plans


@transaction.atomic
def save_plan(*, workspace: Workspace, plan: Plan, by: Actor) -> None:
    """Raises ``ValidationError`` for numbers that make no sense."""
    _check(plan)
    kept = {name: value for name, value in asdict(plan).items() if name != "reason"}
    EscalationPlan.objects.update_or_create(workspace=workspace, reason=plan.reason, defaults={"plan": kept})
    record(EscalationPlanChanged(workspace_id=workspace.pk, reason=plan.reason), by=by)
    forget_plans(workspace.pk)


def _check(plan: Plan) -> None:
    afters = [step.after for step in plan.steps]
    if plan.reason not in REASONS or not afters or afters[0] != 0 or afters != sorted(set(afters)):
        raise ValidationError(_("Each step has to come later than the one before."))
    if not 1 <= plan.update_minutes <= LONGEST or afters[-1] > LONGEST:
        raise ValidationError(_("Times lie between one minute and thirty days."))
    if REASONS[plan.reason] and plan.limit < 1:
        raise ValidationError(_("The limit has to be at least 1."))
