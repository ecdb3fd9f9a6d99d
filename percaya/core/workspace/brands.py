"""As whom the business writes: the brand of the account a message leaves from, else the workspace's default one."""

from percaya.core.workspace.models import Brand, ChannelAccount, Workspace


def brands(workspace_id: int) -> list[Brand]:
    return list(Brand.objects.filter(workspace_id=workspace_id).order_by("name"))


def brand_for(account: ChannelAccount | None, workspace_id: int) -> Brand | None:
    """``None`` when the business has made no brand: then the workspace's own name stands there."""
    rows = Brand.objects.filter(workspace_id=workspace_id)
    if account is not None and account.brand_id:
        return rows.filter(pk=account.brand_id).first()
    return rows.filter(is_default=True).first()


def wearer(brand: Brand | None, workspace: Workspace) -> Brand | Workspace:
    """Whose name stands there, and so whose logo: a brand without one wears none, since the business's may say another name."""
    return brand or workspace


def brand_name(account: ChannelAccount | None, workspace: Workspace) -> str:
    brand = brand_for(account, workspace.pk)
    return brand.name if brand else workspace.name
