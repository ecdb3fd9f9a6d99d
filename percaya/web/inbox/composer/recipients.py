"""Whom a reply goes to: by default the person who asked, in copy whoever was; or whom else the member chooses of the customer's
addresses and the ticket's people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from percaya.channels.contract import Capabilities, Channel
from percaya.channels.registry import channels
from percaya.core.people.models import Handle
from percaya.core.people.queries import handles
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.tickets import participants
from percaya.web.people.shown import address_text, way_text

NOTHING = Capabilities()
MOST = 30


@dataclass(frozen=True)
class Choice:
    """Somebody a reply may go to. ``key`` is what a form says: "" for whom it goes to anyway, else the address."""

    kind: str
    value: str
    name: str
    is_customer: bool
    key: str = ""

    @property
    def text(self) -> str:
        return address_text(self.kind, self.value)


@dataclass(frozen=True)
class Recipients:
    """``to``: (kind, value, name). ``trouble`` says why nobody can be reached; then there is no ``to``. ``choices``: whom else
    one may choose, the usual one first; empty where there is no choice. ``handles``: the customer's, when they were asked for."""

    to: Sequence[tuple[str, str, str]]
    cc: Sequence[str]
    trouble: str = ""
    choices: Sequence[Choice] = ()
    handles: Sequence[Handle] | None = None

    @property
    def said(self) -> list[tuple[str, str]]:
        """(who, the address beside it, "" where a name says it all) of those it goes to."""
        return [
            (name, "" if kind == "external" else address_text(kind, value)) if name and name != value else (way_text(value), "")
            for kind, value, name in self.to
        ]


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
    people = [one for one in participants(ticket) if one.kind == kind and _fits(one.value, channel)]
    known = list(handles(ticket.contact_id))
    own = sorted(
        (one for one in known if one.kind == kind and _fits(one.value, channel)),
        key=lambda one: (one.unreachable, one.claim, one.pk),
    )
    found = [Choice(kind, one.value, one.name or ticket.contact.name, True) for one in people if one.role == "requester"]
    found += [Choice(kind, one.value, ticket.contact.name, True) for one in own if not one.unreachable or not found]
    if not found:
        return Recipients((), (), _("We know no address of this customer for replies. You can still write notes."), (), known)
    found += [Choice(kind, one.value, one.name, one.contact_id == ticket.contact_id) for one in people]
    cc = [one.value for one in people if one.role == "cc"] if channel.capabilities.copies else []
    return Recipients([(kind, found[0].value, found[0].name)], cc, "", _choices(found), known)


def _fits(value: str, channel: Channel) -> bool:
    """Vendors' ids are "<channel key>:<id>": what another channel gave is nobody here."""
    owner = value.partition(":")[0] if channel.handle_kind == "external" else ""
    return owner == channel.key or owner not in channels()


def _choices(found: Sequence[Choice]) -> list[Choice]:
    """Each address once, keyed. What a channel calls a person by itself ("external") is nothing to choose by."""
    once = {one.value: one for one in reversed(found)}
    if len(once) < 2 or found[0].kind == "external":
        return []
    rest = [replace(one, key=one.value) for value, one in reversed(once.items()) if value != found[0].value]
    return [found[0], *sorted(rest, key=lambda one: not one.is_customer)]


def aimed(people: Recipients, wanted: str) -> tuple[Sequence[tuple[str, str, str]], bool]:
    """Whom a form's ``to`` means, and whether that is the customer. Raises ``Refused`` for an address of nobody here."""
    if not wanted.strip():
        return people.to, True
    for one in people.choices:
        if one.value == wanted.strip():
            return [(one.kind, one.value, one.name)], one.is_customer
    why = _("%(value)s is neither an address of this customer nor of anyone in this ticket. Nothing was sent; your text is safe.")
    raise Refused(why % {"value": wanted.strip()[:80]})


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
