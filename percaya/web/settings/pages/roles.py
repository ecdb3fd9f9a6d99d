"""Roles: those that every desk has, and the business's own; looking at the desk as another member."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.core import public_ids
from percaya.core.workspace import policy
from percaya.core.workspace.actions.roles import remove_role, save_role, view_as
from percaya.core.workspace.models import CustomRole, Member, Role
from percaya.web.accounts.words import right_sentence, role_sentence, role_word
from percaya.web.settings.frame import key_of, refused, saved, show
from percaya.web.ui import looking
from percaya.web.ui.doors import MemberRequest, member_view


@member_view(policy.ADMINISTER)
@require_GET
def page(request: MemberRequest) -> HttpResponse:
    return _page(request)


@member_view(policy.ADMINISTER)
@require_POST
def new(request: MemberRequest) -> HttpResponse:
    """POST ``name`` and ``right`` (several)."""
    return _save(request, None)


@member_view(policy.ADMINISTER)
@require_POST
def change(request: MemberRequest, public_id: str) -> HttpResponse:
    """POST ``name`` and ``right`` (several), or ``remove``."""
    role = CustomRole.objects.filter(workspace=request.workspace, pk=key_of("role", public_id)).first()
    if role is None:
        raise Http404
    if "remove" not in request.POST:
        return _save(request, role)
    try:
        remove_role(role=role, by=request.member)
    except ValidationError as refusal:
        return refused(request, "roles", said=" ".join(refusal.messages))
    except PermissionDenied as refusal:
        return refused(request, "roles", said=str(refusal))
    return saved(request, "roles", said=_("The role is gone."))


@member_view(policy.ADMINISTER)
@require_POST
def look_as(request: MemberRequest, public_id: str) -> HttpResponse:
    """See the desk as this member does."""
    member = (
        Member.objects.select_related("custom_role").filter(workspace=request.workspace, pk=key_of("member", public_id)).first()
    )
    if member is None:
        raise Http404
    try:
        view_as(member=member, by=request.member)
    except PermissionDenied as refusal:
        return refused(request, "members", said=str(refusal))
    looking.begin(request, member)
    return HttpResponseRedirect(reverse("inbox:list", args=[request.workspace.slug]))


@member_view()
@require_POST
def look_no_more(request: MemberRequest) -> HttpResponse:
    looking.end(request)
    return HttpResponseRedirect(reverse("inbox:list", args=[request.workspace.slug]))


def _save(request: MemberRequest, role: CustomRole | None) -> HttpResponse:
    rights = [right for right in request.POST.getlist("right") if right in policy.GRANTABLE]
    try:
        save_role(name=request.POST.get("name", ""), rights=rights, role=role, by=request.member)
    except ValidationError as refusal:
        return _page(request, trouble=" ".join(refusal.messages), status=422)
    except PermissionDenied as refusal:
        return refused(request, "roles", said=str(refusal))
    return saved(request, "roles")


def _page(request: MemberRequest, trouble: str = "", status: int = 200) -> HttpResponse:
    own = CustomRole.objects.filter(workspace=request.workspace).order_by("name")
    held: dict[int, int] = {}
    for pk in Member.objects.filter(workspace=request.workspace, is_active=True).values_list("custom_role_id", flat=True):
        if pk is not None:
            held[pk] = held.get(pk, 0) + 1
    page = {
        "own": [(public_ids.encode("role", role.pk), role, held.get(role.pk, 0)) for role in own],
        "built_in": [(role_word(role), role_sentence(role), policy.rights_of(role)) for role in reversed(Role.values)],
        "rights": [(right, right_sentence(right), request.member.may(right)) for right in policy.GRANTABLE],
        "trouble": trouble,
        "given": request.POST.get("name", "") if trouble else "",
    }
    return show(request, "roles", "roles", page, status)
