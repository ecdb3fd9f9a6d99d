"""The tables of tickets: the ticket, its messages, what hangs on it, and what members have of it."""

from percaya.core.tickets.models.around import (
    ChecklistItem,
    FieldValue,
    Label,
    LinkKind,
    Participant,
    TicketLabel,
    TicketLink,
    TimeSpent,
)
from percaya.core.tickets.models.joining import Joining, JoiningKind
from percaya.core.tickets.models.message import Attachment, Delivery, Direction, Message
from percaya.core.tickets.models.of_members import Draft, Mention, Seen, TicketFollower
from percaya.core.tickets.models.ticket import Priority, Shelf, State, Ticket
from percaya.core.tickets.models.updates import NextUpdate

__all__ = [
    "Attachment",
    "ChecklistItem",
    "Delivery",
    "Direction",
    "Draft",
    "FieldValue",
    "Joining",
    "JoiningKind",
    "Label",
    "LinkKind",
    "Mention",
    "Message",
    "NextUpdate",
    "Participant",
    "Priority",
    "Seen",
    "Shelf",
    "State",
    "Ticket",
    "TicketFollower",
    "TicketLabel",
    "TicketLink",
    "TimeSpent",
]
