"""Time passes in a shop: what the followers and the timers of honest time do then, and what its customers were told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from percaya.core.journal.models import Alarm, EventRow
from percaya.core.tickets.models import Message, Ticket
from percaya.stages.forecast.actions.watching import watch
from percaya.stages.forecast.reactions import follow
from percaya.stages.notices.telling import tell

JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY = datetime(2026, 2, 2, 9, tzinfo=JAKARTA)  # the shop works from 8 to 17


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-02-{text}").replace(tzinfo=JAKARTA)


def pass_on() -> None:
    """What the followers and the timers do: everything is heard again, and what is due rings."""
    follow(list(EventRow.objects.order_by("id")))
    due = Alarm.objects.filter(kind="forecast.watch", due_at__lte=timezone.now())
    rung = list(due.order_by("due_at").values_list("args", flat=True))
    due.delete()
    for args in rung:
        watch(**args)
    tell(list(EventRow.objects.order_by("id")))


def told(ticket: Ticket) -> list[str]:
    """What the customer was told by itself; not its receipt."""
    rows = Message.objects.filter(ticket=ticket, auto="auto-reply", body_text__contains="paling lambat").order_by("pk")
    return [text for text in rows.values_list("body_text", flat=True) if "mohon maaf" in text]
