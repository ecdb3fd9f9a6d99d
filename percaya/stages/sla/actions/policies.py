"""Service levels, made and changed by people. Each change is a new version; clocks that run already follow only when asked to."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.tickets.queries.condition_strays import gone
from percaya.core.tickets.queries.conditions import EVERYTHING, customs_of
from percaya.core.workspace.models import Workspace
from percaya.stages.sla.actions.applying import apply_to_running
from percaya.stages.sla.actions.beginning import LAST, begin_with_default
from percaya.stages.sla.events import PolicyChanged
from percaya.stages.sla.models import Policy, PolicyVersion
from percaya.stages.sla.terms import BadTerms, Target, Terms, checked, kept


@transaction.atomic
def save_policy(
    *, workspace_id: int, policy: Policy | None = None, name: str, data: Mapping[str, Any], running: bool = False, by: Actor
) -> Policy:
    """Make a policy (it comes last before the default), or a new version of one. ``running``: clocks that run already follow,
    in a job. The default has no conditions. Raises ``BadTerms`` or ``BadCondition``; then nothing was saved."""
    name = " ".join(name.split())[:80]
    if not name:
        raise BadTerms(_("A service level needs a name. Nothing was saved."))
    terms = checked(data, customs_of(workspace_id))
    held = Policy.objects.select_for_update(no_key=True).get(pk=policy.pk, workspace_id=workspace_id) if policy else None
    if held is not None and held.is_default:
        terms = Terms(terms.targets, EVERYTHING, terms.warn, terms.pause)
    if held is not None and held.name == name and held.terms == terms.data():
        return held
    return _write(held or _new(workspace_id), name, terms, "edited" if held else "made", running, by)


@transaction.atomic
def promise_replies(*, workspace: Workspace, minutes: int, by: Actor) -> Policy:
    """How soon we answer whoever no other policy speaks of: the first and the next reply of the default."""
    default = begin_with_default(workspace)
    terms = kept(default.terms, {})
    first = terms.targets.get("first_reply", Target(minutes))
    targets = {**terms.targets, **dict.fromkeys(("first_reply", "next_reply"), Target(minutes, first.working))}
    data = Terms(targets, EVERYTHING, terms.warn, terms.pause).data()
    return save_policy(workspace_id=workspace.pk, policy=default, name=default.name, data=data, by=by)


@transaction.atomic
def bring_back(*, policy: Policy, version: PolicyVersion, running: bool = False, by: Actor) -> Policy:
    """What an earlier version said counts again, as a new version. Raises ``BadTerms`` with all that its conditions name and
    that is gone since."""
    held = Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)
    customs = customs_of(held.workspace_id)
    if missing := gone(version.terms.get("conditions"), held.workspace_id, customs):
        said = _("That version names what is no longer here: %(list)s. Nothing was changed. Make it again, or write it anew.")
        raise BadTerms(said % {"list": ", ".join(missing)})
    return _write(held, version.name, kept(version.terms, customs), "restored", running, by)


@transaction.atomic
def place_policy(*, policy: Policy, up: bool, by: Actor) -> None:
    """One place further up or down among those before the default."""
    rows = list(_ordered(policy.workspace_id).select_for_update(no_key=True))
    at = next((place for place, row in enumerate(rows) if row.pk == policy.pk), None)
    if at is None or not 0 <= (to := at + (-1 if up else 1)) < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for place, row in enumerate(rows):
        row.position = place
    Policy.objects.bulk_update(rows, ["position"])
    _say(policy, "moved", False, by)


@transaction.atomic
def retire_policy(*, policy: Policy, by: Actor) -> None:
    """It fits no ticket any more; clocks that it started run on as it said. The default stays."""
    if policy.is_default:
        raise BadTerms(_("The last service level stays: it counts for every ticket that no other fits. Nothing was changed."))
    held = Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)
    held.is_active = False
    held.save(update_fields=["is_active"])
    _say(held, "retired", False, by)


@transaction.atomic
def restore_policy(*, policy: Policy, by: Actor) -> None:
    held = Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)
    held.is_active = True
    held.save(update_fields=["is_active"])
    _say(held, "restored", False, by)


def _new(workspace_id: int) -> Policy:
    begin_with_default(Workspace.objects.get(pk=workspace_id))
    last = _ordered(workspace_id).aggregate(last=Max("position"))["last"]
    place = min(LAST - 1, 0 if last is None else last + 1)
    return Policy(workspace_id=workspace_id, position=place, version=0)


def _write(policy: Policy, name: str, terms: Terms, how: str, running: bool, by: Actor) -> Policy:
    policy.name, policy.terms, policy.updated_at = name, terms.data(), timezone.now()
    policy.version += 1
    policy.save()
    PolicyVersion.objects.create(
        workspace_id=policy.workspace_id,
        policy=policy,
        number=policy.version,
        name=name,
        terms=policy.terms,
        member_id=by.id if by.kind == "member" else None,
        created_at=policy.updated_at,
    )
    _say(policy, how, running, by)
    if running:
        apply_to_running(workspace_id=policy.workspace_id, reason="policy_edited")
    return policy


def _say(policy: Policy, how: str, running: bool, by: Actor) -> None:
    event = PolicyChanged(workspace_id=policy.workspace_id, policy=policy.pk, how=how, version=policy.version, running=running)
    record(event, by=by)


def _ordered(workspace_id: int) -> Any:
    rows = Policy.objects.filter(workspace_id=workspace_id, is_active=True, is_default=False)
    return rows.order_by("position", "pk")
