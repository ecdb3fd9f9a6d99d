"""The customers' portal: where it is, and how it looks for the business and each of its brands."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core import public_ids
from percaya.core.workspace import policy
from percaya.core.workspace.brands import brands
from percaya.core.workspace.models import Brand
from percaya.web.portal.actions import save_look
from percaya.web.portal.models import PortalLook
from percaya.web.settings.frame import refused, saved, show
from percaya.web.ui.doors import MemberRequest, member_view


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def page(request: MemberRequest) -> HttpResponse:
    """POST ``brand`` ("" for the business itself), ``host``, ``colour``, ``language``."""
    own = brands(request.workspace.pk)
    if request.method == "POST":
        return _save(request, own)
    looks = {row.brand_id: row for row in PortalLook.objects.filter(workspace=request.workspace)}
    blocks = [("", request.workspace.name, looks.get(None))]
    blocks += [(public_ids.encode("brand", one.pk), one.name, looks.get(one.pk)) for one in own]
    address = settings.PUBLIC_URL.rstrip("/") + reverse("portal:mine", args=[request.workspace.slug])
    return show(request, "portal", "portal", {"blocks": blocks, "address": address})


def _save(request: MemberRequest, own: list[Brand]) -> HttpResponse:
    named = request.POST.get("brand", "")
    brand = next((one for one in own if public_ids.encode("brand", one.pk) == named), None)
    if named and brand is None:
        return refused(request, "portal", said=_("There is no such brand."))
    given = {name: request.POST.get(name, "")[:200] for name in ("host", "colour", "language")}
    try:
        save_look(workspace=request.workspace, brand=brand, by=request.by, **given)
    except ValidationError as refusal:
        return refused(request, "portal", said=" ".join(refusal.messages))
    return saved(request, "portal")
