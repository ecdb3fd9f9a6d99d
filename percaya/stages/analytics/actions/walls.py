"""Links for screens on the wall."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace.models import Member, Team
from percaya.stages.analytics.events import WallLinkChanged
from percaya.stages.analytics.models import WallLink

LIFE = timedelta(days=90)
SALT = "percaya.wall"


@transaction.atomic
def make_wall_link(*, member: Member, name: str, team: Team | None, by: Actor) -> WallLink:
    now = timezone.now()
    link = WallLink.objects.create(
        workspace_id=member.workspace_id, name=name.strip()[:80] or "Layar", team=team, made_by=member, created_at=now,
        expires_at=now + LIFE,
    )  # fmt: skip
    record(WallLinkChanged(workspace_id=member.workspace_id, link=link.pk, how="made"), by=by)
    return link


@transaction.atomic
def revoke_wall_link(*, link: WallLink, by: Actor) -> None:
    """The screens that show it say so at their next look."""
    if WallLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record(WallLinkChanged(workspace_id=link.workspace_id, link=link.pk, how="revoked"), by=by)


def token_of(link: WallLink) -> str:
    return signing.dumps(link.pk, salt=SALT)
