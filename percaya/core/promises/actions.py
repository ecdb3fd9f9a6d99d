"""Making a promise, moving it, and how it ends. Every verb holds the ticket, so that one thing happens to it at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import cancel_alarm, set_alarm
from percaya.core.journal.jobs import task
from percaya.core.promises.events import (
    PromiseBroken,
    PromiseCancelled,
    PromiseEvent,
    PromiseHandedOver,
    PromiseKept,
    PromiseLate,
    PromiseMade,
    PromiseMoved,
    PromiseNear,
    PromiseOutOfSight,
)
from percaya.core.promises.models import Promise, PromiseState
from percaya.core.tickets.actions.change import Refused, commit, hold, settle
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import SUPERVISE
from percaya.core.workspace.queries import members

NEAR = timedelta(minutes=30)  # how long before its time a promise calls for its owner
UNSETTLED = (PromiseState.OPEN, PromiseState.LATE)


@transaction.atomic
def make_promise(
    *, ticket: Ticket, text: str, due_at: datetime, owner: Member | None, message: Message | None = None, by: Actor
) -> Promise:
    """Record what the customer was told. Raises ``Refused`` without words, for a time that has passed and for an owner who
    does not see the ticket."""
    ticket = hold(ticket.pk)
    _check_owner(ticket, owner)
    words = " ".join(text.split())[:300]
    if not words:
        raise Refused(_("A promise needs words: what will be done for the customer?"))
    if due_at <= timezone.now():
        raise Refused(_("That time has passed. Choose a later one."))
    promise = Promise.objects.create(
        workspace_id=ticket.workspace_id,
        ticket=ticket,
        owner=owner,
        message=message,
        text=words,
        due_at=due_at,
        first_due_at=due_at,
        made_at=timezone.now(),
    )
    _stand_by(promise)
    owner_id = owner.pk if owner else None
    _commit(ticket, PromiseMade, promise, by, text=words, due=due_at, owner=owner_id)
    return promise


@transaction.atomic
def move_promise(*, promise: Promise, to: datetime, reason: str = "", by: Actor) -> Promise:
    """Another time, which the customer has been told. What was said first stays on record; late stays late."""
    ticket, promise = _hold(promise)
    if to <= timezone.now():
        raise Refused(_("That time has passed. Choose a later one."))
    was_due, late = promise.due_at, promise.state == PromiseState.LATE
    promise.due_at, promise.state, promise.moved = to, PromiseState.OPEN, promise.moved + 1
    promise.reason = reason.strip()[:300]
    promise.save()
    _stand_by(promise)
    _commit(ticket, PromiseMoved, promise, by, was_due=was_due, due=to, late=late)
    return promise


@transaction.atomic
def hand_over_promise(*, promise: Promise, to: Member | None, by: Actor) -> Promise:
    """Somebody else answers for it; they have to see the ticket. Raises ``Refused``."""
    ticket, promise = _hold(promise)
    _check_owner(ticket, to)
    if promise.owner_id != (to.pk if to else None):
        promise.owner = to
        promise.save()
        _commit(ticket, PromiseHandedOver, promise, by, member=to.pk if to else None)
    return promise


def keep_promise(*, promise: Promise, by: Actor) -> Promise:
    """It was done."""
    return _settle(promise, PromiseState.KEPT, PromiseKept, by, "")


def break_promise(*, promise: Promise, reason: str, by: Actor) -> Promise:
    """It will not be done, or was not: said as it is. Raises ``Refused`` without a reason."""
    if not reason.strip():
        raise Refused(_("Say why the promise could not be kept: the customer reads it."))
    return _settle(promise, PromiseState.BROKEN, PromiseBroken, by, reason)


def cancel_promise(*, promise: Promise, reason: str = "", by: Actor) -> Promise:
    """The customer no longer needs it."""
    return _settle(promise, PromiseState.CANCELLED, PromiseCancelled, by, reason)


@task("promises.due")
def fall_due(*, promise_id: int, due_at: str, near: bool = False) -> None:
    """The alarm rang: at the due time, or (``near``) half an hour before. A promise that was kept or moved in the meantime
    is none of its business."""
    found = Promise.objects.filter(pk=promise_id).first()
    if found is None:
        return
    with transaction.atomic():
        ticket = hold(found.ticket_id)
        promise = Promise.objects.get(pk=promise_id)
        if promise.state != PromiseState.OPEN or promise.due_at.isoformat() != due_at:
            return
        if not near:
            promise.state, promise.was_late = PromiseState.LATE, True
            promise.save()
        event = PromiseNear if near else PromiseLate
        _commit(ticket, event, promise, Actor.system(), due=promise.due_at, owner=promise.owner_id)


@transaction.atomic
def _settle(promise: Promise, state: PromiseState, make_event: type[PromiseEvent], by: Actor, reason: str) -> Promise:
    ticket, promise = _hold(promise)
    now = timezone.now()
    promise.was_late = promise.was_late or (state == PromiseState.KEPT and now > promise.due_at)
    promise.state, promise.settled_at, promise.reason = state, now, reason.strip()[:300]
    promise.save()
    cancel_alarm(_key(promise))
    cancel_alarm(_key(promise, near=True))
    facts = {"when": "late" if promise.was_late else "on_time"} if state == PromiseState.KEPT else {}
    _commit(ticket, make_event, promise, by, **facts)
    return promise


def _check_owner(ticket: Ticket, owner: Member | None) -> None:
    if owner is not None and not Ticket.objects.visible_to(owner).filter(pk=ticket.pk).exists():
        raise Refused(
            _("%(name)s does not see this ticket: it is a private team's. Choose someone who does.") % {"name": owner.name}
        )


def _hold(promise: Promise) -> tuple[Ticket, Promise]:
    ticket = hold(promise.ticket_id)
    held = Promise.objects.get(pk=promise.pk)
    if held.state not in UNSETTLED:
        raise Refused(_("This promise is settled already. Nothing was changed; note a new one if there is another."))
    return ticket, held


def _stand_by(promise: Promise) -> None:
    """Alarms for the due time and, where that is far enough off, for half an hour before."""
    args = {"promise_id": promise.pk, "due_at": promise.due_at.isoformat()}
    set_alarm("promises.due", key=_key(promise), due_at=promise.due_at, args=args, workspace_id=promise.workspace_id)
    soon, key = promise.due_at - NEAR, _key(promise, near=True)
    if soon > timezone.now():
        set_alarm("promises.due", key=key, due_at=soon, args={**args, "near": True}, workspace_id=promise.workspace_id)
    else:
        cancel_alarm(key)


def _key(promise: Promise, *, near: bool = False) -> str:
    return f"promise-near:{promise.pk}" if near else f"promise:{promise.pk}"


def _commit(ticket: Ticket, make_event: type[PromiseEvent], promise: Promise, by: Actor, **facts: Any) -> None:
    """Bring the ticket's own columns in line with its promises, and record."""
    _show_nearest(ticket)
    commit(ticket, make_event, by=by, promise=promise.pk, **facts)


def tell_out_of_sight(ticket: Ticket, promises: Sequence[Promise]) -> None:
    """Record for supervisors that nobody who answers for these sees the ticket any more."""
    rows = members(ticket.workspace_id)
    able = tuple(one.pk for one in rows if one.may(SUPERVISE))
    for promise in promises:
        _commit(ticket, PromiseOutOfSight, promise, Actor.system(), member=promise.owner_id, members=able)


def bring_in_line(*ticket_ids: int) -> None:
    """The same for tickets whose promises moved with a merge, which the merge's own events tell."""
    for ticket_id in sorted(ticket_ids):
        ticket = hold(ticket_id)
        _show_nearest(ticket)
        settle(ticket)
        ticket.save()


def _show_nearest(ticket: Ticket) -> None:
    nearest = Promise.objects.filter(ticket=ticket, state__in=UNSETTLED).order_by("due_at", "id").first()
    ticket.promise_due_at = nearest.due_at if nearest else None
    ticket.promise_owner_id = nearest.owner_id if nearest else None
