"""Which channel and account carry an answer, and to which address of the person."""

from django.db.models import Q

from percaya.channels.contract import Address, Channel, HandleKind
from percaya.channels.contract.abilities import Hooked, Polled
from percaya.channels.registry import channel, channels
from percaya.core.people.models import Handle
from percaya.core.people.queries import handles
from percaya.core.prepared import Prepared
from percaya.core.tickets.models import Message, Participant, Ticket
from percaya.core.workspace.models import ChannelAccount

_spoken: Prepared[Message] = Prepared(
    lambda ticket, contact, channel: Message.objects.filter(
        ticket_id=ticket, direction="inbound", channel=channel, auto="", contact_id=contact
    ).order_by("-pk").only("addressed")[:1],
    ticket=int, contact=int, channel=str,
)  # fmt: skip
_named: Prepared[Handle] = Prepared(
    lambda workspace, kind, value: Handle.objects.filter(
        workspace_id=workspace, kind=kind, value=value
    ).order_by("claim")[:1],
    workspace=int, kind=str, value=str,
)  # fmt: skip


def way_out(workspace_id: int, key: str, account: ChannelAccount | None) -> tuple[Channel, ChannelAccount | None]:
    """The channel and account that carry what is said there: its own, or those its channel says replies go through."""
    kind = channel(key)
    if not kind.capabilities.replies_through:
        return kind, account
    kind = channel(kind.capabilities.replies_through)
    rows = ChannelAccount.objects.filter(workspace_id=workspace_id, channel=kind.key, is_active=True)
    preferred = (account.settings.get("replies_from") if account else "") or ""
    return kind, rows.filter(address=preferred).first() or rows.order_by("pk").first()


def recipient(ticket: Ticket, kind: Channel) -> Address | None:
    """Where the customer is reached by this channel: the address they last wrote from in this ticket, else one that we know
    of them. An id that another channel gave is nobody here."""
    if kind.handle_kind != HandleKind.EXTERNAL:
        return _requester(ticket, kind.handle_kind) or _known(ticket, kind)
    return _last_spoken(ticket, kind) or _in_ticket(ticket, kind) or _known(ticket, kind)


def gives_ids(kind: Channel) -> bool:
    """A provider's chat: its people have ids of its own, and nobody else can be written to by it."""
    return kind.handle_kind == HandleKind.EXTERNAL and kind.capabilities.conversational and isinstance(kind, Hooked | Polled)


def handle_of(ticket: Ticket, address: Address) -> Handle | None:
    found = _named.ask(workspace=ticket.workspace_id, kind=address.kind.value, value=address.value)
    return next(iter(found), None)


def _requester(ticket: Ticket, kind: HandleKind) -> Address | None:
    row = Participant.objects.filter(ticket_id=ticket.pk, kind=kind.value, role="requester").first()
    return Address(kind=kind, value=row.value, name=row.name) if row else None


def _last_spoken(ticket: Ticket, kind: Channel) -> Address | None:
    """As the last message of this channel says that it came from there (``addressed["from"]``)."""
    said = next(iter(_spoken.ask(ticket=ticket.pk, contact=ticket.contact_id, channel=kind.key)), None)
    for one in said.addressed.get("from", []) if said else []:
        if one.get("kind") == HandleKind.EXTERNAL and _fits(str(one.get("value", "")), kind):
            return Address(kind=HandleKind.EXTERNAL, value=one["value"], name=one.get("name", ""))
    return None


def _in_ticket(ticket: Ticket, kind: Channel) -> Address | None:
    """Of the customer's ids in this ticket the newest."""
    theirs = Q(contact_id=ticket.contact_id) | Q(role="requester")
    rows = Participant.objects.filter(theirs, ticket_id=ticket.pk, kind=HandleKind.EXTERNAL.value).order_by("-pk")
    found = next((row for row in rows if _fits(row.value, kind)), None)
    return Address(kind=HandleKind.EXTERNAL, value=found.value, name=found.name) if found else None


def _known(ticket: Ticket, kind: Channel) -> Address | None:
    rows = handles(ticket.contact_id).filter(kind=kind.handle_kind.value).order_by("unreachable", "claim", "-id")
    if kind.handle_kind != HandleKind.EXTERNAL:
        rows = rows.order_by("unreachable", "claim", "id")
    found = next((row for row in rows if _fits(row.value, kind)), None)
    return Address(kind=kind.handle_kind, value=found.value, name=ticket.contact.name) if found else None


def _fits(value: str, kind: Channel) -> bool:
    """Vendors' ids are "<channel key>:<id>"; what has no channel's name in front is of the caller's own system."""
    if kind.handle_kind != HandleKind.EXTERNAL:
        return True
    owner, colon, _rest = value.partition(":")
    if colon and owner in channels():
        return owner == kind.key
    return not gives_ids(kind)
