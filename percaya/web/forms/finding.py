"""The business's own form, for whoever has no other way in: no scripts, no account, never written before."""

from percaya.core import public_ids
from percaya.core.workspace.models import ChannelAccount


def form_of(workspace_id: int) -> ChannelAccount | None:
    """The first that takes words."""
    return ChannelAccount.objects.filter(workspace_id=workspace_id, channel="webform", is_active=True).order_by("pk").first()


def form_address(workspace_id: int) -> str:
    """Its page; "" without one."""
    form = form_of(workspace_id)
    return f"/f/{public_ids.encode('account', form.pk)}" if form else ""
