"""What a member chooses from when a ticket is split."""

from percaya.core.tickets.models import Message, Ticket

_SHOWN = 30


def choices(ticket: Ticket, chosen: int = 0) -> list[Message]:
    """The chosen message and those after it, or the last ones; oldest first."""
    rows = Message.objects.filter(ticket=ticket).exclude(auto="auto-reply").order_by("created_at", "pk")
    if chosen:
        rows = rows.filter(pk__in=following(ticket, chosen))
        return list(rows[:_SHOWN])
    return list(rows.reverse()[:_SHOWN])[::-1]


def following(ticket: Ticket, message_id: int) -> list[int]:
    """The message and all after it in the order of time; nothing for a message of another ticket."""
    first = Message.objects.filter(ticket=ticket, pk=message_id).values_list("created_at", flat=True).first()
    if first is None:
        return []
    rows = Message.objects.filter(ticket=ticket, created_at__gte=first).exclude(created_at=first, pk__lt=message_id)
    return list(rows.order_by("created_at", "pk").values_list("pk", flat=True))
