"""How the portal looks at the host it was opened at: whose name stands on top, in which colour, in which language."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation

from percaya.core.workspace.brands import brand_for
from percaya.core.workspace.models import Workspace
from percaya.web.portal.models import PortalLook
from percaya.web.ui.colours import DARK, LIGHT, repaired


@dataclass(frozen=True)
class Look:
    """``light`` and ``dark``: the colour as it reads well on either ground, "" for the house's own. ``origin``: where links of
    mails lead, the brand's own host when the portal was opened there."""

    name: str
    light: str
    dark: str
    language: str
    origin: str


def look_at(request: HttpRequest, workspace: Workspace) -> Look:
    """Raises ``Http404`` at a host that is another workspace's: what stands there is its, and nobody else's."""
    host = request.get_host().rpartition(":")[0] if ":" in request.get_host() else request.get_host()
    row = PortalLook.objects.select_related("brand").filter(host=host.lower()).first() if _is_foreign(host) else None
    if row is not None and row.workspace_id != workspace.pk:
        raise Http404
    scheme = "https" if settings.SECURE else "http"
    origin = f"{scheme}://{request.get_host()}" if row else settings.PUBLIC_URL.rstrip("/")
    brand = row.brand if row else brand_for(None, workspace.pk)
    row = row or PortalLook.objects.filter(workspace=workspace, brand=brand).first()
    colour = row.colour if row else ""
    return Look(
        name=brand.name if brand else workspace.name,
        light=repaired(colour, LIGHT) if colour else "",
        dark=repaired(colour, DARK) if colour else "",
        language=row.language if row else "",
        origin=origin,
    )


def dress(request: HttpRequest, workspace: Workspace) -> Look:
    """Put the look on a request: its templates find it there. The language is that of whoever has chosen none."""
    look = look_at(request, workspace)
    request.portal_look = look  # type: ignore[attr-defined]
    if look.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(look.language)
    return look


def _is_foreign(host: str) -> bool:
    """Not the house's own address."""
    return bool(host) and f"//{host}" not in settings.PUBLIC_URL
