"""Whose a thing of the desk is to change: one's own is, a team's or the workspace's is the supervisors'."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from percaya.core.desk.models import Scoped
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import CURATE


def may_change(thing: Scoped, member: Member) -> bool:
    if thing.workspace_id != member.workspace_id:
        return False
    return thing.member_id == member.pk or (thing.member_id is None and member.may(CURATE))


def check_owner(thing: Scoped, member: Member) -> None:
    """Raises ``ValidationError``."""
    if thing.team is not None and thing.team.workspace_id != member.workspace_id:
        raise ValidationError(_("This team belongs to another workspace."))
    if not may_change(thing, member):
        raise ValidationError(_("Only supervisors change what a team or everyone uses. Make a copy of your own instead."))
