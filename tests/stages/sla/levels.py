"""Service levels for tests."""

from typing import Any

from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Label
from percaya.core.workspace.models import Workspace
from percaya.stages.sla.actions.policies import save_policy
from percaya.stages.sla.models import Policy


def level(
    workspace: Workspace, *, asks: tuple[str, Any] | None = None, label: str = "", working: bool = True, **minutes: int
) -> Policy:
    """A policy after all others made so far; with nothing asked it stands before the default."""
    of = []
    if asks is not None:
        field, value = asks
        op = "is"
        if label:
            found, _made = Label.objects.get_or_create(workspace=workspace, name=label)
            value, op = [found.pk], "any"
        of = [{"field": field, "op": op, "value": value}]
    targets = {kind: {"minutes": 240, "working": True} for kind in ("first_reply", "next_reply")}
    targets |= {kind: {"minutes": amount, "working": working} for kind, amount in minutes.items()}
    data = {"conditions": {"match": "all", "of": of}, "targets": targets}
    return save_policy(workspace_id=workspace.pk, name=f"Tingkat {minutes}", data=data, by=Actor.system())
