"""The service level that every workspace has: it fits whatever no other fits."""

from django.db import transaction
from django.utils import timezone

from percaya.core.workspace.models import Workspace
from percaya.core.workspace.policy import DEFAULT_REPLY_MINUTES
from percaya.stages.sla.models import Policy, PolicyVersion
from percaya.stages.sla.terms import within

LAST = 1_000_000  # its place: behind all others


def begin_with_default(workspace: Workspace) -> Policy:
    """The default policy, made at first need. A workspace from before there were policies had said in its settings how soon
    it answers: that is taken over."""
    found = Policy.objects.filter(workspace=workspace, is_default=True).first()
    if found is not None:
        return found
    minutes = int(workspace.settings.get("reply_within_minutes", DEFAULT_REPLY_MINUTES))
    name = "Semua tiket lain" if workspace.language == "id" else "All other tickets"
    values = {"name": name, "position": LAST, "terms": within(minutes).data(), "updated_at": timezone.now()}
    with transaction.atomic():
        made, is_new = Policy.objects.get_or_create(workspace=workspace, is_default=True, defaults=values)
        if is_new:
            PolicyVersion.objects.create(
                workspace=workspace, policy=made, number=1, name=made.name, terms=made.terms, created_at=workspace.created_at
            )
    return made
