"""The logo of a brand, wherever customers read its name. Its address changes with its content, so it is kept for good."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from percaya.core.workspace.models import Brand, Workspace
from percaya.web.ui.pictures import picture_of

_TYPES = ("image/png", "image/jpeg", "image/webp")
_DIGITS = 24  # of the digest in an address
_YEAR = 365 * 24 * 3600
_HIGH, _WIDE = 40, 200  # pixels it is shown in at most


@dataclass(frozen=True)
class Logo:
    """``width`` and ``height`` in which it is shown; ``alt`` is "" where the name beside it says it all."""

    address: str
    alt: str
    width: int
    height: int


def logo_of(brand: Brand | None, workspace: Workspace) -> Logo | None:
    if brand is None or not brand.logo_sha256:
        return None
    scale = min(1.0, _HIGH / brand.logo_height, _WIDE / brand.logo_width)
    return Logo(
        address=reverse("portal:logo", args=[workspace.slug, brand.logo_sha256[:_DIGITS]]),
        alt=brand.logo_alt,
        width=max(1, round(brand.logo_width * scale)),
        height=max(1, round(brand.logo_height * scale)),
    )


@require_GET
def logo(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One that was replaced is gone."""
    rows = Brand.objects.filter(workspace__slug=slug, logo_sha256__startswith=key, logo_type__in=_TYPES)
    brand = rows.first() if len(key) == _DIGITS else None
    if brand is None:
        raise Http404
    response = picture_of(brand.logo_sha256, brand.logo_type)
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response
