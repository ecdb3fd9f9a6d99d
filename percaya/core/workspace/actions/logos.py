"""The picture that stands beside the name of a brand, or of a business without brands, wherever customers read it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal import blobs
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace.events import BrandChanged, WorkspaceChanged
from percaya.core.workspace.models import Brand, Workspace
from percaya.core.workspace.pictures import LONGEST, MOST_BYTES, NoPicture, Picture, TooLong, cleaned

_LOGO = ("logo_sha256", "logo_type", "logo_width", "logo_height", "logo_alt")


def checked_logo(content: bytes) -> Picture:
    """Raises ``ValidationError`` for what is no PNG, JPEG or WebP, is too large, or has too many pixels. Costs computing: call
    it outside of any transaction."""
    if len(content) > MOST_BYTES:
        most = {"size": MOST_BYTES // 1024}
        said = _(
            "A logo may have %(size)s kB at most, so that customers' pages stay quick. Nothing was changed; make it smaller."
        )
        raise ValidationError(said % most)
    try:
        return cleaned(content)
    except TooLong:
        said = _("A logo may be %(pixels)s pixels wide and high at most. Nothing was changed; make it smaller.")
        raise ValidationError(said % {"pixels": LONGEST}) from None
    except NoPicture:
        said = _("A logo is a PNG, JPEG or WebP. SVG is not taken, since it can carry programs. Nothing was changed.")
        raise ValidationError(said) from None


def save_logo(*, wearer: Brand | Workspace, picture: Picture | None = None, alt: str = "", by: Actor) -> None:
    """A new logo, another one, or (without ``picture``) other words for the one that is there. Its bytes are stored before the
    row names them."""
    words = " ".join(alt.split())[:120]
    if picture is None and words == wearer.logo_alt:
        return
    sha = blobs.store().put(picture.content) if picture else ""
    with transaction.atomic():
        if picture:
            wearer.logo_sha256, wearer.logo_type = sha, picture.content_type
            wearer.logo_width, wearer.logo_height = picture.width, picture.height
        wearer.logo_alt = words
        wearer.save(update_fields=_LOGO)
        record(_changed(wearer, "logo"), by=by)


@transaction.atomic
def remove_logo(*, wearer: Brand | Workspace, by: Actor) -> None:
    """The name alone stands there from now on."""
    if wearer.logo_sha256:
        wearer.logo_sha256 = wearer.logo_type = wearer.logo_alt = ""
        wearer.logo_width = wearer.logo_height = 0
        wearer.save(update_fields=_LOGO)
        record(_changed(wearer, "logo removed"), by=by)


def _changed(wearer: Brand | Workspace, how: str) -> BrandChanged | WorkspaceChanged:
    if isinstance(wearer, Brand):
        return BrandChanged(workspace_id=wearer.workspace_id, brand=wearer.pk, how=how)
    return WorkspaceChanged(workspace_id=wearer.pk, what=(how,))
