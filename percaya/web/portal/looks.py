"""How the portal looks at the host it was opened at: whose name stands on top, in which colour, in which language."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.request import validate_host
from django.urls import reverse
from django.utils import translation

from percaya.core.workspace.brands import brand_for
from percaya.core.workspace.models import ChannelAccount, Workspace
from percaya.web.portal.logos import Logo, logo_of
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
    logo: Logo | None = None


def look_at(request: HttpRequest, workspace: Workspace, account: ChannelAccount | None = None) -> Look:
    """At the house's own address it is that of the brand of ``account``, else of the default one. Raises ``Http404`` at a host
    that is another workspace's: what stands there is its, and nobody else's."""
    row = _row_at(request)
    if row is not None and row.workspace_id != workspace.pk:
        raise Http404
    origin = f"{_scheme()}://{request.get_host()}" if row else settings.PUBLIC_URL.rstrip("/")
    brand = row.brand if row else brand_for(account, workspace.pk)
    row = row or PortalLook.objects.filter(workspace=workspace, brand=brand).first()
    colour = row.colour if row else ""
    return Look(
        name=brand.name if brand else workspace.name,
        light=repaired(colour, LIGHT) if colour else "",
        dark=repaired(colour, DARK) if colour else "",
        language=row.language if row else "",
        origin=origin,
        logo=logo_of(brand, workspace),
    )


def dress(request: HttpRequest, workspace: Workspace, account: ChannelAccount | None = None) -> Look:
    """Put the look on a request: its templates find it there. The language is that of whoever has chosen none."""
    look = look_at(request, workspace, account)
    request.portal_look = look  # type: ignore[attr-defined]
    if look.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(look.language)
    return look


def workspace_at_host(request: HttpRequest) -> Workspace | None:
    """Whose host the request came to; ``None`` at the house's own and at one that nobody has."""
    row = _row_at(request)
    return row.workspace if row else None


def front_door(request: HttpRequest) -> str:
    """Where ``/`` of a brand's own host leads; "" anywhere else."""
    workspace = workspace_at_host(request)
    return reverse("portal:mine", args=[workspace.slug]) if workspace else ""


def own_origin(account: ChannelAccount | None, workspace: Workspace) -> str:
    """The own host of the brand that writes there, where it has one and this server answers at it; else ""."""
    row = PortalLook.objects.filter(workspace=workspace, brand=brand_for(account, workspace.pk)).first()
    if row is None or not row.host or not validate_host(row.host, settings.ALLOWED_HOSTS):
        return ""
    port = urlsplit(settings.PUBLIC_URL).port
    return f"{_scheme()}://{row.host}" + (f":{port}" if port else "")


def _row_at(request: HttpRequest) -> PortalLook | None:
    host = request.get_host().rpartition(":")[0] if ":" in request.get_host() else request.get_host()
    rows = PortalLook.objects.select_related("brand", "workspace").filter(host=host.lower())
    return rows.first() if _is_foreign(host) else None


def _scheme() -> str:
    return "https" if settings.SECURE else "http"


def _is_foreign(host: str) -> bool:
    """Not the house's own address."""
    return bool(host) and f"//{host}" not in settings.PUBLIC_URL
