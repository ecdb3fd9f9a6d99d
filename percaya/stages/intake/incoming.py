"""A read message as the ticket takes it: what the channel said, with what intake knows of the sender."""

from dataclasses import dataclass
from typing import Any

from percaya.channels.contract import HandleKind, MessageIn
from percaya.channels.registry import channel
from percaya.core.people.models import Contact, Handle
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.tickets.actions.receiving import Incoming
from percaya.stages.intake.models import Arrival
from percaya.stages.intake.repeats import id_was_used


@dataclass(frozen=True)
class Ready:
    """A message with its files stored: all that the transaction needs."""

    message: MessageIn
    files: tuple[StoredFile, ...]
    own: frozenset[str]  # the workspace's own addresses: never a participant
    alone: bool = True  # nothing of other people stands in the same raw source: it may be shown with the message


def incoming_of(arrival: Arrival, ready: Ready, contact: Contact, handle: Handle, *, is_known: bool) -> Incoming:
    """``is_known``: the sender is one of the ticket's people."""
    message = ready.message
    flags = [*message.warnings]
    if not is_known:
        flags.append("third-party")
    if id_was_used(arrival, message):
        flags.append("reused-id")
    fields = fields_of(arrival, ready)
    if message.sender.verified and channel(arrival.channel).capabilities.sends:
        fields["_proven"] = True
    return Incoming(
        contact_id=contact.pk,
        author_name=message.sender.name or contact.name or handle.value,
        address=(handle.kind, handle.value),
        channel=arrival.channel,
        account_id=arrival.account_id,
        subject=message.subject,
        text=message.text,
        html=message.html,
        quoted_text=message.quoted_text,
        signature=message.signature,
        remote_images=message.remote_images,
        external_id=message.external_id,
        content_digest=message.content_digest,
        in_reply_to=message.thread.external_ids[0] if message.thread.external_ids else "",
        addressed=_addressed(message),
        # A stranger who got hold of a token cannot bring further people into the conversation.
        copies=_copies(message, ready.own) if is_known else (),
        raw_sha=arrival.sha256 if ready.alone else "",
        auto=message.auto.value,
        flags=flags,
        fields=fields,
        files=ready.files,
        at=arrival.received_at,
    )


def fields_of(arrival: Arrival, ready: Ready) -> dict[str, Any]:
    """What the channel said besides words and files, as ``Message.fields`` keeps it."""
    message = ready.message
    fields = dict(message.fields)
    if message.thread.conversation:
        fields["conversation"] = message.thread.conversation
    if message.spam_score:
        fields["_spam"] = {"score": message.spam_score, "evidence": list(message.spam_evidence)}
    if message.auto_evidence:
        fields["_auto"] = message.auto_evidence
    if message.sent_at is not None and channel(arrival.channel).capabilities.conversational:
        # The vendor's clock; one that goes ahead of ours must not promise more time than there is.
        fields["said_at"] = min(message.sent_at, arrival.received_at).isoformat()
    if message.rich:
        fields["rich"] = [{"kind": one.kind.value, "data": dict(one.data)} for one in message.rich]
    if message.quotes:
        fields["quotes"] = message.quotes[:250]
    if message.album:
        fields["album"] = message.album[:120]
    return fields


def _addressed(message: MessageIn) -> dict[str, list[dict[str, str]]]:
    own = (message.sender,) if message.sender.kind == HandleKind.EXTERNAL else ()  # of several ids, the one to answer
    lists = {"to": message.to, "cc": message.cc, "reply_to": message.reply_to, "from": own}
    return {
        key: [{"kind": one.kind.value, "value": one.value, "name": one.name} for one in addresses[:100]]
        for key, addresses in lists.items()
        if addresses
    }


def _copies(message: MessageIn, own: frozenset[str]) -> tuple[tuple[str, str, str], ...]:
    people = [*message.to, *message.cc]
    return tuple(
        (one.kind.value, one.value.lower(), one.name)
        for one in people[:50]
        if one.value and _plain(one.value) not in own and one.value.lower() != message.sender.value.lower()
    )


def _plain(address: str) -> str:
    local, at, domain = address.lower().rpartition("@")
    return f"{local.split('+', 1)[0]}{at}{domain}"
