"""One try to get a message out: composed, named, handed over step by step, and what the other side made of it."""

from dataclasses import dataclass, replace

import structlog
from django.db import transaction
from django.utils import timezone

from percaya.channels.contract import AccountFacts, Answer, Channel, Outcome, OutcomeKind, Outgoing, Parcel, Word
from percaya.channels.contract.abilities import Stepped
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import NotYet, RetryIn, backoff
from percaya.core.people.actions.consents import note_wish
from percaya.core.people.actions.knowing import close_or_open
from percaya.core.people.models import Handle, Purpose
from percaya.core.tickets.actions.deliveries import mark_delivery, name_outgoing, name_parts
from percaya.core.tickets.actions.forwarding import ASIDE
from percaya.core.tickets.models import Delivery, Message
from percaya.core.workspace.actions.accounts import report_milestone, report_traffic, report_trouble
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.delivery.carriers import carry
from percaya.stages.delivery.composing import outgoing
from percaya.stages.delivery.holding import hold_back, went_through
from percaya.stages.delivery.judging import closed_to, is_unwanted, window_of
from percaya.stages.delivery.linking import link_trouble
from percaya.stages.delivery.models import Attempt
from percaya.stages.delivery.steps import done_so_far, external_ids, kept, next_parcel
from percaya.stages.delivery.turns import take_turn
from percaya.stages.delivery.windows import OTHERS, note_holder
from percaya.stages.delivery.words import sentence

log = structlog.get_logger(__name__)
TRIES = 10  # over some hours; then it is shown as failed, and a person decides
HELD = "held"  # how a try ended that the account's trouble stopped: it counts for nothing
_PEERS = (Word.TOO_MANY, Word.NOT_NOW)  # later, but nothing is wrong with the account
_CLOSED = (Word.UNREACHABLE, Word.BLOCKED)
_SYSTEM = Actor.system()


def try_out(message: Message, kind: Channel, account: ChannelAccount) -> None:
    """Step after step, from where an earlier try stopped; raises ``RetryIn`` where another may help."""
    window = None if ASIDE in message.fields else window_of(kind, account, message.ticket.contact_id)
    out = outgoing(message, kind.key, window_open=window is None or window.is_open)
    if window is not None and window.held_by and not out.public:
        mark(message, Delivery.FAILED, reason=sentence(Word.HELD_ELSEWHERE), code=Word.HELD_ELSEWHERE)
        return
    if window is not None and closed_to(window, by_person=out.by_person, is_template=out.template is not None):
        mark(message, Delivery.FAILED, reason=sentence(Word.WINDOW_CLOSED), code=Word.WINDOW_CLOSED)
        return
    if out.template and is_unwanted(account, message.ticket.contact_id, (out.template.name, out.template.language)):
        mark(message, Delivery.FAILED, reason=sentence(Word.NO_MARKETING), code=Word.NO_MARKETING)
        return
    if out.attachments and (why := link_trouble(kind, account)):
        mark(message, Delivery.FAILED, reason=why, code="not-sendable")
        return
    known, done = facts(account), done_so_far(message)
    try:
        parcel = next_parcel(kind, out, known, done)
    except ValueError as nobody:
        mark(message, Delivery.FAILED, reason=str(nobody), code="not-sendable")
        return
    if parcel is None:
        mark(message, Delivery.SENT)
        return
    if closed := _closed_address(message, parcel, out):
        mark(message, Delivery.FAILED, reason=closed, code="suppressed", external_id=parcel.external_id)
        return
    if not done:
        name_outgoing(message=message, external_id=parcel.external_id)
    journey = _Journey(message, kind, account, known, out, done)
    following: Parcel | None = parcel
    while following is not None:
        following = _step(journey, following)


@dataclass
class _Journey:
    message: Message
    kind: Channel
    account: ChannelAccount
    known: AccountFacts
    out: Outgoing
    done: dict[str, Answer]


def _step(way: _Journey, parcel: Parcel) -> Parcel | None:
    """Take one parcel out and write down how it ended; the next one, if there is more to do."""
    message, peer = way.message, way.out.to[0].value if way.out.to else ""
    if not parcel.repeatable and (wait := take_turn(way.account, way.kind.capabilities, peer)):
        raise NotYet(wait, "the channel's limit")
    attempt = Attempt.objects.create(
        workspace_id=message.workspace_id, message=message, carrier=parcel.carrier, step=parcel.step[:24]
    )  # fmt: skip
    answer = _carry(parcel, way.known, attempt)
    outcome = _understood(way, parcel, answer)
    following, trouble = _following(way, parcel, answer) if outcome.kind == OutcomeKind.SENT else (None, None)
    with transaction.atomic():  # together: an attempt that ended well beside a message still queued would go out twice
        _end(attempt, outcome)
        if outcome.kind == OutcomeKind.SENT and isinstance(way.kind, Stepped):
            attempt.answer = kept(answer, parcel, outcome)
            attempt.save(update_fields=["answer"])
        if outcome.kind == OutcomeKind.SENT and outcome.external_id:
            name_parts(message=message, external_ids=external_ids(message) or [outcome.external_id])
        again = None if following is not None else _conclude(message, way.account, trouble or outcome, way.out)
    if again is not None:
        raise RetryIn(again, outcome.reason)
    return following


def _understood(way: _Journey, parcel: Parcel, answer: Answer) -> Outcome:
    outcome = way.kind.interpret(parcel, answer)
    if outcome.kind == OutcomeKind.UNKNOWN and parcel.repeatable:  # doing it twice says nothing twice
        return replace(outcome, kind=OutcomeKind.FAILED, permanent=False)
    return outcome


def _following(way: _Journey, parcel: Parcel, answer: Answer) -> tuple[Parcel | None, Outcome | None]:
    """What has to leave next, or why it cannot."""
    if not isinstance(way.kind, Stepped):
        return None, None
    way.done[parcel.step] = answer
    try:
        return next_parcel(way.kind, way.out, way.known, way.done), None
    except ValueError as why:
        return None, Outcome(kind=OutcomeKind.FAILED, permanent=True, reason=str(why), code="not-sendable")


def _carry(parcel: Parcel, account: AccountFacts, attempt: Attempt) -> Answer:
    def handing() -> None:
        # Committed before the bytes leave: should we die now, the next try knows that it may have been sent.
        if parcel.repeatable:
            return
        Attempt.objects.filter(pk=attempt.pk).update(phase="handed")

    return carry(parcel, account, handing)


def _end(attempt: Attempt, outcome: Outcome) -> None:
    held = outcome.hold and outcome.kind == OutcomeKind.FAILED
    attempt.phase, attempt.outcome, attempt.permanent = "ended", HELD if held else outcome.kind, outcome.permanent
    attempt.code, attempt.reason, attempt.proof = outcome.code[:24], outcome.reason[:300], outcome.proof[:300]
    attempt.ended_at = timezone.now()
    attempt.save()


def _conclude(message: Message, account: ChannelAccount, outcome: Outcome, out: Outgoing) -> float | None:
    """Note what became of it; seconds until another try, if one may help."""
    failed = Attempt.objects.filter(message=message, started_at__gte=message.delivery_at)  # since it was (re)sent
    tries = failed.exclude(outcome__in=(OutcomeKind.SENT, HELD)).count()
    log.info("delivery_tried", message=message.pk, ticket=message.ticket_id, outcome=outcome.kind, code=outcome.code)
    reason = _said(outcome)
    if outcome.hold and outcome.kind == OutcomeKind.FAILED:
        hold_back(message, account, reason=reason, code=outcome.code, word=outcome.word)
        report_trouble(account.pk, reason)
        return None
    if outcome.kind == OutcomeKind.SENT:
        _went(message, account, outcome)
    elif outcome.kind == OutcomeKind.UNKNOWN:
        mark(message, Delivery.UNKNOWN, reason=reason, code=outcome.code, of_part=bool(external_ids(message)))
    elif outcome.permanent or tries >= TRIES:
        mark(message, Delivery.FAILED, reason=reason, code=outcome.code or outcome.word, of_part=bool(external_ids(message)))
        _close_address(message, outcome, out)
        _learn(message, account, outcome, out)
    else:
        if outcome.word not in _PEERS:
            report_trouble(account.pk, reason)
        return outcome.retry_after or backoff(tries)
    went_through(message, account.pk)
    return None


def _learn(message: Message, account: ChannelAccount, outcome: Outcome, out: Outgoing) -> None:
    """What the provider's refusal tells of the customer is said before the next time."""
    if outcome.word == Word.HELD_ELSEWHERE and not out.public:
        note_holder(account.pk, message.ticket.contact_id, OTHERS, timezone.now())
    if outcome.word == Word.NO_MARKETING:
        note_wish(
            contact=message.ticket.contact, purpose=Purpose.MARKETING, channel=account.channel, wanted=False,
            evidence=outcome.reason or outcome.code, by=_SYSTEM,
        )  # fmt: skip


def _went(message: Message, account: ChannelAccount, outcome: Outcome) -> None:
    refused = "; ".join(f"{who}: {why}" for who, why in outcome.refused)
    mark(message, Delivery.SENT, reason=refused or outcome.proof, code=outcome.code)
    report_traffic(account.pk, inbound=False)
    report_trouble(account.pk, "")
    if "outbound" not in account.milestones:
        report_milestone(account.pk, "outbound")


def _said(outcome: Outcome) -> str:
    """Our sentence, and the vendor's own words behind it."""
    ours = sentence(outcome.word)
    return f"{ours} ({outcome.reason})" if ours and outcome.reason else ours or outcome.reason


def _close_address(message: Message, outcome: Outcome, out: Outgoing) -> None:
    """The customer is not there, or does not want to hear from us: the address says so until they write again."""
    if outcome.word in _CLOSED and len(out.to) == 1:
        address = (out.to[0].kind.value, out.to[0].value)
        close_or_open(workspace_id=message.workspace_id, address=address, unreachable=sentence(outcome.word), by=_SYSTEM)


def _closed_address(message: Message, parcel: Parcel, out: Outgoing) -> str:
    """The reason why an address is closed (it bounced for good), if every recipient's is."""
    asked = {one.lower() if "@" in one else one for one in parcel.recipients} or {one.value for one in out.to}
    rows = Handle.objects.filter(workspace_id=message.workspace_id, value__in=asked)
    closed = dict(rows.exclude(unreachable="").values_list("value", "unreachable"))
    return next(iter(closed.values())) if asked and all(one in closed for one in asked) else ""


def mark(message: Message, state: str, *, reason: str = "", code: str = "", external_id: str = "", of_part: bool = False) -> None:
    """By the house."""
    said = {"reason": reason, "code": code, "external_id": external_id}
    mark_delivery(message=message, state=state, **said, of_part=of_part, by=_SYSTEM)
