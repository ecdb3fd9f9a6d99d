"""What a member's bell shows."""

from django.db.models import QuerySet

from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member
from percaya.stages.notices import policy
from percaya.stages.notices.models import Notice, PushDevice

PAGE = 30
CAP = 100  # shown as "99+"


def unread_count(member: Member) -> int:
    """How many tickets the member should look at, a hundred at most."""
    return _bell(member).filter(read_at=None).order_by()[:CAP].count()


def latest(member: Member, limit: int = PAGE) -> list[Notice]:
    """The newest notices of tickets that the member may still see, unread first."""
    visible = Ticket.objects.visible_to(member)
    rows = _bell(member).select_related("ticket__contact")
    if member.hidden_team_ids:
        rows = rows.filter(ticket__in=visible)
    unread = list(rows.filter(read_at=None).order_by("-at", "-id")[:limit])
    return unread + list(rows.exclude(read_at=None).order_by("-at", "-id")[: limit - len(unread)])


def devices(member: Member) -> list[PushDevice]:
    return list(PushDevice.objects.filter(member=member).order_by("-id"))


def unmailed(member: Member) -> list[Notice]:
    """What a digest of now would tell: unread, not mailed yet, of kinds the member wants by mail."""
    wishes = policy.Wishes.of(member.settings)
    kinds = [kind for kind in policy.KINDS if wishes.wants(kind, policy.MAIL)]
    rows = Notice.objects.filter(member=member, read_at=None, mailed_at=None, kind__in=kinds)
    return list(rows.select_related("ticket").order_by("at", "id")[:50])


def _bell(member: Member) -> QuerySet[Notice]:
    wishes = policy.Wishes.of(member.settings)
    kinds = [kind for kind in policy.KINDS if wishes.wants(kind, policy.BELL)]
    return Notice.objects.filter(member_id=member.pk, kind__in=kinds)
