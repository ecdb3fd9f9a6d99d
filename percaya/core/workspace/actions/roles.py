"""Roles of the business's own: a name and what its members may do."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy
from percaya.core.workspace.actions.members import is_last_owner
from percaya.core.workspace.events import MemberChanged, MemberViewedAs, RoleChanged
from percaya.core.workspace.models import CustomRole, Member, Role

MOST_ROLES = 40


@transaction.atomic
def save_role(*, name: str, rights: Sequence[str], role: CustomRole | None = None, by: Member) -> CustomRole:
    """Make or change a role. Raises ``ValidationError`` for an empty or taken name, ``PermissionDenied`` for rights that
    are more than the maker's own."""
    name = " ".join(name.split())[:60]
    if not name:
        raise ValidationError(_("A role needs a name."))
    own = CustomRole.objects.filter(workspace_id=by.workspace_id)
    if own.filter(name__iexact=name).exclude(pk=role.pk if role else 0).exists():
        raise ValidationError(_("There is already a role with this name."))
    if role is None and own.count() >= MOST_ROLES:
        raise ValidationError(_("%(count)s roles are the most. Remove one that nobody has.") % {"count": MOST_ROLES})
    given = policy.rights_of("", rights)
    if not policy.may_give(by.rights, given) or (role and not policy.may_give(by.rights, policy.rights_of("", role.rights))):
        raise PermissionDenied(_("You cannot make a role that may do more than you. Nothing was changed."))
    how = "changed" if role else "made"
    role = role or CustomRole(workspace_id=by.workspace_id)
    role.name, role.rights = name, [right for right in policy.GRANTABLE if right in given]
    role.save()
    _record(role, how, by)
    return role


@transaction.atomic
def remove_role(*, role: CustomRole, by: Member) -> None:
    """Take a role away. Raises ``ValidationError`` while somebody has it."""
    if not policy.may_give(by.rights, policy.rights_of("", role.rights)):
        raise PermissionDenied(_("You cannot change this role."))
    if Member.objects.filter(custom_role=role, is_active=True).exists():
        raise ValidationError(_("Somebody still has this role. Give them another one first; nothing was changed."))
    _record(role, "removed", by)
    role.delete()


@transaction.atomic
def give_role(*, member: Member, role: CustomRole, by: Member) -> Member:
    """Let a member be what the business calls it. The last owner stays an owner; nobody touches someone above themselves."""
    member = (
        Member.objects.select_for_update(of=("self",), no_key=True)
        .select_related("custom_role")
        .get(pk=member.pk, workspace_id=by.workspace_id)
    )
    wanted = policy.rights_of("", role.rights)
    if role.workspace_id != by.workspace_id or not (
        policy.may_give(by.rights, member.rights) and policy.may_give(by.rights, wanted)
    ):
        raise PermissionDenied(_("You cannot change this member."))
    if member.role == Role.OWNER and is_last_owner(member):
        raise ValidationError(_("A workspace needs an owner. Make someone else owner first."))
    member.role, member.custom_role = Role.LIGHT, role
    member.save(update_fields=["role", "custom_role"])
    event = MemberChanged(workspace_id=member.workspace_id, member=member.pk, role=role.name, active=member.is_active)
    record(event, by=Actor.member(by.pk))
    return member


@transaction.atomic
def view_as(*, member: Member, by: Member) -> None:
    """Look at the desk as a member sees it, changing nothing. Raises ``PermissionDenied`` for one who may do more."""
    if member.workspace_id != by.workspace_id or not member.is_active or not policy.may_give(by.rights, member.rights):
        raise PermissionDenied(_("You cannot look as this member."))
    record(MemberViewedAs(workspace_id=by.workspace_id, member=member.pk), by=Actor.member(by.pk))


def _record(role: CustomRole, how: str, by: Member) -> None:
    event = RoleChanged(workspace_id=by.workspace_id, role_id=role.pk, name=role.name, rights=tuple(role.rights), how=how)
    record(event, by=Actor.member(by.pk))
