"""Choosing tickets, doing one thing to all of them, taking it back."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.cause import caused_by
from percaya.core.journal.jobs import engine, enqueue, task
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.undoing import measured
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.tickets import visible
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import BULK, REPLY
from percaya.stages.bulk import queries
from percaya.stages.bulk.deeds import Turn, deed_of
from percaya.stages.bulk.events import BulkBegun, BulkFinished, BulkTakenBack
from percaya.stages.bulk.models import Item, ItemState, Run, RunState
from percaya.stages.bulk.taking_back import Done

log = structlog.get_logger(__name__)
MOST = 5000  # tickets of one run
SLICE = 1.0  # seconds at a stretch; then the next run has its turn
PAUSE = (0.002, 0.05)  # seconds between two tickets, at least and at most: others write in them
_Result = TypeVar("_Result")
OLD_CHOICE, OLD_RUN = timedelta(days=1), timedelta(days=30)


@transaction.atomic
def choose(*, member: Member, tickets: Sequence[int], source: str = "", is_cut: bool = False) -> Run:
    """Set these tickets (ids) aside, as they are now: what joins the list later is not among them."""
    now = timezone.now()
    own = queries.runs_of(member)
    own.filter(state=RunState.CHOSEN, created_at__lt=now - OLD_CHOICE).delete()
    own.exclude(state__in=queries.IN_WORK).filter(created_at__lt=now - OLD_RUN).delete()
    ids = list(dict.fromkeys(tickets))
    return Run.objects.create(
        workspace_id=member.workspace_id,
        member=member,
        tickets=ids[:MOST],
        total=len(ids[:MOST]),
        is_cut=is_cut or len(ids) > MOST,
        source=source[:500],
        created_at=now,
    )


@transaction.atomic
def begin(*, run: Run, deed: str, args: dict[str, Any], by: Actor) -> Run:
    """Have it done to all of them. What can be taken back whole begins at once, all else in ten seconds. Beginning a run
    twice begins it once. Raises ``Refused`` for a deed or a choice that makes no sense."""
    run = Run.objects.select_for_update(of=("self",), no_key=True).select_related("member").get(pk=run.pk)
    if run.state != RunState.CHOSEN:
        return run
    if not run.member.may(BULK):
        raise Refused(_("Your role reads and writes notes. Nothing was changed."))
    chosen = deed_of(deed)
    chosen.check(args, run.member)
    known = set(Ticket.objects.filter(workspace_id=run.workspace_id, pk__in=run.tickets).values_list("pk", flat=True))
    ids = [one for one in run.tickets if one in known]
    if not ids:
        raise Refused(_("No ticket is selected. Nothing was changed."))
    Item.objects.bulk_create(
        [Item(workspace_id=run.workspace_id, run=run, ticket_id=one, position=at) for at, one in enumerate(ids)], batch_size=500
    )
    now = timezone.now()
    waits = chosen.waits(args, run.member)
    wait = timedelta(seconds=queries.UNDO_SECONDS if waits else 0)
    run.deed, run.args, run.tickets, run.total = deed, args, [], len(ids)
    run.state = RunState.WAITING if waits else RunState.RUNNING
    run.begins_at = now + wait
    run.save()
    event = record(BulkBegun(workspace_id=run.workspace_id, run=run.pk, deed=deed, count=len(ids)), by=by)
    with caused_by(event):
        _queue(run, at=run.begins_at if wait else None)
    return run


@transaction.atomic
def take_back(*, run: Run, by: Actor) -> Run:
    """Call it off before it begins, or undo exactly what it has changed so far. Raises ``Refused`` when it is too late."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state in (RunState.UNDOING, RunState.UNDONE):
        return run
    if not queries.may_take_back(run):
        raise Refused(_("It is too late to take this back. Change the tickets by hand."))
    if run.state == RunState.WAITING:
        engine().cancel(_key(run))
        run.state, run.finished_at = RunState.STOPPED, timezone.now()
    else:
        run.state, run.finished_at = RunState.UNDOING, None
    run.save()
    event = record(BulkTakenBack(workspace_id=run.workspace_id, run=run.pk, deed=run.deed), by=by)
    if run.state == RunState.UNDOING:
        with caused_by(event):
            _queue(run)
    return run


@transaction.atomic
def stop(*, run: Run, by: Actor) -> Run:
    """Leave the rest undone. What was done stays."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if queries.may_stop(run):
        run.state = RunState.STOPPED
        _finish(run, by)
    return run


@task("bulk.run", queue="bulk", attempts=20)
def work(*, run_id: int) -> None:
    """One run for a moment; then it queues up again behind the others."""
    member = Member.objects.select_related("workspace").filter(run__pk=run_id).first()
    if member is None:
        return
    until = time.monotonic() + SLICE
    with translation.override(member.language):  # the reasons are read by the member
        began = time.monotonic()
        while _step(run_id, member):
            if time.monotonic() >= until:
                _queue(Run.objects.get(pk=run_id))
                return
            least, most = PAUSE
            time.sleep(max(least, min(most, time.monotonic() - began)))
            began = time.monotonic()


def _queue(run: Run, at: Any = None) -> None:
    """One job of a run at a time, so that doing and undoing never meet."""
    key = _key(run)
    enqueue("bulk.run", args={"run_id": run.pk}, order_key=key, unique_key=key, run_at=at, workspace_id=run.workspace_id)


def _key(run: Run) -> str:
    return f"bulk:{run.pk}"


@transaction.atomic
def _step(run_id: int, member: Member) -> bool:
    """The next ticket, done and marked in one transaction. ``False`` when there is none left."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
    if run.state == RunState.WAITING:
        run.state = RunState.RUNNING
        run.save(update_fields=["state"])
    items = Item.objects.filter(run=run).select_related(None)
    if run.state == RunState.RUNNING:
        item = items.filter(state=ItemState.AHEAD).order_by("position").first()
        do = _do
    elif run.state == RunState.UNDOING:
        item = items.filter(state=ItemState.DONE).order_by("-position").first()
        do = _undo
    else:
        return False
    if item is None:
        run.state = RunState.DONE if run.state == RunState.RUNNING else RunState.UNDONE
        _finish(run, Actor.system())
        return False
    do(run, item, member)
    item.save(update_fields=["state", "reason", "from_version", "to_version"])
    return True


def _do(run: Run, item: Item, member: Member) -> None:
    ticket = visible(member).select_related("contact", "workspace", "account").filter(pk=item.ticket_id).first()
    if ticket is None or not member.is_active or not member.may(REPLY):
        item.state, item.reason = ItemState.FAILED, _("You may not see or change this ticket (any more).")
        return
    turn = Turn(ticket, run.args, member, Actor.member(member.pk), _sent_as(run, ticket), queries.UNDO_SECONDS)
    span, item.reason = _tried(lambda: measured(ticket, lambda: deed_of(run.deed).do(turn)), ticket)
    if span is None:
        item.state = ItemState.FAILED
        return
    item.from_version, item.to_version = span.after, span.upto
    item.state = ItemState.DONE if span.changed else ItemState.SAME


def _undo(run: Run, item: Item, member: Member) -> None:
    ticket = Ticket.objects.get(pk=item.ticket_id)
    done = Done(ticket, item.from_version, item.to_version, _sent_as(run, ticket), member, Actor.member(member.pk))
    stays, item.reason = _tried(lambda: deed_of(run.deed).undo(done), ticket)
    item.state = ItemState.KEPT if stays is None else ItemState.BACK
    item.reason = item.reason or stays or ""


def _sent_as(run: Run, ticket: Ticket) -> str:
    return f"bulk:{run.pk}:{ticket.pk}"


def _tried(change: Callable[[], _Result], ticket: Ticket) -> tuple[_Result | None, str]:
    """What came of it, or nothing and why not. Whatever goes wrong with one ticket, the others have their turn; only when
    the database does not answer is the turn tried again."""
    try:
        with transaction.atomic():
            return change(), ""
    except (Refused, ValidationError) as error:
        return None, (" ".join(error.messages) if isinstance(error, ValidationError) else str(error))[:300]
    except DatabaseError:
        raise
    except Exception:
        log.exception("a deed to many failed at one ticket", ticket_id=ticket.pk)
        return None, _("Something unexpected went wrong with this ticket. It was not changed.")


def _finish(run: Run, by: Actor) -> None:
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "finished_at"])
    found = queries.progress(run)
    record(BulkFinished(workspace_id=run.workspace_id, run=run.pk, deed=run.deed, done=found.done, failed=found.failed), by=by)
