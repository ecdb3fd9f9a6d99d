"""Reads of surveys that pages share."""

from django.db.models import Q, QuerySet

from percaya.core.workspace.models import Brand
from percaya.stages.surveys.models import Survey


def surveys(workspace_id: int) -> QuerySet[Survey]:
    """Living ones, the oldest first: of several that fit a ticket, the first asks."""
    return Survey.objects.select_related("workspace").filter(workspace_id=workspace_id, is_deleted=False).order_by("pk")


def names_of(workspace_id: int) -> dict[int, str]:
    """Of all there ever were: answers go on naming one that is gone."""
    return dict(Survey.objects.filter(workspace_id=workspace_id).values_list("pk", "name"))


def of_brand(workspace_id: int, brand: int, account: str = "account") -> Q:
    """What is written under a brand; accounts without one of their own write under the default one. ``account`` leads to it."""
    found = Q(**{f"{account}__brand_id": brand})
    if Brand.objects.filter(pk=brand, workspace_id=workspace_id, is_default=True).exists():
        found |= Q(**{f"{account}__isnull": True}) | Q(**{f"{account}__brand__isnull": True})
    return found
