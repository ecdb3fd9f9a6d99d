"""Meeting visitors, tying tickets to them, noting what they have heard, and telling their pages to look again."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.bus import Signal, bus
from percaya.core.people.actions.contacts import add_handle
from percaya.core.people.models import Handle
from percaya.core.prepared import Prepared
from percaya.core.tickets.actions.deliveries import mark_delivery
from percaya.core.tickets.models import Delivery, Message, Ticket
from percaya.core.tickets.queries.audience import said_with_customer
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.chat.models import Conversation, Visitor
from percaya.stages.chat.queries import TYPING, typing_key
from percaya.stages.chat.streams import holds_stream

SEEN_EVERY = timedelta(seconds=20)  # how exactly presence is kept, to spare writes


def meet(
    *,
    account: ChannelAccount,
    key: str,
    known: Visitor | None = None,
    is_signed: bool = False,
    name: str = "",
    email: str = "",
    phone: str = "",
    language: str = "",
    page: str = "",
) -> Visitor:
    """The visitor of that key (``known`` to the caller, it may be), made when new. What they tell fills blanks; it never replaces
    what is known, and nothing is written where nothing is new."""
    now = timezone.now()
    told = {"name": name[:160], "email": email[:254], "phone": phone[:40], "language": language[:5]}
    fresh = {**told, "workspace_id": account.workspace_id, "is_signed": is_signed, "page": page[:1000]}
    defaults = {**fresh, "last_seen_at": now, "created_at": now}
    visitor, is_new = (known, False) if known else Visitor.objects.get_or_create(account=account, key=key, defaults=defaults)
    news = {field: value for field, value in told.items() if value and not getattr(visitor, field)}
    if visitor.page != page[:1000]:
        news["page"] = page[:1000]
    if not is_new and (news or now - visitor.last_seen_at > SEEN_EVERY):
        for field, value in news.items():
            setattr(visitor, field, value)
        visitor.last_seen_at = now
        visitor.save(update_fields=[*news, "last_seen_at"])
    return visitor


def notice(*, visitor: Visitor, page: str | None = None) -> bool:
    """They are there now, and (if they let us) on that page. Presence, not history: nothing is recorded. Where an open stream
    says it, nothing is written. True when they are on another page than before."""
    now = timezone.now()
    moved = page is not None and page[:1000] != visitor.page
    if moved or (now - visitor.last_seen_at > SEEN_EVERY and not holds_stream(visitor.pk)):
        visitor.last_seen_at = now
        visitor.page = page[:1000] if page is not None else visitor.page
        visitor.save(update_fields=["last_seen_at", "page"])
    return moved


def note_typing(*, ticket: Ticket) -> bool:
    """The visitor writes. True when that is news, of which the desk is to be told."""
    key = typing_key(ticket.pk)
    if cache.add(key, True, timeout=TYPING):
        return True
    cache.touch(key, TYPING)
    return False


def tie(*, visitor: Visitor, ticket: Ticket) -> None:
    """The visitor has written in this ticket and may see it. What they gave as address becomes a claim of their contact."""
    if not _tied.ask(visitor=visitor.pk, ticket=ticket.pk):
        _tie(visitor, ticket)


@transaction.atomic
def _tie(visitor: Visitor, ticket: Ticket) -> None:
    _conversation, is_new = Conversation.objects.get_or_create(
        visitor=visitor, ticket=ticket, defaults={"workspace_id": visitor.workspace_id}
    )
    if not is_new:
        return
    for kind, value in (("email", visitor.email), ("phone", visitor.phone)):
        if value and not Handle.objects.filter(contact_id=ticket.contact_id, kind=kind, value=value).exists():
            _claim(ticket, kind, value)


def hear(*, visitor: Visitor, ticket: Ticket, up_to: int, is_read: bool) -> int:
    """The visitor's page has our messages up to that one, or the visitor has seen them. How many that was news of."""
    wanted = Delivery.READ if is_read else Delivery.DELIVERED
    if ticket.merged_into_id:
        rows = list(_to_hear(ticket, up_to, is_read))
    else:
        rows = (_unread if is_read else _undelivered).ask(ticket=ticket.pk, contact=ticket.contact_id, up_to=up_to)
    by = Actor.contact(ticket.contact_id)
    return sum(mark_delivery(message=message, state=wanted, by=by) for message in rows)


def _to_hear(ticket: Ticket, up_to: int, is_read: bool) -> QuerySet[Message]:
    states = [Delivery.QUEUED, Delivery.UNKNOWN, Delivery.SENT, *([Delivery.DELIVERED] if is_read else [])]
    rows = said_with_customer(ticket).filter(pk__lte=up_to, direction="outbound", auto="", delivery_state__in=states)
    return rows.order_by("pk")[:50]


_unread: Prepared[Message] = Prepared(
    lambda ticket, contact, up_to: _to_hear(Ticket(pk=ticket, contact_id=contact), up_to, is_read=True),
    ticket=int, contact=int, up_to=int,
)  # fmt: skip
_undelivered: Prepared[Message] = Prepared(
    lambda ticket, contact, up_to: _to_hear(Ticket(pk=ticket, contact_id=contact), up_to, is_read=False),
    ticket=int, contact=int, up_to=int,
)  # fmt: skip
_tied: Prepared[Conversation] = Prepared(
    lambda visitor, ticket: Conversation.objects.filter(visitor_id=visitor, ticket_id=ticket), visitor=int, ticket=int
)
_talking: Prepared[Conversation] = Prepared(lambda ticket: Conversation.objects.filter(ticket_id=ticket), ticket=int)


def tell(*, ticket: Ticket, kind: str = "talk") -> None:
    """After the commit, the pages of those who may see the ticket look again, unless they show it as it is then. No content goes
    over that wire."""
    visitors = [each.visitor_id for each in _talking.ask(ticket=ticket.pk)]
    known = {"ticket": ticket.number, "version": ticket.version}
    if visitors:
        transaction.on_commit(lambda: _publish(visitors, kind, known))


def tell_desk(visitors: Iterable[int]) -> None:
    """They came or went, or are on another page: whoever has an open ticket of theirs before them looks who is there."""
    rows = Conversation.objects.filter(visitor_id__in=list(visitors), ticket__is_open=1)
    for ticket, number in rows.values_list("ticket_id", "ticket__number"):
        bus().publish(Signal(topic=f"t{ticket}", kind="presence", data={"ticket": number}))


def unread(conversation: Conversation) -> list[Message]:
    """What people here wrote and the visitor has not read, after what was mailed to them."""
    rows = said_with_customer(conversation.ticket).filter(direction="outbound", auto="", pk__gt=conversation.mailed_to)
    return list(rows.filter(delivery_state__in=(Delivery.SENT, Delivery.DELIVERED)).order_by("pk")[:20])


def _claim(ticket: Ticket, kind: str, value: str) -> None:
    try:
        with transaction.atomic():
            add_handle(contact=ticket.contact, kind=kind, value=value, claim=ticket.channel, by=Actor.system())
    except ValidationError:  # no address, or claimed by another visitor before: a person decides what belongs together
        return


def _publish(visitors: list[int], kind: str, known: dict[str, int]) -> None:
    for pk in visitors:
        bus().publish(Signal(topic=f"v{pk}", kind=kind, data=known))
