"""What the desk does when something happens to a ticket."""

from percaya.core.desk.actions.running import apply_steps
from percaya.core.desk.steps import Step, read
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.scheduling import leave_steps
from percaya.core.tickets.events import ReplyStepsDue
from percaya.core.tickets.models import Message


def do_what_goes_along(event: ReplyStepsDue, event_id: int) -> None:
    """Do the steps of a macro that waited for their reply to leave, each by itself: the reply is out, and one that is no longer
    possible must not keep the others (or the reply) back. What is left undone is said in the ticket's story."""
    message = Message.objects.select_related("member", "ticket__workspace").get(pk=event.message)
    steps = read(message.fields.get("deeds", []))
    if event.overtaken:
        leave_steps(message=message, what=[step.do for step in steps], reason="spoken")
    elif left := [step.do for step in steps if not _done(step, message)]:
        leave_steps(message=message, what=left, reason="refused")


def _done(step: Step, message: Message) -> bool:
    if message.member is None:  # the steps are those of a member's macro; whose they were is not known any more
        return False
    try:
        apply_steps(ticket=message.ticket, steps=[step], member=message.member, by=Actor.member(message.member.pk))
    except Refused:
        return False
    return True
