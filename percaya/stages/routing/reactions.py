"""What flow.py points at. All in the transaction of the change; looking for somebody is a job of its own after it."""

from percaya.core.journal.event import Event
from percaya.core.journal.jobs import enqueue
from percaya.core.tickets.events import (
    StateChanged,
    SubjectChanged,
    TicketAssigned,
    TicketEvent,
    TicketOpened,
    TicketTeamChanged,
)
from percaya.core.workspace.events import MemberJoined
from percaya.stages.routing import policy
from percaya.stages.routing.actions.loads import settle_load
from percaya.stages.routing.actions.tending import keep_tending
from percaya.stages.routing.events import AvailabilityChanged
from percaya.stages.routing.models import Seat
from percaya.stages.routing.plans import forget, plan_of


def seat(event: MemberJoined, event_id: int) -> None:
    Seat.objects.get_or_create(member_id=event.member, defaults={"workspace_id": event.workspace_id})


def opened(event: TicketOpened, event_id: int) -> None:
    """A job: its first message, language and labels come after it. Costs nothing where nothing is routed."""
    if not plan_of(event.workspace_id).is_idle:
        _place(event, "opened")


def named(event: SubjectChanged, event_id: int) -> None:
    """A chat that began with a greeting says what it is about: while nobody has it, its rules are asked as at the opening."""
    if event.named and not plan_of(event.workspace_id).is_idle:
        _place(event, "opened")


def handed_over(event: TicketTeamChanged, event_id: int) -> None:
    if plan_of(event.workspace_id).team(event.team).strategy != policy.MANUAL:
        _place(event, "team")


def weigh(event: TicketEvent, event_id: int) -> None:
    """Somebody else has it, or it needs nobody for now: who has more room gets what waits."""
    freed = settle_load(event.ticket)
    if freed is not None and plan_of(event.workspace_id).automatic:
        _backlog(event.workspace_id, freed)


def moved_on(event: StateChanged, event_id: int) -> None:
    weigh(event, event_id)
    if event.state == "open" and event.before in ("resolved", "closed") and plan_of(event.workspace_id).automatic:
        _place(event, "reopened")


def given(event: TicketAssigned, event_id: int) -> None:
    weigh(event, event_id)


def came_or_went(event: AvailabilityChanged, event_id: int) -> None:
    keep_tending(event.workspace_id)
    if event.status in (policy.AVAILABLE, policy.ASYNC_ONLY) and plan_of(event.workspace_id).automatic:
        _backlog(event.workspace_id, event.member)


def changed(event: Event, event_id: int) -> None:
    forget(event, event_id)
    keep_tending(event.workspace_id)


def _place(event: TicketEvent, how: str) -> None:
    args = {"ticket_id": event.ticket, "how": how}
    enqueue("routing.place", args=args, order_key=f"routing:{event.ticket}", workspace_id=event.workspace_id)


def _backlog(workspace_id: int, member_id: int) -> None:
    args = {"workspace_id": workspace_id, "member_id": member_id}
    key = f"routing:backlog:{member_id}"
    enqueue("routing.backlog", args=args, order_key=key, unique_key=key, workspace_id=workspace_id)
