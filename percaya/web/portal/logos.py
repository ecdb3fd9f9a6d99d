"""The logo of a brand or business, wherever customers read its name. Its address changes with its content: kept for good."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from percaya.core.workspace.brands import wearer
from percaya.core.workspace.models import Brand, Workspace
from percaya.core.workspace.pictures import shown_size
from percaya.web.ui.pictures import picture_of

_TYPES = ("image/png", "image/jpeg", "image/webp")
_DIGITS = 24  # of the digest in an address
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Logo:
    """``width`` and ``height`` in which it is shown; ``alt`` is "" where the name beside it says it all."""

    address: str
    alt: str
    width: int
    height: int


def logo_of(brand: Brand | None, workspace: Workspace) -> Logo | None:
    """That of the brand, else (without any brand) of the business itself."""
    worn = wearer(brand, workspace)
    if not worn.logo_sha256:
        return None
    width, height = shown_size(worn.logo_width, worn.logo_height)
    address = reverse("portal:logo", args=[workspace.slug, worn.logo_sha256[:_DIGITS]])
    return Logo(address=address, alt=worn.logo_alt, width=width, height=height)


@require_GET
def logo(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One that was replaced is gone."""
    asked = {"logo_sha256__startswith": key, "logo_type__in": _TYPES}
    if len(key) != _DIGITS:
        raise Http404
    worn = Brand.objects.filter(workspace__slug=slug, **asked).first() or Workspace.objects.filter(slug=slug, **asked).first()
    if worn is None:
        raise Http404
    response = picture_of(worn.logo_sha256, worn.logo_type)
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response
