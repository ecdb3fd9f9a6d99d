"""How long the customer of a ticket may still be answered freely, as the composer shows it."""

from dataclasses import dataclass
from datetime import datetime

from percaya.channels.contract import Capabilities
from percaya.core.tickets.models import Ticket
from percaya.stages.delivery.queries import reply_window
from percaya.web.inbox.composer.recipients import Recipients


@dataclass(frozen=True)
class Standing:
    """``state``: "" where the channel has no window, "open", "people" (only what a person types may go), "closed", or
    "held" (another app of the business holds the talk; it may be taken over).
    ``until``: when that ends; when it was closed, since when; ``None`` where the customer never wrote."""

    state: str = ""
    until: datetime | None = None

    @property
    def may_write(self) -> bool:
        return self.state not in ("closed", "held")


def standing(ticket: Ticket, can: Capabilities) -> Standing:
    """One statement where the channel has a window, none elsewhere."""
    window = reply_window(ticket=ticket) if can.reply_window_hours is not None else None
    if window is None:
        return Standing()
    if window.held_by:
        return Standing("held")
    if window.is_open:
        return Standing("open", window.closes_at)
    return Standing("people", window.human_until) if window.is_open_to_people else Standing("closed", window.human_until)


def unreachable(people: Recipients, can: Capabilities) -> str:
    """Why the last message did not reach the customer, in a sentence; "" when nothing speaks against it."""
    if not can.conversational or not people.to or people.handles is None:
        return ""
    there = {(kind, value) for kind, value, _name in people.to}
    return next((one.unreachable for one in people.handles if (one.kind, one.value) in there), "")
