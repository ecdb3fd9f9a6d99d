"""Brands: as whom the business writes, and what stands below an answer."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from percaya.core import public_ids
from percaya.core.desk.variables import NAMES, unknown
from percaya.core.workspace import policy, queries
from percaya.core.workspace.actions.brands import remove_brand, save_brand
from percaya.core.workspace.brands import brands
from percaya.core.workspace.models import Brand
from percaya.web.portal.logos import logo_of
from percaya.web.settings.frame import key_of, saved, show
from percaya.web.settings.logo_fields import keep_logo, logo_context, sent_logo
from percaya.web.ui.doors import MemberRequest, member_view

_TEXTS = ("name", "signature", "signature_en", "salutation")


@require_GET
@member_view(policy.ADMINISTER)
def page(request: MemberRequest) -> HttpResponse:
    names: dict[int, list[str]] = {}
    for account in queries.accounts(request.workspace.pk):
        names.setdefault(account.brand_id or 0, []).append(account.name)
    listed = [(public_ids.encode("brand", one.pk), one, names.get(one.pk, [])) for one in brands(request.workspace.pk)]
    return show(request, "brands", "brands", {"brands": listed})


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def edit(request: MemberRequest, public_id: str = "") -> HttpResponse:
    """A new brand, or the one of that id; POST ``remove`` takes it away."""
    brand = _found(request, public_id) if public_id else None
    if request.method != "POST":
        return _form(request, brand)
    if brand is not None and "remove" in request.POST:
        remove_brand(brand=brand, by=request.by)
        return saved(request, "brands")
    chosen = {public_ids.decode("account", text) for text in request.POST.getlist("accounts")}
    given = {name: request.POST.get(name, "") for name in _TEXTS}
    try:
        if strange := unknown(given["signature"] + given["signature_en"]):
            raise ValidationError(_("Nothing can fill %(slots)s. Choose from the list.") % {"slots": ", ".join(strange)})
        picture = sent_logo(request)
        changed = save_brand(
            workspace=request.workspace,
            brand=brand,
            is_default="is_default" in request.POST,
            accounts=[one for one in queries.accounts(request.workspace.pk) if one.pk in chosen],
            by=request.by,
            **given,
        )
        keep_logo(request, changed, picture)
    except ValidationError as refusal:
        return _form(request, brand, trouble=" ".join(refusal.messages))
    return saved(request, "brands")


def _found(request: MemberRequest, public_id: str) -> Brand:
    found = Brand.objects.filter(workspace=request.workspace, pk=key_of("brand", public_id)).first()
    if found is None:
        raise Http404
    return found


def _form(request: MemberRequest, brand: Brand | None, trouble: str = "") -> HttpResponse:
    posted = request.method == "POST"
    chosen = request.POST.getlist("accounts")
    rows = [(public_ids.encode("account", one.pk), one) for one in queries.accounts(request.workspace.pk)]
    first = not brands(request.workspace.pk)
    page = {
        "brand": brand,
        **logo_context(request, brand, logo_of(brand, request.workspace) if brand else None),
        "given": {name: request.POST.get(name, "") if posted else getattr(brand, name, "") for name in _TEXTS},
        "is_default": "is_default" in request.POST if posted else first or bool(brand and brand.is_default),
        "accounts": [(key, one.name, key in chosen if posted else bool(brand and one.brand_id == brand.pk)) for key, one in rows],
        "names": [name for name in NAMES if not name.startswith("due")],
        "trouble": trouble,
    }
    return show(request, "brand", "brands", page, 422 if trouble else 200)
