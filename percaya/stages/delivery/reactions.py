"""What delivery does when a reply was written: put it into the outbox, in the same transaction."""

from percaya.core.journal.jobs import engine, enqueue
from percaya.core.tickets.events import MessageForwarded, ReplyCancelled, ReplyWritten


def queue_reply(event: ReplyWritten | MessageForwarded, event_id: int) -> None:
    """Send it when its undo window has passed; the replies of one ticket leave in their order."""
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
