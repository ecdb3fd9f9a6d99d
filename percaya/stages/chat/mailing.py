"""E-mail that carries a chat on: answers that nobody read, and the way back to the conversation that a visitor asked for.

Nothing that the visitor typed is in it: an address anybody can type must not become a stranger's mailbox full of somebody's
words. What people here wrote is, and the link to the conversation.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from percaya.channels.contract import HandleKind
from percaya.channels.registry import channels
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import task
from percaya.core.tickets.actions.carrying_on import carry_on
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.status_links import status_address
from percaya.core.workspace.brands import brand_name
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.chat.actions import unread
from percaya.stages.chat.models import Conversation
from percaya.stages.chat.queries import looked_lately


@task("chat.mail_unread")
def mail_unread(*, ticket_id: int, event_id: int | None = None) -> None:
    """The visitor has not read our answers, even if a page of theirs stands open: they follow by e-mail, each once."""
    rows = Conversation.objects.select_related("visitor", "ticket__workspace", "ticket__contact", "ticket__account")
    for conversation in rows.filter(ticket_id=ticket_id).exclude(visitor__email=""):
        waiting = unread(conversation)
        if waiting and not looked_lately(conversation.visitor):
            _send(conversation, waiting, f"chat-mail:{conversation.pk}:{waiting[-1].pk}")


def mail_link(*, conversation: Conversation, send_key: str) -> bool:
    """What was answered so far, and the link to go on anywhere. ``False`` where no mail can leave or no address is known."""
    said = conversation.ticket.message_set.filter(direction="outbound", auto="").exclude(delivery_state__in=("held", "cancelled"))
    return bool(conversation.visitor.email) and _send(conversation, list(said.order_by("pk")[:50]), send_key)


@transaction.atomic
def _send(conversation: Conversation, said: Sequence[Message], send_key: str) -> bool:
    ticket = conversation.ticket
    account = _mailbox(ticket)
    if account is None:
        return False
    with translation.override(ticket.language if ticket.language in ("id", "en") else "id"):
        words, subject = _words(ticket, said), _subject(ticket)
    carry_on(
        ticket=ticket, text=words, subject=subject, address=("email", conversation.visitor.email.lower()),
        channel=account.channel, account_id=account.pk, send_key=send_key, by=Actor.system(),
    )  # fmt: skip
    if said:
        Conversation.objects.filter(pk=conversation.pk).update(mailed_to=said[-1].pk)
    return True


def _words(ticket: Ticket, said: Sequence[Message]) -> str:
    link = status_address(ticket)
    answers = [f"{message.author_name or ticket.workspace.name}:\n{message.body_text.strip()}" for message in said]
    way = _("Reply to this e-mail, or go on here (the link opens this conversation only):")
    return "\n\n".join([_("From our chat:"), *answers, f"{way}\n{link}"])


def _subject(ticket: Ticket) -> str:
    facts = {"name": brand_name(ticket.account, ticket.workspace), "number": ticket.number}
    return _("Your chat with %(name)s (#%(number)s)") % facts


def _mailbox(ticket: Ticket) -> ChannelAccount | None:
    """The account that the chat names, else the first that carries mail."""
    keys = [key for key, kind in channels().items() if kind.handle_kind is HandleKind.EMAIL and kind.capabilities.sends]
    rows = ChannelAccount.objects.filter(workspace_id=ticket.workspace_id, channel__in=keys, is_active=True).order_by("pk")
    preferred = str(ticket.account.settings.get("replies_from") or "") if ticket.account else ""
    return rows.filter(address=preferred.lower()).first() or rows.first()
