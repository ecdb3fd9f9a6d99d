"""Reading an arrival: parse outside, then one short transaction that finds the person, threads and records."""

import structlog
from django.db import transaction
from django.utils import timezone

from percaya.channels.contract import AutoKind, Channel, MessageIn, RawArrival, Reading, Unreadable
from percaya.channels.registry import channel
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.blobs import store
from percaya.core.journal.jobs import task
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.people.models import Contact, Handle
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.tickets.actions.opening import open_ticket
from percaya.core.tickets.actions.receiving import receive_message
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.naming import name_from
from percaya.core.workspace.actions.accounts import report_traffic
from percaya.core.workspace.queries import facts
from percaya.core.written import update
from percaya.stages.intake.events import ArrivalProcessed, ArrivalQuarantined
from percaya.stages.intake.incoming import Ready, incoming_of
from percaya.stages.intake.models import Arrival, ArrivalState
from percaya.stages.intake.receipts import note_receipt
from percaya.stages.intake.repeats import nameless_repeat_of, repeat_of
from percaya.stages.intake.threading import Place, place

log = structlog.get_logger(__name__)


@task("intake.process", queue="inbound", attempts=12)
def process(*, arrival_id: int, event_id: int | None = None) -> Arrival:
    """Read an arrival, once. What cannot be read goes to quarantine with its reason; a failure of ours (disk, database)
    is raised, so that the job comes back."""
    arrival = Arrival.objects.select_related("account", "account__workspace").get(pk=arrival_id)
    if arrival.state != ArrivalState.ACCEPTED:
        return arrival
    try:
        reading, ready = _read(arrival)
    except Unreadable as unreadable:
        return _quarantine(arrival, unreadable.reason, unreadable.detail)
    except (OSError, MemoryError):
        raise
    except Exception as defect:
        log.exception("arrival_unread", arrival=arrival.pk)
        return _quarantine(arrival, "defect", f"Reading failed: {type(defect).__name__}. The raw source is safe.")
    return _take(arrival, reading, ready)


def _read(arrival: Arrival) -> tuple[Reading, list[Ready]]:
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
    account = facts(arrival.account)
    reading = channel(arrival.channel).read(raw, account)
    own = frozenset(account.own_addresses)
    return reading, [Ready(message, _stored(message), own) for message in reading.messages]


def _stored(message: MessageIn) -> tuple[StoredFile, ...]:
    return tuple(
        StoredFile(
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
        for file in message.attachments
    )


@transaction.atomic
def _take(arrival: Arrival, reading: Reading, ready: list[Ready]) -> Arrival:
    mine = Arrival.objects.filter(pk=arrival.pk, state=ArrivalState.ACCEPTED).update(state=ArrivalState.PROCESSED)
    if not mine or arrival.account is None:  # another worker was quicker
        arrival.refresh_from_db()
        return arrival
    for receipt in reading.receipts:
        note_receipt(arrival, receipt)
    arrival.state = ArrivalState.PROCESSED if reading.receipts or ready else ArrivalState.IGNORED
    arrival.reason = reading.ignored[:40]
    why: dict[str, str] = {}
    for one in ready:
        why = _take_message(arrival, one) or why
    arrival.processed_at = timezone.now()
    update(arrival)
    event = ArrivalProcessed(
        workspace_id=arrival.workspace_id,
        arrival=arrival.pk,
        state=arrival.state,
        ticket=arrival.ticket_id,
        message=arrival.message_id,
        **why,
    )
    record(event, by=Actor.system())
    report_traffic(arrival.account.pk, inbound=True)
    return arrival


def _take_message(arrival: Arrival, ready: Ready) -> dict[str, str]:
    """Why it is where it is now (``ArrivalProcessed``); nothing for what is not taken."""
    message = ready.message
    if message.auto == AutoKind.OWN_LOOP:
        arrival.state, arrival.reason = ArrivalState.IGNORED, "own-loop"
        return {}
    if repeated := repeat_of(arrival, message):
        _note_repeat(arrival, repeated)
        return {}
    kind = channel(arrival.channel)
    contact, handle = _person(arrival, message, kind)
    if repeated := nameless_repeat_of(arrival, message, contact):
        _note_repeat(arrival, repeated)
        return {}
    by = Actor.contact(contact.pk)
    found = place(message, kind, contact, arrival.account_id, at=arrival.received_at)
    evidence = found.evidence if found else "new"
    # A machine's word about a closed matter is kept there: it opens no new one.
    if found is None or (found.is_over and not message.auto):
        follows, evidence = (found.ticket, "follow-up") if found else (None, "new")
        found = Place(_open(arrival, message, contact, handle, follows, by), True)
    incoming = incoming_of(arrival, ready, contact, handle, is_known=found.is_known)
    arrival.message = receive_message(ticket=found.ticket, incoming=incoming, by=by, origin=found.origin)
    arrival.ticket = arrival.message.ticket
    return {"evidence": evidence, "claim": handle.claim}


def _note_repeat(arrival: Arrival, repeated: Message) -> None:
    arrival.state, arrival.reason = ArrivalState.REPEAT, "received-before"
    arrival.ticket_id, arrival.message = repeated.ticket_id, repeated


def _person(arrival: Arrival, message: MessageIn, kind: Channel) -> tuple[Contact, Handle]:
    """The contact behind the sender. Where the answer goes to that very address, a lie brings the liar nothing; where
    anyone can type any address (forms), it is a claim."""
    vouched = message.sender.verified or kind.capabilities.sends
    return resolve_contact(
        workspace_id=arrival.workspace_id,
        kind=message.sender.kind.value,
        value=message.sender.value,
        name=message.sender.name,
        claim="" if vouched else kind.key,
        by=Actor.system(),
    )


def _open(arrival: Arrival, message: MessageIn, contact: Contact, handle: Handle, follows: Ticket | None, by: Actor) -> Ticket:
    workspace = arrival.account.workspace if arrival.account else arrival.workspace
    language = contact.language or str(message.fields.get("_language", "")) or workspace.language
    return open_ticket(
        workspace_id=arrival.workspace_id,
        contact=contact,
        subject=message.subject or _name(arrival, message),
        channel=arrival.channel,
        account_id=arrival.account_id,
        team_id=arrival.account.team_id if arrival.account else None,
        language=language,
        follows=follows,
        address=(handle.kind, handle.value),
        by=by,
    )


def _name(arrival: Arrival, message: MessageIn) -> str:
    """A chat has no subject: its first real sentence is its name, and until then it has none (triage gives it later)."""
    talks = channel(arrival.channel).capabilities.conversational or bool(message.thread.conversation)
    return name_from(message.text) if talks else ""


@transaction.atomic
def _quarantine(arrival: Arrival, reason: str, detail: str) -> Arrival:
    arrival = Arrival.objects.select_for_update(of=("self",), no_key=True).get(pk=arrival.pk)
    arrival.state = ArrivalState.QUARANTINED
    arrival.reason, arrival.detail = reason[:40], detail[:400]
    arrival.processed_at = timezone.now()
    arrival.save()
    event = ArrivalQuarantined(workspace_id=arrival.workspace_id, arrival=arrival.pk, reason=reason)
    record(event, by=Actor.system())
    return arrival
