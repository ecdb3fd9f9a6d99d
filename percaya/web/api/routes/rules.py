"""Rules of the automation: which there are, made, changed, switched, and what they did."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from ninja import Router

from percaya.core.workspace.policy import ADMINISTER
from percaya.stages.automation.actions.rules import RuleWish, save_rule, set_mode
from percaya.stages.automation.models import Rule, RuleRun
from percaya.stages.automation.queries import rules_of, runs_of
from percaya.web.api import ids
from percaya.web.api.answers import answer
from percaya.web.api.describing import IDEMPOTENT
from percaya.web.api.idempotency import once
from percaya.web.api.problems import invalid, not_found
from percaya.web.api.schemas.rules import ModeIn, RuleIn, RuleList, RuleOut, RuleRunList
from percaya.web.api.tokens import ApiRequest, needs

router = Router(tags=["Workspace"])
_READ = needs("workspace:read", ADMINISTER)
_WRITE = needs("workspace:write", ADMINISTER)
SHOWN = 200


@router.get("", auth=_READ, response=RuleList)
def list_rules(request: ApiRequest) -> HttpResponse:
    """The rules in the order in which they are asked."""
    return answer({"rules": [_shape(one) for one in rules_of(request.auth.workspace_id)]})


@router.get("/{rule_id}", auth=_READ, response=RuleOut)
def get_rule(request: ApiRequest, rule_id: str) -> HttpResponse:
    """One rule as it is now."""
    return answer(_shape(_found(request, rule_id)))


@router.post("", auth=_WRITE, response={201: RuleOut}, openapi_extra=IDEMPOTENT)
@once()
def add_rule(request: ApiRequest, given: RuleIn) -> HttpResponse:
    """Make a rule, the last in the order. Unless another mode is named it practises: it proposes, and people agree."""
    return answer(_shape(_saved(request, None, given)), status=201)


@router.put("/{rule_id}", auth=_WRITE, response=RuleOut)
def replace_rule(request: ApiRequest, rule_id: str, given: RuleIn) -> HttpResponse:
    """Change a rule whole. What it said before stays as a version."""
    return answer(_shape(_saved(request, _found(request, rule_id), given)))


@router.post("/{rule_id}/mode", auth=_WRITE, response=RuleOut, openapi_extra=IDEMPOTENT)
@once()
def switch_rule(request: ApiRequest, rule_id: str, given: ModeIn) -> HttpResponse:
    """Let it act, practise or rest."""
    return answer(_shape(set_mode(rule=_found(request, rule_id), mode=given.mode, by=request.auth.by)))


@router.get("/{rule_id}/runs", auth=_READ, response=RuleRunList)
def list_rule_runs(request: ApiRequest, rule_id: str) -> HttpResponse:
    """The last 200 times that it fitted a ticket, newest first."""
    return answer({"runs": [_run(one) for one in runs_of(_found(request, rule_id))[:SHOWN]]})


def _found(request: ApiRequest, rule_id: str) -> Rule:
    found = rules_of(request.auth.workspace_id).filter(pk=ids.decode("rule", rule_id)).first()
    if found is None:
        raise not_found()
    return found


def _saved(request: ApiRequest, rule: Rule | None, given: RuleIn) -> Rule:
    caller = request.auth
    wish = RuleWish(
        name=given.name, trigger=given.trigger, conditions=given.conditions, words=given.words,
        actions=[one.model_dump() for one in given.actions], stops=given.stops,
    )  # fmt: skip
    try:
        return save_rule(workspace=caller.token.workspace, wish=wish, rule=rule, mode=given.mode, by=caller.by)
    except ValidationError as refusal:
        raise invalid(" ".join(refusal.messages), "/") from None


def _shape(rule: Rule) -> dict[str, Any]:
    return {
        "id": ids.encode("rule", rule.pk), "name": rule.name, "mode": rule.mode, "position": rule.position,
        "version": rule.version, "trigger": rule.trigger, "conditions": rule.conditions, "words": rule.words,
        "actions": rule.actions, "stops": rule.stops, "run_count": rule.run_count, "last_run_at": rule.last_run_at,
        "last_error": rule.last_error, "paused_until": rule.paused_until,
    }  # fmt: skip


def _run(run: RuleRun) -> dict[str, Any]:
    return {
        "ticket": ids.encode("ticket", run.ticket_id), "outcome": run.outcome, "version": run.version,
        "did": [str(one["do"]) for one in run.did if not one.get("trouble")], "error": run.error, "at": run.at,
    }  # fmt: skip
