"""Writing notices, clearing them, and setting off what follows: the bell on open pages, a push, a mail later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.alarms import is_set, set_alarm
from percaya.core.journal.bus import Signal, bus
from percaya.core.journal.jobs import enqueue
from percaya.core.journal.models import EventRow
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member
from percaya.stages.notices import policy
from percaya.stages.notices.models import Notice, PushDevice
from percaya.stages.notices.zones import local_now


@dataclass(frozen=True)
class News:
    member_id: int
    ticket_id: int
    kind: str
    event: EventRow


def note(news: Sequence[News]) -> None:
    """Keep the news of a batch for those who want them, in their order; what stands already for this event is left."""
    people = Member.objects.select_related("workspace").in_bulk({one.member_id for one in news})
    for one in news:
        member = people.get(one.member_id)
        if member is None or not member.is_active or member.workspace_id != one.event.workspace_id:
            continue
        wishes = policy.Wishes.of(member.settings)
        if not wishes.ways.get(one.kind) or _may_not_see(member, one.ticket_id):
            continue
        found = _keep(one)
        if found is not None:
            _pass_on(one, member, wishes, is_burst=found)


def clear(*, member: Member, ticket_id: int) -> None:
    """The member has the ticket before them. Looked at first: somebody who merely stays there must not write."""
    unread = Notice.objects.filter(member=member, ticket_id=ticket_id, read_at=None)
    if unread.exists() and unread.update(read_at=timezone.now(), count=0):
        ring([member.pk])


def clear_all(*, member: Member) -> None:
    if Notice.objects.filter(member=member, read_at=None).update(read_at=timezone.now(), count=0):
        ring([member.pk])


def clear_by_deed(rows: Sequence[EventRow]) -> None:
    """Who acts on a ticket has dealt with what there was to hear of it until then."""
    for (member_id, ticket_id), row in {(row.actor_id or 0, row.stream_id): row for row in rows}.items():
        open_ones = Notice.objects.filter(member_id=member_id, ticket_id=ticket_id, read_at=None, event_id__lt=row.pk)
        if open_ones.update(read_at=row.at, count=0):
            ring([member_id])


def ring(members: Sequence[int]) -> None:
    """Open pages of these members look at their bell again."""

    def say() -> None:
        for member_id in members:
            bus().publish(Signal(topic=f"m{member_id}", kind="notices"))

    transaction.on_commit(say)


def _keep(one: News) -> bool | None:
    """``None`` for what is not new (a batch that is read again); else whether it goes on a burst that was heard of already."""
    facts = {
        "kind": one.kind,
        "actor_kind": one.event.actor_kind,
        "actor_id": one.event.actor_id,
        "event_id": one.event.pk,
        "at": one.event.at,
        "read_at": None,
    }
    found = Notice.objects.filter(member_id=one.member_id, ticket_id=one.ticket_id).first()
    if found is None:
        keys = {"workspace_id": one.event.workspace_id, "member_id": one.member_id, "ticket_id": one.ticket_id}
        Notice.objects.create(**keys, **facts)
        return False
    if found.event_id >= one.event.pk:
        return None
    Notice.objects.filter(pk=found.pk).update(
        **facts, count=found.count + 1, mailed_at=found.mailed_at if found.read_at is None else None
    )
    return found.read_at is None and found.kind == one.kind and one.event.at - found.at < policy.BURST


def _pass_on(one: News, member: Member, wishes: policy.Wishes, *, is_burst: bool) -> None:
    """People write chats in pieces: a telephone buzzes once for a burst, the bell counts it."""
    ring([member.pk])
    now = local_now(member.workspace)
    if not is_burst and wishes.wants(one.kind, policy.PUSH) and not policy.is_quiet(wishes, now) and _is_fresh(one.event.at):
        _buzz(one, member)
    due = policy.digest_at(wishes, now) if wishes.wants(one.kind, policy.MAIL) else None
    if due is not None and not member.workspace.is_demo:
        _mail_by(member, due)


def _buzz(one: News, member: Member) -> None:
    for device in PushDevice.objects.filter(member=member).values_list("pk", flat=True):
        args = {"device_id": device, "ticket_id": one.ticket_id, "event_id": one.event.pk}
        enqueue("notices.push", args=args, workspace_id=member.workspace_id)


def _mail_by(member: Member, due: datetime) -> None:
    """One digest is on its way at most; what comes until then goes with it."""
    key = f"digest:{member.pk}"
    if not is_set(key):
        set_alarm("notices.digest", key=key, due_at=due, args={"member_id": member.pk}, workspace_id=member.workspace_id)


def _is_fresh(at: datetime) -> bool:
    """A follower that was behind must not make telephones buzz for this morning's news."""
    return (timezone.now() - at).total_seconds() < 300


def _may_not_see(member: Member, ticket_id: int) -> bool:
    """Private teams: nobody hears of what they may not see."""
    if not member.hidden_team_ids:
        return False
    return not Ticket.objects.visible_to(member).filter(pk=ticket_id).exists()
