"""Who is in, as what; invitations that are still open."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.core import public_ids
from percaya.core.workspace import policy, queries
from percaya.core.workspace.actions.members import change_member, withdraw_invitation
from percaya.core.workspace.actions.roles import give_role
from percaya.core.workspace.models import CustomRole, Member, Role
from percaya.web.accounts.mailing import can_mail
from percaya.web.accounts.words import member_role, role_sentence, role_word
from percaya.web.onboarding.steps.team import Invited, addresses, invite_one
from percaya.web.settings.frame import key_of, refused, saved, show
from percaya.web.ui.doors import MemberRequest, member_view


@member_view(policy.ADMINISTER)
@require_GET
def page(request: MemberRequest) -> HttpResponse:
    return _page(request)


@member_view(policy.ADMINISTER)
@require_POST
def invite(request: MemberRequest) -> HttpResponse:
    """POST ``addresses``, ``role``: shows the links, this once."""
    good, bad = addresses(request.POST.get("addresses", ""))
    role = request.POST.get("role", "")
    if bad or not good or len(good) > 50:
        return _page(request, trouble=_("Write e-mail addresses, at most 50. Nobody was invited yet."), status=422)
    own = _own_role(request, role)
    given = policy.rights_of(role, own.rights if own else None)
    if (own is None and role not in Role.values) or not policy.may_give(request.member.rights, given):
        return refused(request, "members", said=_("You cannot give this role. Nobody was invited."))
    return _page(request, invited=[invite_one(request, email, role, own) for email in good])


@member_view(policy.ADMINISTER)
@require_POST
def change(request: MemberRequest, public_id: str) -> HttpResponse:
    """POST ``role``, or ``active`` = yes | no."""
    pk = key_of("member", public_id)
    member = Member.objects.filter(workspace=request.workspace, pk=pk).first()
    if member is None:
        raise Http404
    role, active = request.POST.get("role") or None, request.POST.get("active")
    own = _own_role(request, role or "")
    if role is not None and own is None and role not in Role.values:
        return refused(request, "members", said=_("There is no such role. Nothing was changed."))
    try:
        if own is not None:
            give_role(member=member, role=own, by=request.member)
        else:
            change_member(member=member, role=role, is_active=None if active is None else active == "yes", by=request.member)
    except ValidationError as refusal:
        return refused(request, "members", said=" ".join(refusal.messages))
    except PermissionDenied as refusal:
        return refused(request, "members", said=str(refusal))
    return saved(request, "members")


@member_view(policy.ADMINISTER)
@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = queries.invitations(request.workspace.pk).filter(pk=pk).first()
    if invitation is None:
        raise Http404
    try:
        withdraw_invitation(invitation=invitation, by=request.member)
    except PermissionDenied as refusal:
        return refused(request, "members", said=str(refusal))
    return saved(request, "members", said=_("The link is worthless now."))


def _own_role(request: MemberRequest, value: str) -> CustomRole | None:
    """The business's own role that a form names by its public id."""
    pk = public_ids.decode("role", value)
    return CustomRole.objects.filter(workspace=request.workspace, pk=pk).first() if pk else None


def _page(request: MemberRequest, *, invited: list[Invited] | None = None, trouble: str = "", status: int = 200) -> HttpResponse:
    rows = Member.objects.filter(workspace=request.workspace).select_related("user", "custom_role").order_by("-is_active", "name")
    holds = request.member.rights
    own = CustomRole.objects.filter(workspace=request.workspace).order_by("name")
    roles = [(role, role_word(role)) for role in reversed(Role.values) if policy.may_give(holds, policy.rights_of(role))]
    roles += [
        (public_ids.encode("role", one.pk), one.name) for one in own if policy.may_give(holds, policy.rights_of("", one.rights))
    ]
    page = {
        "members": [(public_ids.encode("member", each.pk), each, policy.may_give(holds, each.rights)) for each in rows],
        "role_of": lambda each: public_ids.encode("role", each.custom_role_id) if each.custom_role_id else each.role,
        "member_role": member_role,
        "invitations": list(queries.invitations(request.workspace.pk)),
        "roles": roles,
        "sentences": [(role_word(role), role_sentence(role)) for role in reversed(Role.values)],
        "role_word": role_word,
        "invited": invited or [],
        "trouble": trouble,
        "given": request.POST.get("addresses", "") if trouble else "",
        "can_mail": can_mail(),
    }
    return show(request, "members", "members", page, status)
