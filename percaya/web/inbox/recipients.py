"""Whom a reply goes to, by default: the person who asked, in copy whoever was. The member sees it before sending."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from percaya.channels.contract import Capabilities, Channel
from percaya.channels.registry import channels
from percaya.core.people.queries import address_for
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.tickets import participants

NOTHING = Capabilities()
MOST = 30


@dataclass(frozen=True)
class Recipients:
    """``to``: (kind, value, name). ``trouble`` says why nobody can be reached; then there is no ``to``."""

    to: Sequence[tuple[str, str, str]]
    cc: Sequence[str]
    trouble: str = ""


def reply_channel(ticket: Ticket) -> Channel | None:
    """The channel that carries replies: the ticket's own, or the one it sends through."""
    own = channels().get(ticket.channel)
    if own is None or own.capabilities.sends:
        return own
    return channels().get(own.capabilities.replies_through)


def recipients(ticket: Ticket) -> Recipients:
    channel = reply_channel(ticket)
    if channel is None:
        return Recipients((), (), _("Replies cannot be sent on this channel. You can still write notes."))
    kind = str(channel.handle_kind)
    people = [one for one in participants(ticket) if one.kind == kind]
    to = [(one.kind, one.value, one.name) for one in people if one.role == "requester"][:1]
    if not to and (handle := address_for(ticket.contact_id, kind)):
        to = [(handle.kind, handle.value, ticket.contact.name)]
    if not to:
        return Recipients((), (), _("We know no address of this customer for replies. You can still write notes."))
    cc = [one.value for one in people if one.role == "cc"] if channel.capabilities.copies else []
    return Recipients(to, cc)


def addresses(text: str) -> list[str]:
    """Addresses typed into a Cc field, in order, once each. Raises ``ValidationError`` that names the wrong one."""
    found: dict[str, None] = {}
    for word in text.replace(";", ",").replace("\n", ",").split(","):
        word = word.strip().lower()
        if not word:
            continue
        try:
            validate_email(word)
        except ValidationError:
            wrong = _("“%(value)s” is not an e-mail address. Nothing was sent; your text is safe.") % {"value": word}
            raise ValidationError(wrong) from None
        found[word] = None
    if len(found) > MOST:
        raise ValidationError(_("At most %(count)s people can be in copy.") % {"count": MOST})
    return list(found)
