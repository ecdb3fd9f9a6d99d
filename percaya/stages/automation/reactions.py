"""What rules do when something happens: a look into a cache, and one job when any rule waits for it."""

from percaya.core.journal.jobs import enqueue
from percaya.core.tickets.events import SubjectChanged, TicketEvent
from percaya.stages.automation import rulebook
from percaya.stages.automation.events import RuleChanged


def consider(event: TicketEvent, event_id: int) -> None:
    """The rules are asked in a job, ticket by ticket in order: an event never waits for them."""
    if event.kind in rulebook.awaited(event.workspace_id):
        order = f"rules:{event.ticket}"
        enqueue("automation.run", args={"event_id": event_id}, order_key=order, workspace_id=event.workspace_id)


def named(event: SubjectChanged, event_id: int) -> None:
    """A chat says what it is about: rules of its opening are asked again. Any other change of a subject sets nothing off."""
    if event.named:
        consider(event, event_id)


def forget(event: RuleChanged, event_id: int) -> None:
    rulebook.forget(event.workspace_id)
