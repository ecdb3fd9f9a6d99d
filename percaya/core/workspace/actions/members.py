"""Who belongs to a workspace: invitations, joining, roles, teams."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy, seal
from percaya.core.workspace.events import InvitationWithdrawn, MemberChanged, MemberInvited, MemberJoined, TeamChanged
from percaya.core.workspace.models import CustomRole, Invitation, Member, Role, Team, TeamMember, User, Workspace

INVITATION_LIFE = timedelta(hours=72)


@transaction.atomic
def invite(
    *, workspace: Workspace | None, email: str, role: str, by: Member | None, custom_role: CustomRole | None = None
) -> str:
    """Make a single-use link of 72 hours; returns its secret, of which only the hash is kept.

    ``workspace`` None is the set-up link of a fresh house. Raises ``PermissionDenied`` for a role above the inviter's.
    """
    given = policy.rights_of(role, custom_role.rights if custom_role else None)
    if by is not None and not policy.may_give(by.rights, given):
        raise PermissionDenied(_("You cannot give a role above your own."))
    secret = seal.new_secret()
    Invitation.objects.create(
        workspace=workspace,
        email=email.strip().lower(),
        role=Role.LIGHT if custom_role else role,
        custom_role=custom_role,
        hash=seal.fingerprint(secret),
        invited_by=by,
        expires_at=timezone.now() + INVITATION_LIFE,
    )
    if workspace is not None:
        actor = Actor.member(by.pk) if by else Actor.system()
        word = custom_role.name if custom_role else role
        record(MemberInvited(workspace_id=workspace.pk, role=word, email=email), by=actor)
    return secret


@transaction.atomic
def use_invitation(secret: str) -> Invitation:
    """Take an invitation, once. Raises ``ValidationError`` when it is unknown, used or too old (all said alike)."""
    if Invitation.objects.filter(hash=seal.fingerprint(secret), workspace=None).exists():
        _hold_all_setup_links()
    rows = Invitation.objects.select_for_update(no_key=True).filter(
        hash=seal.fingerprint(secret), used_at=None, expires_at__gt=timezone.now()
    )
    invitation = rows.first() if secret.strip() else None
    if invitation is None:
        raise ValidationError(_("This link has been used or is too old. Ask for a new one."))
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    if invitation.workspace_id is None:
        Invitation.objects.filter(workspace=None, used_at=None).update(used_at=invitation.used_at)
    return invitation


def _hold_all_setup_links() -> None:
    """Each start of a fresh house prints one; of all of them one is used, also when two are used at once."""
    list(Invitation.objects.select_for_update(no_key=True).filter(workspace=None).order_by("pk"))


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Member) -> None:
    """Make a link worthless before its time. Raises ``PermissionDenied`` for a role above one's own."""
    if invitation.workspace_id != by.workspace_id or not policy.may_give(by.rights, _rights_of(invitation)):
        raise PermissionDenied(_("You cannot withdraw this invitation."))
    if Invitation.objects.filter(pk=invitation.pk, used_at=None).update(expires_at=timezone.now()):
        role = invitation.custom_role.name if invitation.custom_role else invitation.role
        event = InvitationWithdrawn(workspace_id=by.workspace_id, invitation=invitation.pk, role=role)
        record(event, by=Actor.member(by.pk))


def _rights_of(invitation: Invitation) -> frozenset[str]:
    return policy.rights_of(invitation.role, invitation.custom_role.rights if invitation.custom_role else None)


@transaction.atomic
def create_user(*, email: str, name: str, password: str) -> User:
    """A login. Raises ``ValidationError`` for a weak password or an address that is taken."""
    email = email.strip().lower()
    user = User(email=email, name=name.strip()[:120])
    user.clean_fields(exclude=["password"])
    if User.objects.filter(email__iexact=email).exists():
        raise _address_taken()
    validate_password(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:  # somebody was quicker by a moment
        raise _address_taken() from None
    return user


def _address_taken() -> ValidationError:
    return ValidationError(_("There is already an account with this address. Log in with it."))


@transaction.atomic
def add_member(
    *, workspace: Workspace, user: User, role: str, by: Actor, language: str = "", custom_role: CustomRole | None = None
) -> Member:
    """Let a user in (again); a member who was deactivated comes back with the new role."""
    member, _made = Member.objects.update_or_create(
        workspace=workspace,
        user=user,
        defaults={"role": role, "custom_role": custom_role, "is_active": True},
        create_defaults={
            "role": role,
            "custom_role": custom_role,
            "name": user.name or user.email.split("@")[0],
            "language": language or workspace.language,
        },
    )
    word = custom_role.name if custom_role else role
    record(MemberJoined(workspace_id=workspace.pk, member=member.pk, role=word), by=by)
    return member


@transaction.atomic
def change_member(*, member: Member, role: str | None = None, is_active: bool | None = None, by: Member) -> Member:
    """Change role or access. The last owner stays an owner; nobody touches someone above themselves."""
    rows = Member.objects.select_for_update(of=("self",), no_key=True).select_related("custom_role")
    member = rows.get(pk=member.pk, workspace_id=by.workspace_id)
    wanted = role or member.role
    if not (policy.may_give(by.rights, member.rights) and policy.may_give(by.rights, policy.rights_of(wanted))):
        raise PermissionDenied(_("You cannot change this member."))
    active = member.is_active if is_active is None else is_active
    if member.role == Role.OWNER and (wanted != Role.OWNER or not active) and is_last_owner(member):
        raise ValidationError(_("A workspace needs an owner. Make someone else owner first."))
    member.role, member.is_active = wanted, active
    member.custom_role = None if role else member.custom_role
    member.save(update_fields=["role", "is_active", "custom_role"])
    record(
        MemberChanged(workspace_id=member.workspace_id, member=member.pk, role=wanted, active=active),
        by=Actor.member(by.pk),
    )
    return member


@transaction.atomic
def change_habits(*, member: Member, name: str | None = None, language: str | None = None, **settings: object) -> Member:
    """A member's own screen: display name, language, theme, density. Only a new name is recorded: others see it."""
    renamed = bool(name and name.strip() and name.strip()[:120] != member.name)
    if name and name.strip():
        member.name = name.strip()[:120]
    if language in ("id", "en"):
        member.language = language
    member.settings = {**member.settings, **settings}
    member.save(update_fields=["name", "language", "settings"])
    if renamed:
        event = MemberChanged(workspace_id=member.workspace_id, member=member.pk, role=member.role, active=member.is_active)
        record(event, by=Actor.member(member.pk))
    return member


@transaction.atomic
def save_team(
    *, workspace: Workspace, name: str, members: Sequence[Member], is_private: bool = False, team: Team | None = None, by: Actor
) -> Team:
    """Make or change a team. Raises ``ValidationError`` for an empty or taken name."""
    name = name.strip()[:80]
    if not name:
        raise ValidationError(_("A team needs a name."))
    if Team.objects.filter(workspace=workspace, name__iexact=name).exclude(pk=team.pk if team else 0).exists():
        raise ValidationError(_("There is already a team with this name."))
    team = team or Team(workspace=workspace)
    team.name, team.is_private = name, is_private
    team.save()
    TeamMember.objects.filter(team=team).delete()
    own = [member for member in members if member.workspace_id == workspace.pk]
    TeamMember.objects.bulk_create(TeamMember(workspace=workspace, team=team, member=member) for member in own)
    record(TeamChanged(workspace_id=workspace.pk, team=team.pk, members=tuple(m.pk for m in own)), by=by)
    return team


def is_last_owner(member: Member) -> bool:
    owners = Member.objects.filter(workspace_id=member.workspace_id, role=Role.OWNER, is_active=True)
    return not owners.exclude(pk=member.pk).exists()
