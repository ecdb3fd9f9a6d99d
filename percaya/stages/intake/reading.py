"""Having an arrival read by its channel, its files stored: all that can be done before a transaction begins."""

from dataclasses import replace

from percaya.channels.contract import AttachmentIn, MessageIn, RawArrival, Reading, Unreadable
from percaya.channels.registry import channel
from percaya.core.journal.blobs import store
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.workspace.queries import facts, own_addresses
from percaya.stages.intake.incoming import Ready
from percaya.stages.intake.introducing import named
from percaya.stages.intake.media import waiting_file
from percaya.stages.intake.models import Arrival


def read_arrival(arrival: Arrival) -> Reading:
    """What it says. Raises ``Unreadable``, whatever a defective channel raises, and what the disk does."""
    if arrival.account is None:
        raise Unreadable("no-account", "The channel this came in through has been removed.")
    raw = RawArrival(
        raw=store().read(arrival.sha256),
        door=arrival.door,
        received_at=arrival.received_at,
        mail_from=arrival.mail_from,
        rcpt_to=tuple(arrival.rcpt_to),
        remote=arrival.remote,
    )
    return channel(arrival.channel).read(raw, facts(arrival.account))


def ready_messages(arrival: Arrival, reading: Reading) -> list[Ready]:
    own = frozenset(own_addresses(arrival.workspace_id)) if arrival.account and reading.messages else frozenset()
    alone = len(reading.messages) == 1
    messages = named(arrival.account, reading.messages)
    return [Ready(_with_quoted(message), _stored(message), own, alone) for message in messages]


def _with_quoted(message: MessageIn) -> MessageIn:
    """The very message that somebody answers is the nearest evidence of where their words belong."""
    if not message.quotes or message.quotes in message.thread.external_ids:
        return message
    return replace(message, thread=replace(message.thread, external_ids=(message.quotes, *message.thread.external_ids)))


def _stored(message: MessageIn) -> tuple[StoredFile, ...]:
    return tuple(waiting_file(file) if file.fetch is not None else _kept(file) for file in message.attachments)


def _kept(file: AttachmentIn) -> StoredFile:
    return StoredFile(
        name=file.name,
        size=len(file.content),
        content_type=file.content_type,
        declared_type=file.declared_type,
        sha256=store().put(file.content),
        kind=file.kind.value,
        content_id=file.content_id,
        note=file.note,
        details=dict(file.details),
    )
