"""Brands: made, changed, taken away."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace.events import BrandChanged
from percaya.core.workspace.models import Brand, ChannelAccount, Workspace


@transaction.atomic
def save_brand(
    *,
    workspace: Workspace,
    brand: Brand | None = None,
    name: str,
    signature: str = "",
    signature_en: str = "",
    salutation: str = "",
    is_default: bool = False,
    accounts: list[ChannelAccount] | None = None,
    by: Actor,
) -> Brand:
    """Make or change a brand; ``accounts`` are the channels that write under it (None leaves them as they are). There is one
    default at most. Raises ``ValidationError`` for an empty or taken name."""
    word = " ".join(name.split())[:80]
    if not word:
        raise ValidationError(_("A brand needs a name."))
    same = Brand.objects.filter(workspace=workspace, name__iexact=word)
    if (same.exclude(pk=brand.pk) if brand else same).exists():
        raise ValidationError(_("There is a brand called “%(name)s” already.") % {"name": word})
    if is_default:
        Brand.objects.filter(workspace=workspace, is_default=True).update(is_default=False)
    brand = brand or Brand(workspace=workspace)
    brand.name, brand.salutation, brand.is_default = word, salutation.strip()[:24], is_default
    brand.signature, brand.signature_en = signature.strip()[:2000], signature_en.strip()[:2000]
    brand.save()
    if accounts is not None:
        own = ChannelAccount.objects.filter(workspace=workspace)
        chosen = [account.pk for account in accounts]
        own.filter(brand=brand).exclude(pk__in=chosen).update(brand=None)
        own.filter(pk__in=chosen).update(brand=brand)
    record(BrandChanged(workspace_id=workspace.pk, brand=brand.pk, how="saved"), by=by)
    return brand


@transaction.atomic
def remove_brand(*, brand: Brand, by: Actor) -> None:
    """What was written under it stays as it was written; its channels write under the default from now on."""
    record(BrandChanged(workspace_id=brand.workspace_id, brand=brand.pk, how="removed"), by=by)
    brand.delete()
