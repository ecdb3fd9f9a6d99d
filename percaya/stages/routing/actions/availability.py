"""Who is there, and what for."""

from collections.abc import Sequence

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import enqueue
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import REPLY
from percaya.stages.routing import policy
from percaya.stages.routing.events import AvailabilityChanged, RoutingChanged
from percaya.stages.routing.models import Seat
from percaya.stages.routing.plans import plan_of

MOST_SKILLS = 40
HIGHEST_LIMIT = 1000  # a hundred mails
_REMEMBERED = 24 * 3600


def seat_of(member: Member) -> Seat:
    """The member's seat; made when they have none yet."""
    seat, _made = Seat.objects.get_or_create(member_id=member.pk, defaults={"workspace_id": member.workspace_id})
    return seat


@transaction.atomic
def set_availability(*, member: Member, status: str, reason: str = "", by: Actor, auto: bool = False) -> Seat:
    """Say what a member is there for. Raises ``ValidationError`` for words that are none. Who comes gets what waits."""
    if status not in policy.STATUSES:
        raise ValidationError(_("There is no such availability. Choose one of the list."))
    reason = _reason(member, reason) if status == policy.BREAK else ""
    seat_of(member)
    seat = Seat.objects.select_for_update(no_key=True).get(member_id=member.pk)
    before = seat.status
    if (before, seat.reason, seat.is_auto) == (status, reason, auto):
        return seat
    if before != status:
        seat.since = timezone.now()
    seat.status, seat.reason, seat.is_auto = status, reason, auto
    seat.save(update_fields=["status", "reason", "is_auto", "since"])
    if status in policy.AT_WORK:
        note_activity(member.pk)
    event = AvailabilityChanged(
        workspace_id=member.workspace_id, member=member.pk, status=status, reason=reason, before=before, auto=auto
    )
    record(event, by=by)
    return seat


def come_back(*, member: Member) -> None:
    """The member does something here: what the machine put to rest (idle, signed out) ends. What they chose stays."""
    note_activity(member.pk)
    if not member.may(REPLY):
        return
    seat = seat_of(member)
    if seat.is_auto and seat.status not in policy.AT_WORK:
        set_availability(member=member, status=policy.AVAILABLE, by=Actor.member(member.pk), auto=True)


def sign_out(*, user_id: int) -> None:
    """Signing out is going offline, in every workspace."""
    for member in Member.objects.filter(user_id=user_id, is_active=True):
        if seat_of(member).status != policy.OFFLINE:
            set_availability(member=member, status=policy.OFFLINE, by=Actor.member(member.pk), auto=True)


@transaction.atomic
def leave(*, member: Member, by: Actor) -> None:
    """Go offline and hand over what waits: somebody else of its team gets it, or it waits for one."""
    set_availability(member=member, status=policy.OFFLINE, by=by)
    key = f"routing:hand-over:{member.pk}"
    enqueue("routing.hand_over", args={"member_id": member.pk}, unique_key=key, workspace_id=member.workspace_id)


@transaction.atomic
def change_seat(*, member: Member, limit: int | None, skills: Sequence[str], languages: Sequence[str], by: Actor) -> Seat:
    """How much (tenths, None for the workspace's) and what a member can take. Raises ``ValidationError``."""
    if limit is not None and not 0 <= limit <= HIGHEST_LIMIT:
        raise ValidationError(_("A limit lies between 0 and %(most)s.") % {"most": HIGHEST_LIMIT // 10})
    seat_of(member)
    seat = Seat.objects.select_for_update(no_key=True).get(member_id=member.pk)
    now = (limit, words(skills), sorted({one for one in languages if one in ("id", "en", "ms")}))
    if now == (seat.limit, seat.skills, seat.languages):
        return seat
    seat.limit, seat.skills, seat.languages = now
    seat.save(update_fields=["limit", "skills", "languages"])
    record(RoutingChanged(workspace_id=member.workspace_id, what="member", member=member.pk), by=by)
    return seat


def words(given: Sequence[str]) -> list[str]:
    """Skills as they are kept: lower case, once each, in order."""
    return sorted({" ".join(one.lower().split())[:40] for one in given if one.strip()})[:MOST_SKILLS]


def note_activity(member_id: int) -> None:
    """In the cache: it is renewed each minute of everybody's day and lost without harm."""
    cache.set(activity_key(member_id), timezone.now(), _REMEMBERED)


def activity_key(member_id: int) -> str:
    return f"routing:active:{member_id}"


def _reason(member: Member, reason: str) -> str:
    known = (*policy.BREAKS, *plan_of(member.workspace_id).reasons)
    if reason and reason not in known and reason != "idle":
        raise ValidationError(_("There is no such reason for a break. Choose one of the list."))
    return reason
