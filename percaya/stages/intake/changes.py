"""Changes to what was said earlier, and to how a person is reached."""

from percaya.channels.contract import ChangeIn, ChangeKind
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.consents import note_wish
from percaya.core.people.actions.knowing import BLOCKED, close_or_open, renumber
from percaya.core.people.events import TalkHanded
from percaya.core.people.models import Purpose
from percaya.core.people.queries import holder_of
from percaya.core.tickets.actions.afterwards import delete_message, edit_message, react_to_message
from percaya.core.tickets.actions.echoing import SOMEBODY
from percaya.core.tickets.models import Message
from percaya.stages.intake import finding
from percaya.stages.intake.actions.forgetting import forget_later, note_parts
from percaya.stages.intake.models import Arrival

_OF_MESSAGES = (ChangeKind.EDITED, ChangeKind.DELETED, ChangeKind.REACTED)


def make_change(arrival: Arrival, change: ChangeIn) -> bool:
    """``False``: what it speaks of is not here (yet), and nothing was changed."""
    if change.kind in _OF_MESSAGES:
        return _change_message(arrival, change)
    workspace_id, address = arrival.workspace_id, (change.sender.kind.value, change.sender.value)
    match change.kind:
        case ChangeKind.RENUMBERED if change.successor is not None:
            new = (change.successor.kind.value, change.successor.value)
            renumber(workspace_id=workspace_id, old=address, new=new, by=Actor.system())
        case ChangeKind.BLOCKED | ChangeKind.UNBLOCKED:
            why = BLOCKED if change.kind is ChangeKind.BLOCKED else ""
            close_or_open(workspace_id=workspace_id, address=address, unreachable=why, by=Actor.system())
        case ChangeKind.HELD | ChangeKind.FREED:
            _hand_over(arrival, change)
        case ChangeKind.MARKETING_STOPPED | ChangeKind.MARKETING_RESUMED:
            _note_wish(arrival, change)
    return True  # of somebody who never wrote there is nothing to change


def _hand_over(arrival: Arrival, change: ChangeIn) -> None:
    held = holder_of(arrival.workspace_id, change.sender.kind.value, change.sender.value)
    if held is None or arrival.account_id is None:
        return
    event = TalkHanded(
        workspace_id=arrival.workspace_id,
        account=arrival.account_id,
        contact=held.contact_id,
        holder=change.text[:60] if change.kind is ChangeKind.HELD else "",
        at=(change.at or arrival.received_at).isoformat(),
    )
    record(event, by=Actor.system())


def _note_wish(arrival: Arrival, change: ChangeIn) -> None:
    held = holder_of(arrival.workspace_id, change.sender.kind.value, change.sender.value)
    if held is not None:
        note_wish(
            contact=held.contact, purpose=Purpose.MARKETING, channel=arrival.channel, evidence=change.text or change.kind.value,
            wanted=change.kind is ChangeKind.MARKETING_RESUMED, at=change.at, by=Actor.system(),
        )  # fmt: skip


def _change_message(arrival: Arrival, change: ChangeIn) -> bool:
    """Only whoever said it changes it or takes it back; anybody in the talk may react to either side's words."""
    mine, other = (finding.ours, finding.theirs) if change.echo else (finding.theirs, finding.ours)
    message = mine(arrival, change.target)
    if message is None and change.kind is ChangeKind.REACTED:
        message = other(arrival, change.target)
    if message is None:
        return False
    _apply(arrival, change, message)
    arrival.ticket_id, arrival.message = message.ticket_id, message
    return True


def _apply(arrival: Arrival, change: ChangeIn, message: Message) -> None:
    held = None if change.echo else holder_of(arrival.workspace_id, change.sender.kind.value, change.sender.value)
    by = SOMEBODY if change.echo else Actor.contact(held.contact_id) if held else Actor.system()
    match change.kind:
        case ChangeKind.EDITED:
            edit_message(message=message, text=change.text, at=change.at, by=by)
            note_parts(arrival, [message.pk])
        case ChangeKind.DELETED:
            forget_later(message)  # before its files are gone from it
            delete_message(message=message, at=change.at, by=by)
        case ChangeKind.REACTED:
            who = "elsewhere" if change.echo else "contact"
            name = change.sender.name or (held.contact.name if held else "")
            react_to_message(
                message=message, emoji=change.emoji, who=who, name="" if change.echo else name,
                contact_id=held.contact_id if held else None, at=change.at, by=by,
            )  # fmt: skip
