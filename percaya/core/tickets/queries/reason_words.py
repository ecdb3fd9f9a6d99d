"""The sentences of "Why is it here?" that no event carries itself."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from percaya.core.people.models import Handle
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.machine_words import machine_word
from percaya.core.tickets.queries.sentences import priority_word


def came_in(door: str, channel: str, account: str) -> str:
    """The first message came through a door of ours."""
    named = {
        "imap": _("fetched from the mailbox"),
        "smtp": _("delivered to our mail server"),
        "lmtp": _("delivered to our mail server"),
        "pipe": _("handed over by the mail server"),
        "http": _("handed over by the provider"),
        "hook": _("handed over by the provider"),
        "poll": _("fetched from the provider"),
        "form": _("sent with a form"),
        "api": _("sent by the API"),
    }.get(door, door)
    if account:
        return _("The customer's message came in on “%(account)s”, %(door)s.") % {"account": account, "door": named}
    return _("The customer's message came in by %(channel)s, %(door)s.") % {"channel": channel, "door": named}


def opened_by(actor: str, kind: str, channel: str, account: str) -> str:
    """Nothing came through a door: a colleague, an integration or the customer opened it here."""
    if kind == "contact":
        return _("The customer wrote on “%(account)s”.") % {"account": account or channel}
    if account:
        return _("%(name)s opened it, to write from “%(account)s”.") % {"name": actor, "account": account}
    return _("%(name)s opened it.") % {"name": actor}


def person_by_hand(name: str) -> str:
    return _("%(name)s was chosen by who opened it.") % {"name": name or _("The customer")}


def person(name: str, address: str, handle: Handle | None) -> str:
    facts = {"name": name or _("The customer"), "address": address}
    if handle is None:
        return _("It came from %(address)s, which is no longer an address of %(name)s.") % facts
    if handle.claim:
        return _("%(name)s was found by %(address)s. The address was only typed in, so it is not proven to be theirs.") % facts
    return _("%(name)s was found by %(address)s. The channel vouches for the address: answers go there.") % facts


def threaded(evidence: str, count: int) -> str:
    """Why so many messages are in this ticket."""
    table = {
        "new": ngettext(
            "%(count)s message began it: nothing in it named an earlier ticket.",
            "%(count)s messages began it: nothing in them named an earlier ticket.",
            count,
        ),
        "follow-up": ngettext(
            "%(count)s message answered a closed ticket, so this one continues it.",
            "%(count)s messages answered a closed ticket, so this one continues it.",
            count,
        ),
        "token": ngettext(
            "%(count)s message carried the signed mark of our own answer in this ticket.",
            "%(count)s messages carried the signed mark of our own answers in this ticket.",
            count,
        ),
        "message-id": ngettext(
            "%(count)s message answered one of this ticket and came from somebody who takes part.",
            "%(count)s messages answered one of this ticket and came from people who take part.",
            count,
        ),
        "conversation": ngettext(
            "%(count)s message belongs to the same conversation on the channel.",
            "%(count)s messages belong to the same conversation on the channel.",
            count,
        ),
        "running": ngettext(
            "%(count)s message came while this was the customer's running conversation.",
            "%(count)s messages came while this was the customer's running conversation.",
            count,
        ),
        "here": ngettext(
            "%(count)s message was written into this ticket itself.",
            "%(count)s messages were written into this ticket itself.",
            count,
        ),
    }
    other = ngettext(
        "%(count)s message came before the evidence was written down.",
        "%(count)s messages came before the evidence was written down.",
        count,
    )
    return table.get(evidence, other) % {"count": count}


def reason(key: str) -> str:
    """The ``reason`` of a change of state."""
    return {
        "customer_reply": _("the customer wrote"),
        "reply": _("an answer was sent"),
        "customer_confirmed": _("the customer said it is solved"),
        "customer_disputed": _("the customer said it is not solved"),
        "undo": _("it was taken back"),
        "timer": _("the time had come"),
        "delivery_failed": _("an answer did not arrive"),
        "member": "",
    }.get(key, "")


def owed(kind: str, since: str, due: str) -> str:
    """What a ticket owes next; ``since`` is when the customer began to wait, "" when nobody does."""
    if kind == "resolution" or not since:
        return _("Next we owe: %(what)s, by %(due)s.") % {"what": machine_word(kind), "due": due}
    return _("The customer waits since %(since)s. We owe: %(what)s, by %(due)s.") % {
        "since": since,
        "what": machine_word(kind),
        "due": due,
    }


def rank(ticket: Ticket, when: Callable[[datetime], str]) -> list[str]:
    """The urgency key in words: what is due first, then priority, then the longest wait."""
    if not ticket.is_open:
        return [_("It is in no working list: it is solved, closed, spam or merged away.")]
    owed = min(filter(None, (ticket.due_at, ticket.promise_due_at)), default=None)
    first = (
        _("First by what is due: %(when)s. Whatever is due earlier stands above it.") % {"when": when(owed)}
        if owed
        else _("Nothing is due here, so everything with a due time stands above it.")
    )
    second = _("Among equals by priority: %(priority)s.") % {"priority": priority_word(ticket.priority)}
    if ticket.waiting_since is None:
        return [first, second, _("Nobody waits, so those who wait go before.")]
    return [first, second, _("Then by the longest wait: since %(when)s.") % {"when": when(ticket.waiting_since)}]
