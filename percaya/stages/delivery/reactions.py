"""What delivery does when a reply was written: put it into the outbox, in the same transaction."""

from django.utils import timezone

from percaya.core.journal.jobs import engine, enqueue
from percaya.core.tickets.events import MessageForwarded, ReplyCancelled, ReplyWritten
from percaya.stages.delivery.in_place import put_at_once


def queue_reply(event: ReplyWritten | MessageForwarded, event_id: int) -> None:
    """Send it when its undo window has passed; the replies of one ticket leave in their order. What only has to stand where the
    customer looks stands there at once."""
    if isinstance(event, ReplyWritten) and event.send_after <= timezone.now() and put_at_once(event.message):
        return
    enqueue(
        "delivery.send",
        args={"message_id": event.message, "event_id": event_id},
        order_key=f"ticket:{event.ticket}",
        unique_key=f"send:{event.message}",
        run_at=event.send_after,
        workspace_id=event.workspace_id,
    )


def unqueue_reply(event: ReplyCancelled, event_id: int) -> None:
    engine().cancel(f"send:{event.message}")
