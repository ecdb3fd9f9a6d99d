"""Reads that pages and stages share."""

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from percaya.channels.contract import AccountFacts
from percaya.core import public_ids
from percaya.core.prepared import Prepared
from percaya.core.workspace import seal
from percaya.core.workspace.calendars import Calendar
from percaya.core.workspace.models import (
    ApiToken,
    ChannelAccount,
    CustomField,
    Invitation,
    Member,
    Team,
    TeamMember,
    User,
    WorkCalendar,
    Workspace,
)
from percaya.core.workspace.working import Pinned as Pinned
from percaya.core.workspace.working import calendar_of as calendar_of
from percaya.core.workspace.working import pinned as pinned


def membership(user_id: int, slug: str) -> Member | None:
    """The active membership of a user in the workspace of that slug: the door to everything in it."""
    return next(iter(_MEMBERSHIP.ask(user=user_id, slug=slug)), None)


def _membership(user: int, slug: str) -> QuerySet[Member]:
    private = Team.objects.filter(workspace_id=OuterRef("workspace_id"), is_private=True)
    rows = Member.objects.select_related("workspace", "user", "custom_role").annotate(has_private_teams=Exists(private))
    return rows.filter(user_id=user, workspace__slug=slug, is_active=True, user__is_active=True)[:1]


_ADDRESSED: Prepared[ChannelAccount] = Prepared(
    lambda workspace_id: ChannelAccount.objects.filter(workspace_id=workspace_id).exclude(address="").only("address"),
    workspace_id=int,
)
_MEMBERSHIP = Prepared(_membership, user=int, slug=str)


def memberships(user_id: int) -> QuerySet[Member]:
    rows = Member.objects.select_related("workspace").filter(user_id=user_id, is_active=True)
    return rows.order_by("workspace__is_demo", "workspace__name")


def members(workspace_id: int) -> QuerySet[Member]:
    rows = Member.objects.filter(workspace_id=workspace_id, is_active=True)
    return rows.select_related("custom_role").order_by("name")


def teams(workspace_id: int) -> QuerySet[Team]:
    return Team.objects.filter(workspace_id=workspace_id, is_active=True).order_by("name")


def calendars(workspace_id: int) -> QuerySet[WorkCalendar]:
    """Those in use, the default first."""
    return WorkCalendar.objects.filter(workspace_id=workspace_id, is_active=True).order_by("-is_default", "name")


def calendar_by(row: WorkCalendar) -> Calendar:
    """The calendar that a row stands for, as it is in force now."""
    return pinned(row.pk, row.version)


def default_calendar(workspace_id: int) -> WorkCalendar:
    return WorkCalendar.objects.select_related("workspace").get(workspace_id=workspace_id, is_default=True)


def team_memberships(workspace_id: int) -> list[tuple[int, int]]:
    """(team, member) of every place in a team."""
    return list(TeamMember.objects.filter(workspace_id=workspace_id).values_list("team_id", "member_id"))


def accounts(workspace_id: int) -> QuerySet[ChannelAccount]:
    """Those that are connected."""
    rows = ChannelAccount.objects.filter(workspace_id=workspace_id, disconnected_at=None)
    return rows.order_by("channel", "name")


def all_fields(workspace_id: int, of: str) -> list[CustomField]:
    """The custom fields of ``ticket``, ``contact`` or ``organisation`` in their order, retired ones too."""
    return list(CustomField.objects.filter(workspace_id=workspace_id, of=of).order_by("position", "pk"))


def tokens(workspace_id: int) -> QuerySet[ApiToken]:
    rows = ApiToken.objects.filter(workspace_id=workspace_id, revoked_at=None)
    return rows.select_related("member").order_by("-id")


def invitations(workspace_id: int) -> QuerySet[Invitation]:
    """Those that can still be used, newest first."""
    rows = Invitation.objects.filter(workspace_id=workspace_id, used_at=None, expires_at__gt=timezone.now())
    return rows.select_related("invited_by").order_by("-id")


def open_invitation(secret: str) -> Invitation | None:
    """The invitation of that secret while it can be used; looking does not use it up."""
    if not secret.strip():
        return None
    rows = Invitation.objects.select_related("workspace", "invited_by")
    return rows.filter(hash=seal.fingerprint(secret), used_at=None, expires_at__gt=timezone.now()).first()


def account_at(channel: str, address: str) -> ChannelAccount | None:
    """The active account that an address belongs to; its plus-part, if any, does not matter."""
    local, at, domain = address.strip().lower().rpartition("@")
    plain = f"{local.split('+', 1)[0]}{at}{domain}"
    rows = ChannelAccount.objects.select_related("workspace").filter(channel=channel, is_active=True)
    found = {account.address: account for account in rows.filter(address__in=[address.lower(), plain])}
    return found.get(address.lower()) or found.get(plain)


def facts(account: ChannelAccount, *, with_addresses: bool = True) -> AccountFacts:
    """What a channel may know of the account, secrets opened. Keep it out of logs and pages. ``with_addresses``: those of the
    workspace's other accounts too, by which a channel that reads mail knows our own; one statement."""
    public_id = public_ids.encode("account", account.pk)
    return AccountFacts(
        public_id=public_id,
        workspace=account.workspace.slug,
        name=account.name,
        address=account.address,
        settings=account.settings,
        secrets=seal.unseal(account.sealed),
        signing_key=seal.derived_key("threading", account.workspace_id),
        own_addresses=own_addresses(account.workspace_id) if with_addresses else (),
        hook_url=f"{settings.PUBLIC_URL.rstrip('/')}/hooks/{account.channel}/{public_id}",
    )


def own_addresses(workspace_id: int) -> tuple[str, ...]:
    """Of all accounts of the workspace."""
    return tuple(one.address for one in _ADDRESSED.ask(workspace_id=workspace_id))


def is_fresh() -> bool:
    """No one can log in yet: the set-up link is to be shown."""
    return not User.objects.exists()


def is_unfurnished() -> bool:
    """People can log in, but there is no workspace yet (but for a demo): the set-up was left half-way."""
    return not Workspace.objects.filter(is_demo=False).exists()


def demo_workspaces() -> QuerySet[Workspace]:
    return Workspace.objects.filter(is_demo=True)
