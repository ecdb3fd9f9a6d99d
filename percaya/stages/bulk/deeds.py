"""What can be done to many tickets: from the word of the deed to the verb of the core."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from percaya.core.desk.actions.running import run_macro
from percaya.core.desk.models import Macro
from percaya.core.desk.queries.macros import macros_of, values_for
from percaya.core.desk.steps import read
from percaya.core.desk.variables import fill
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions import assigning, properties, shelving, states
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.merging import merge
from percaya.core.tickets.actions.replying import Reply, write_reply
from percaya.core.tickets.models import Label, Ticket
from percaya.core.tickets.policy import PRIORITIES
from percaya.core.tickets.queries.tickets import visible
from percaya.core.workspace.models import Member
from percaya.core.workspace.queries import members, teams
from percaya.stages.bulk.addressees import addressee
from percaya.stages.bulk.taking_back import STAYS, Done, by_calling_back, by_events, by_parting, by_steps

Args = Mapping[str, Any]
MOST_TEXT = 50_000  # characters of a reply to many


@dataclass(frozen=True)
class Turn:
    """One ticket's turn: who has it done, a word that is the same when the turn is tried again, and for how many seconds
    what it sends can still be called back."""

    ticket: Ticket
    args: Args
    member: Member
    by: Actor
    key: str
    hold_seconds: int = 0


@dataclass(frozen=True)
class Deed:
    """``check`` refuses args that make no sense for this member, before anything begins. ``undo`` takes it back at one ticket
    and says what stays there. Where something may stay (``leaves``) it can be stopped in the middle, and where something
    will (``waits``) it begins only after the time in which it can be called off."""

    do: Callable[[Turn], object]
    check: Callable[[Args, Member], object] = lambda args, member: None
    undo: Callable[[Done], str] = by_events
    leaves: bool = False
    waits: Callable[[Args, Member], bool] = lambda args, member: False


def deed_of(word: str) -> Deed:
    """Raises ``Refused`` for a word that is none."""
    if word not in DEEDS:
        raise Refused(_("That cannot be done to many tickets at once. Nothing was changed."))
    return DEEDS[word]


def _assign(turn: Turn) -> None:
    assigning.assign(ticket=turn.ticket, to=_member(turn.args, turn.member), by=turn.by)


def _team(turn: Turn) -> None:
    assigning.set_team(ticket=turn.ticket, to=_team_row(turn.args, turn.member), by=turn.by)


def _label_off(turn: Turn) -> None:
    properties.remove_label(ticket=turn.ticket, label_id=int(turn.args["label"]), by=turn.by)


def _snooze(turn: Turn) -> None:
    until = turn.args.get("until")
    shelving.snooze(ticket=turn.ticket, until=parse_datetime(until) if until else None, by=turn.by)


def _reply(turn: Turn) -> None:
    """One message to this ticket's own customer, with nobody in copy."""
    to = addressee(turn.ticket)
    if to is None:
        raise Refused(_("We know no address of this customer for replies."))
    if turn.ticket.pk in turn.args.get("closed", ()):
        raise Refused(
            _("The reply window of this customer has closed. Nothing was sent; send an approved template from the ticket.")
        )
    text = turn.args["text"]
    words = fill(text, values_for(turn.ticket, turn.member, [text]))
    if words.missing:
        raise Refused(_("Nothing fills %(slots)s on this ticket. Nothing was sent.") % {"slots": ", ".join(words.missing)})
    # Of a chat's ids delivery takes the one that the customer last wrote from.
    named = () if to[0] == "external" else (to,)
    reply = Reply(text=words.text, to=named, send_key=turn.key, then=turn.args.get("then", ""), hold_seconds=turn.hold_seconds)
    write_reply(ticket=turn.ticket, reply=reply, member=turn.member, by=turn.by)


def _merge(turn: Turn) -> None:
    """Into the one that was chosen, which itself stays. Tickets of other customers only when that was asked for."""
    target = _target(turn.args, turn.member)
    if target.pk == turn.ticket.pk:
        return
    if target.contact_id != turn.ticket.contact_id and not turn.args.get("across"):
        raise Refused(_("This ticket is of another customer and was left alone."))
    merge(source=turn.ticket, target=target, by=turn.by)


def _macro(turn: Turn) -> None:
    run_macro(macro=_macro_row(turn.args, turn.member), ticket=turn.ticket, member=turn.member, by=turn.by)


def _target(args: Args, member: Member) -> Ticket:
    found = visible(member).filter(pk=args.get("target") or 0).first()
    if found is None:
        raise Refused(_("That choice is not there any more. Nothing was changed."))
    return found


def _macro_row(args: Args, member: Member) -> Macro:
    found = macros_of(member).filter(is_active=True, pk=args.get("macro") or 0).first()
    if found is None:
        raise Refused(_("That choice is not there any more. Nothing was changed."))
    return found


def leaves_something(macro: Macro) -> bool:
    """Whether it has steps that no undo takes back."""
    return any(step.do in STAYS for step in read(macro.actions))


def _leaves_something(args: Args, member: Member) -> bool:
    return leaves_something(_macro_row(args, member))


def _member(args: Args, member: Member) -> Member | None:
    return _row(members(member.workspace_id), args.get("member"))


def _team_row(args: Args, member: Member) -> Any:
    return _row(teams(member.workspace_id).exclude(pk__in=member.hidden_team_ids), args.get("team"))


def _row(rows: Any, key: Any) -> Any:
    """The row of that id; nobody for an empty choice. Raises ``Refused`` for an id that is not among the allowed."""
    if not key:
        return None
    found = rows.filter(pk=key).first() if isinstance(key, int) else None
    if found is None:
        raise Refused(_("That choice is not there any more. Nothing was changed."))
    return found


def _knows_priority(args: Args, member: Member) -> None:
    if args.get("priority") not in PRIORITIES:
        raise Refused(_("Choose a priority first."))


def _names_label(args: Args, member: Member) -> None:
    if not str(args.get("label", "")).strip():
        raise Refused(_("Write or choose a label first."))


def _knows_label(args: Args, member: Member) -> None:
    if not Label.objects.filter(workspace_id=member.workspace_id, pk=args.get("label") or 0).exists():
        raise Refused(_("That choice is not there any more. Nothing was changed."))


def _has_words(args: Args, member: Member) -> None:
    if not str(args.get("text", "")).strip():
        raise Refused(_("The reply is empty. Write something first."))
    if len(args["text"]) > MOST_TEXT:
        raise Refused(_("The reply is too long to be sent to many."))


def _plain(verb: Callable[..., object]) -> Callable[[Turn], object]:
    return lambda turn: verb(ticket=turn.ticket, by=turn.by)


DEEDS: dict[str, Deed] = {
    "take": Deed(lambda turn: assigning.assign(ticket=turn.ticket, to=turn.member, by=turn.by)),
    "assign": Deed(_assign, _member),
    "team": Deed(_team, _team_row),
    "priority": Deed(
        lambda turn: properties.change_priority(ticket=turn.ticket, to=turn.args["priority"], by=turn.by), _knows_priority
    ),
    "label": Deed(lambda turn: properties.add_label(ticket=turn.ticket, name=turn.args["label"], by=turn.by), _names_label),
    "unlabel": Deed(_label_off, _knows_label),
    "start": Deed(_plain(states.start)),
    "wait_for_customer": Deed(_plain(states.wait_for_customer)),
    "wait_for_other": Deed(lambda turn: states.wait_for_other(ticket=turn.ticket, whom=turn.args.get("words", ""), by=turn.by)),
    "resolve": Deed(_plain(states.resolve)),
    "reopen": Deed(_plain(states.reopen)),
    "close": Deed(lambda turn: states.change_state(ticket=turn.ticket, to="closed", by=turn.by)),
    "snooze": Deed(_snooze),
    "wake": Deed(_plain(shelving.wake)),
    "spam": Deed(_plain(shelving.mark_spam)),
    "unspam": Deed(_plain(shelving.unmark_spam)),
    "reply": Deed(_reply, _has_words, by_calling_back, leaves=True, waits=lambda args, member: True),
    "merge": Deed(_merge, _target, by_parting),
    "macro": Deed(_macro, _macro_row, by_steps, leaves=True, waits=_leaves_something),
}
