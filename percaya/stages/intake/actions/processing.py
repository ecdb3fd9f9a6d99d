"""Reading an arrival: parse outside, then one short transaction that finds the person, threads and records."""

import structlog
from django.db import transaction
from django.utils import timezone

from percaya.channels.contract import AutoKind, Channel, MessageIn, Reading, Unreadable
from percaya.channels.registry import channel
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine, task
from percaya.core.people.actions.contacts import resolve_contact, set_reachability
from percaya.core.people.models import Contact, Handle
from percaya.core.prepared import Prepared
from percaya.core.tickets.actions.echoing import SOMEBODY
from percaya.core.tickets.actions.opening import open_ticket
from percaya.core.tickets.actions.receiving import receive_message
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.naming import name_from
from percaya.core.workspace.actions.accounts import report_traffic
from percaya.core.written import update
from percaya.stages.intake.actions.accepting import job_key
from percaya.stages.intake.actions.forgetting import forget_again, note_parts
from percaya.stages.intake.aftermath import follow, leave, tell
from percaya.stages.intake.echoes import own_sending, take_echo
from percaya.stages.intake.events import ArrivalProcessed, ArrivalQuarantined
from percaya.stages.intake.incoming import Ready, incoming_of
from percaya.stages.intake.media import ask_for_files
from percaya.stages.intake.models import Arrival, ArrivalState
from percaya.stages.intake.reading import read_arrival, ready_messages
from percaya.stages.intake.repeats import nameless_repeat_of, repeat_of
from percaya.stages.intake.threading import Place, place

log = structlog.get_logger(__name__)
_arrival: Prepared[Arrival] = Prepared(
    lambda arrival_id: Arrival.objects.select_related("account", "account__workspace").filter(pk=arrival_id), arrival_id=int
)
PIECE = 20  # messages of one arrival that are taken in one transaction


@task("intake.process", queue="inbound", attempts=12)
def process(*, arrival_id: int, event_id: int | None = None) -> Arrival:
    """Read an arrival, once. What cannot be read goes to quarantine with its reason; a failure of ours (disk, database)
    is raised, so that the job comes back."""
    if not (found := _arrival.ask(arrival_id=arrival_id)):
        raise Arrival.DoesNotExist(f"There is no arrival {arrival_id}.")
    arrival = found[0]
    if arrival.state != ArrivalState.ACCEPTED:
        return arrival
    try:
        reading = read_arrival(arrival)
        ready = ready_messages(arrival, reading)
    except Unreadable as unreadable:
        return _quarantine(arrival, unreadable.reason, unreadable.detail)
    except (OSError, MemoryError):
        raise
    except Exception as defect:
        log.exception("arrival_unread", arrival=arrival.pk)
        return _quarantine(arrival, "defect", f"Reading failed: {type(defect).__name__}. The raw source is safe.")
    pieces = _pieces(ready)
    for piece in pieces[:-1]:
        _take_piece(arrival, piece)
    return _take(arrival, reading, pieces[-1], is_job=event_id is not None)


def _pieces(ready: list[Ready]) -> list[list[Ready]]:
    """What a vendor sends in one go is taken in by a few messages at a time, so that nobody waits long for the database. Only
    where every message has an id: those that are taken by the time of a crash are known again."""
    if len(ready) <= PIECE or not all(one.message.external_id for one in ready):
        return [ready]
    return [ready[start : start + PIECE] for start in range(0, len(ready), PIECE)]


@transaction.atomic
def _take_piece(arrival: Arrival, ready: list[Ready]) -> None:
    if not Arrival.objects.filter(pk=arrival.pk, state=ArrivalState.ACCEPTED).exists():
        return
    _take_messages(arrival, ready)


def _take_messages(arrival: Arrival, ready: list[Ready]) -> dict[str, str]:
    """Why the last of them is where it is."""
    why: dict[str, str] = {}
    spoken_of = []
    for one in ready:
        why = _take_message(arrival, one) or why
        if not one.alone and arrival.message_id:
            spoken_of.append(arrival.message_id)
    note_parts(arrival, spoken_of)
    return why


@transaction.atomic
def _take(arrival: Arrival, reading: Reading, ready: list[Ready], *, is_job: bool) -> Arrival:
    mine = Arrival.objects.filter(pk=arrival.pk, state=ArrivalState.ACCEPTED).update(state=ArrivalState.PROCESSED)
    if not mine or arrival.account is None:  # another worker was quicker
        arrival.refresh_from_db()
        return arrival
    is_something = reading.receipts or reading.changes or reading.news or ready
    arrival.state = ArrivalState.PROCESSED if is_something else ArrivalState.IGNORED
    arrival.reason = reading.ignored[:40]
    why = _take_messages(arrival, ready)
    leave(arrival, follow(arrival, reading))  # after the messages: they may speak of these very ones
    tell(arrival, reading)
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
    report_traffic(arrival.account.pk, inbound=True, known=arrival.account.last_in_at)
    if not is_job:
        engine().cancel(job_key(arrival.pk))
    return arrival


def _take_message(arrival: Arrival, ready: Ready) -> dict[str, str]:
    """Why it is where it is now (``ArrivalProcessed``); nothing for what is not taken."""
    message = ready.message
    if message.auto == AutoKind.OWN_LOOP:
        arrival.state, arrival.reason = ArrivalState.IGNORED, "own-loop"
        return {}
    if message.echo and (sent := own_sending(arrival, ready)):
        arrival.state, arrival.reason, arrival.ticket_id, arrival.message = ArrivalState.IGNORED, "own", sent.ticket_id, sent
        forget_again(arrival, sent)
        return {}
    if repeated := repeat_of(arrival, message):
        _note_repeat(arrival, repeated)
        return {}
    kind = channel(arrival.channel)
    contact, handle = _person(arrival, message, kind)
    if repeated := nameless_repeat_of(arrival, message, contact):
        _note_repeat(arrival, repeated)
        return {}
    by = SOMEBODY if message.echo else Actor.contact(contact.pk)
    found = place(message, kind, contact, arrival.account_id, at=arrival.received_at)
    evidence = found.evidence if found else "new"
    # A machine's word about a closed matter is kept there: it opens no new one.
    if found is None or (found.is_over and not message.auto):
        follows, evidence = (found.ticket, "follow-up") if found else (None, "new")
        found = Place(_open(arrival, message, contact, handle, follows, by), True)
    if message.echo:
        arrival.message = take_echo(arrival, ready, found.ticket, contact, handle)
        ask_for_files(arrival.message, ready.files)
        arrival.ticket = arrival.message.ticket
        return {"evidence": evidence, "claim": handle.claim}
    _open_address(handle)
    incoming = incoming_of(arrival, ready, contact, handle, is_known=found.is_known)
    arrival.message = receive_message(ticket=found.ticket, incoming=incoming, by=by, origin=found.origin)
    ask_for_files(arrival.message, ready.files)
    arrival.ticket = arrival.message.ticket
    return {"evidence": evidence, "claim": handle.claim}


def _note_repeat(arrival: Arrival, repeated: Message) -> None:
    arrival.state, arrival.reason = ArrivalState.REPEAT, "received-before"
    arrival.ticket_id, arrival.message = repeated.ticket_id, repeated
    forget_again(arrival, repeated)


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
        also=[(one.kind.value, one.value) for one in message.also if one.verified] if vouched else (),
        by=Actor.system(),
    )


def _open_address(handle: Handle) -> None:
    """Who writes from an address that had been closed can be reached there again; of mail its delivery tells."""
    if handle.unreachable and handle.kind != "email":
        set_reachability(handle=handle, unreachable="", by=Actor.system())


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
