"""What the page of a ticket knows of who reads it and by which addresses, whether a link or a session opened it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from percaya.core.people.models import Contact, Handle
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Workspace


@dataclass(frozen=True)
class Reader:
    """Who reads. ``handle``: the address by which they came; ``None`` by the ticket's own link, which is the requester's."""

    contact: Contact
    handle: Handle | None = None
    is_requester: bool = True


@dataclass(frozen=True)
class Ways:
    """The addresses of the page and of what can be done on it."""

    prefix: str  # "" under /s/, "my_" in the portal
    args: tuple[str | int, ...]

    def to(self, name: str, *more: str) -> str:
        return reverse(f"portal:{self.prefix}{name}", args=[*self.args, *more])

    @property
    def is_inside(self) -> bool:
        return bool(self.prefix)


class TicketRequest(HttpRequest):
    """What a guarded view of one ticket gets."""

    ticket: Ticket
    workspace: Workspace
    reader: Reader
    ways: Ways


def done(request: TicketRequest, what: str) -> HttpResponse:
    """Back to the page, which says what was done."""
    address = request.ways.to("status")
    return HttpResponseRedirect(f"{address}?done={what}#news" if what else address)
