"""The service levels of the demo: sooner for what is urgent, and a day by which matters are solved."""

from percaya.core.journal.actor import Actor
from percaya.core.workspace.models import Workspace
from percaya.stages.sla.actions.policies import save_policy
from percaya.stages.sla.queries import policies

_HOUR = 60


def set_levels(workspace: Workspace) -> None:
    """Two above the default, which answers within two working hours and solves within three working days."""
    by = Actor.system()
    _save(workspace, "Mendesak", first=30, following=_HOUR, solved=8 * _HOUR, priority=["urgent"])
    _save(workspace, "Penting", first=_HOUR, following=_HOUR, solved=16 * _HOUR, priority=["high"])
    default = policies(workspace)[-1]
    data = {"targets": _targets(2 * _HOUR, 2 * _HOUR, 27 * _HOUR)}
    save_policy(workspace_id=workspace.pk, policy=default, name=default.name, data=data, by=by)


def _save(workspace: Workspace, name: str, *, first: int, following: int, solved: int, priority: list[str]) -> None:
    asked = {"match": "all", "of": [{"field": "priority", "op": "is", "value": priority}]}
    data = {"conditions": asked, "targets": _targets(first, following, solved)}
    save_policy(workspace_id=workspace.pk, name=name, data=data, by=Actor.system())


def _targets(first: int, following: int, solved: int) -> dict[str, object]:
    pairs = {"first_reply": first, "next_reply": following, "resolution": solved}
    return {kind: {"minutes": minutes, "working": True} for kind, minutes in pairs.items()}
