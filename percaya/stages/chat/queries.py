"""Reads of live chats that pages share."""

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from percaya.channels.registry import channels
from percaya.core.prepared import Prepared
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.chat.models import Visitor
from percaya.stages.chat.streams import HERE, holds_stream, left_at

MOST = 10  # conversations of one visitor that are offered to them
TYPING = 8  # seconds for which a sign of writing counts


def is_live(channel_key: str) -> bool:
    """Whether the customer of such a ticket sits at the other end."""
    kind = channels().get(channel_key)
    return kind is not None and kind.capabilities.live


def tickets_of(visitor: Visitor) -> QuerySet[Ticket]:
    """The visitor's own conversations, the newest first: the only door to tickets that a visitor has."""
    rows = Ticket.objects.filter(workspace_id=visitor.workspace_id, conversation__visitor=visitor, is_spam=False)
    return rows.select_related("workspace", "contact", "assignee", "team", "merged_into").order_by("-pk")


def latest_of(visitor: Visitor, most: int = MOST) -> list[Ticket]:
    """The newest of them, ``MOST`` at the most; one statement."""
    return _latest.ask(workspace=visitor.workspace_id, visitor=visitor.pk)[:most]


def current(visitor: Visitor | None) -> Ticket | None:
    """The conversation that goes on."""
    return next(iter(latest_of(visitor, 1)), None) if visitor else None


def account_of(ticket: Ticket) -> ChannelAccount | None:
    """The live chat through which it came."""
    return next(iter(_account.ask(account=ticket.account_id)), None) if ticket.account_id else None


def visitor_of(account_id: int, key: str) -> Visitor | None:
    return next(iter(_keyed.ask(account=account_id, key=key)), None)


_latest: Prepared[Ticket] = Prepared(
    lambda workspace, visitor: tickets_of(Visitor(pk=visitor, workspace_id=workspace))[:MOST], workspace=int, visitor=int
)
_account: Prepared[ChannelAccount] = Prepared(lambda account: ChannelAccount.objects.filter(pk=account), account=int)
_keyed: Prepared[Visitor] = Prepared(
    lambda account, key: Visitor.objects.filter(account_id=account, key=key), account=int, key=str
)


def visitor_at(ticket: Ticket) -> Visitor | None:
    """Who of a live ticket was there last."""
    if not is_live(ticket.channel):
        return None
    return Visitor.objects.filter(conversation__ticket=ticket).order_by("-last_seen_at").first()


def is_here(visitor: Visitor) -> bool:
    """A page of theirs holds a stream; or one without a stream asked for something lately, and no stream ended since."""
    return holds_stream(visitor.pk) or (looked_lately(visitor) and visitor.last_seen_at.timestamp() > left_at(visitor.pk))


def looked_lately(visitor: Visitor) -> bool:
    """They did something themselves. A page that merely stands open in the background is not meant."""
    return timezone.now() - visitor.last_seen_at < HERE


def typing_key(ticket_id: int) -> str:
    return f"chat-typing:{ticket_id}"


def is_typing(ticket_id: int) -> bool:
    """The visitor of this ticket is writing just now. What they write is not known here before they send it."""
    return bool(cache.get(typing_key(ticket_id)))


def present(ticket: Ticket) -> list[tuple[str, str]]:
    """(name, viewing or typing) of a live ticket's visitor while they are there; with the page they let us see."""
    visitor = visitor_at(ticket)
    if visitor is None or not is_here(visitor):
        return []
    path = "/" + visitor.page.split("/", 3)[3] if visitor.page.count("/") > 2 else ""
    name = visitor.name or ticket.contact.name or "?"
    return [(f"{name} · {path}" if path else name, "typing" if is_typing(ticket.pk) else "viewing")]
