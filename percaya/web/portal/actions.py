"""How the portal looks: set by the business, for itself or for one of its brands."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people.policy import clean_domain
from percaya.core.workspace.events import WorkspaceChanged
from percaya.core.workspace.models import Brand, Workspace
from percaya.web.portal.models import PortalLook
from percaya.web.ui.colours import clean_colour


@transaction.atomic
def save_look(*, workspace: Workspace, brand: Brand | None, host: str, colour: str, language: str, by: Actor) -> PortalLook:
    """Raises ``ValidationError``: no host, no colour, the house's own host, or a host that is somebody else's."""
    domain = clean_domain(host) if host.strip() else ""
    if host.strip() and not domain:
        raise ValidationError(_("“%(value)s” is not a domain.") % {"value": host.strip()[:120]})
    if domain and domain == (urlsplit(settings.PUBLIC_URL).hostname or ""):
        raise ValidationError(_("This is the address of Percaya itself. Choose one of your own."))
    shade = clean_colour(colour) if colour.strip() else ""
    if colour.strip() and not shade:
        raise ValidationError(_("“%(value)s” is no colour. Example: #0a7a5f") % {"value": colour.strip()[:40]})
    row = PortalLook.objects.filter(workspace=workspace, brand=brand).first() or PortalLook(workspace=workspace, brand=brand)
    row.host, row.colour, row.language = domain, shade, language if language in ("id", "en") else ""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise ValidationError(_("%(value)s is taken already. Nothing was changed.") % {"value": domain}) from None
    record(WorkspaceChanged(workspace_id=workspace.pk, what=("portal",)), by=by)
    return row
