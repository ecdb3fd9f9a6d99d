"""Asking the rules: about an event, when a wait is over, at a time of the day. One short transaction for each rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import enqueue, task
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts as said
from percaya.core.tickets.actions.change import commit, hold
from percaya.core.tickets.models import Message, Ticket
from percaya.stages.automation import policy
from percaya.stages.automation.actions.doing import do
from percaya.stages.automation.actions.timing import set_schedule, start_wait, still_waits, wait_on
from percaya.stages.automation.events import RuleChanged, RuleRan
from percaya.stages.automation.house import House
from percaya.stages.automation.matching import Body, fits, last_word, matching
from percaya.stages.automation.models import Mode, Outcome, Rule, RuleRun
from percaya.stages.automation.planning import Effect, plan
from percaya.stages.automation.queries import chain_behind, living
from percaya.stages.automation.triggers import NAMED, read

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Occasion:
    """Why the rules are asked: ``key`` makes asking twice act once."""

    key: str
    at: datetime
    event_id: int | None = None
    message: Message | None = None


@task("automation.run")
def run(*, event_id: int) -> None:
    """All rules that wait for this event, in their order."""
    row = EventRow.objects.filter(pk=event_id, stream_type="ticket").first()
    ticket = _ticket(row.stream_id) if row else None
    if row is None or ticket is None:
        return
    known, house, chain = said(row), House(ticket.workspace), chain_behind(row)
    occasion = Occasion(f"event:{row.pk}", row.at, row.pk, _message(ticket, known))
    for rule in living(ticket.workspace_id):
        trigger = read(rule.trigger)
        if not trigger.hears(row.kind, known) or not policy.may_follow(rule.pk, chain):
            continue
        if row.kind == NAMED and RuleRun.objects.filter(rule=rule, ticket=ticket).exists():
            continue  # it has acted at the opening
        if trigger.when == "after":
            start_wait(rule=rule, trigger=trigger, ticket=ticket, row=row)
        elif ask(rule=rule, ticket_id=ticket.pk, house=house, occasion=occasion) and rule.stops:
            break


@task("automation.after")
def after(*, rule_id: int, event_id: int, at: str) -> None:
    """A wait is over. It begins again when the rule has been made more patient since."""
    row = EventRow.objects.filter(pk=event_id, stream_type="ticket").first()
    rule = Rule.objects.filter(pk=rule_id, is_deleted=False).exclude(mode=Mode.OFF).first()
    ticket = _ticket(row.stream_id) if row else None
    if row is None or rule is None or ticket is None:
        return
    trigger = read(rule.trigger)
    if trigger.when != "after" or not still_waits(trigger=trigger, ticket=ticket, row=row):
        return
    if row.at + trigger.span > timezone.now() + timedelta(seconds=1):
        wait_on(rule=rule, trigger=trigger, ticket=ticket, row=row)
        return
    occasion = Occasion(f"after:{row.pk}", row.at, row.pk, last_word(ticket.pk))
    ask(rule=rule, ticket_id=ticket.pk, house=House(ticket.workspace), occasion=occasion)


@task("automation.time")
def at_time(*, rule_id: int, due: str) -> None:
    """A time of the schedule: the tickets that match now, one job each, and the next time is set."""
    rule = Rule.objects.select_related("workspace").filter(pk=rule_id, is_deleted=False).exclude(mode=Mode.OFF).first()
    if rule is None or read(rule.trigger).when != "time":
        return
    now = timezone.now()
    found = matching(Body.of(rule), Ticket.objects.all(), House(rule.workspace), now).order_by("-id")
    with transaction.atomic():
        set_schedule(rule, after=max(now, parse_datetime(due) or now))
        for ticket_id in found.values_list("pk", flat=True)[: policy.MOST_AT_ONCE]:
            args = {"rule_id": rule.pk, "ticket_id": ticket_id, "due": due}
            enqueue("automation.one", args=args, order_key=f"rules:{ticket_id}", workspace_id=rule.workspace_id)


@task("automation.one")
def one(*, rule_id: int, ticket_id: int, due: str) -> None:
    rule = Rule.objects.filter(pk=rule_id, is_deleted=False).exclude(mode=Mode.OFF).first()
    ticket = _ticket(ticket_id)
    if rule is None or ticket is None:
        return
    occasion = Occasion(f"at:{due}"[:48], timezone.now(), message=last_word(ticket_id))
    ask(rule=rule, ticket_id=ticket_id, house=House(ticket.workspace), occasion=occasion)


def ask(*, rule: Rule, ticket_id: int, house: House, occasion: Occasion) -> bool:
    """Whether the rule means this ticket; if so it acts, or proposes to. Trying again acts once."""
    try:
        with translation.override(house.workspace.language), transaction.atomic():
            return _ask(rule, ticket_id, house, occasion)
    except IntegrityError:  # somebody else was asked at the same time, and has answered
        return True
    except DatabaseError:
        raise  # the machine's trouble passes: the job is tried again
    except Exception as error:  # one broken rule must not keep the others from acting
        log.exception("rule failed", rule=rule.pk, ticket=ticket_id)
        noted = {"last_error": f"{type(error).__name__}: {error}"[:300], "last_error_at": timezone.now()}
        Rule.objects.filter(pk=rule.pk).update(**noted)
        return False


def _ask(rule: Rule, ticket_id: int, house: House, occasion: Occasion) -> bool:
    hold(ticket_id)
    if RuleRun.objects.filter(rule=rule, ticket_id=ticket_id, occasion=occasion.key).exists():
        return True
    body, now = Body.of(rule), timezone.now()
    found = matching(body, Ticket.objects.filter(pk=ticket_id), house, now)
    ticket = found.select_related("workspace", "contact", "account").first()
    if ticket is None or not fits(body, ticket, occasion.message, occasion.at):
        return False
    made = RuleRun(
        workspace_id=ticket.workspace_id, rule=rule, version=rule.version, ticket=ticket, occasion=occasion.key,
        event_id=occasion.event_id, at=now,
    )  # fmt: skip
    if _rests(rule, now):
        _kept(made, Outcome.LIMITED)
        return False  # others may act for it
    planned = plan(body.deeds, ticket, house, occasion.message)
    if rule.mode == Mode.PRACTICE:
        return _kept(made, Outcome.PROPOSED if any(not each.trouble for each in planned) else Outcome.NOTHING, planned)
    carry_out(made, planned)
    return True


def carry_out(made: RuleRun, planned: list[Effect]) -> None:
    """Do it, in the transaction of whoever calls, and write down what came of it."""
    made.outcome = Outcome.DONE
    made.save()  # its key marks what is sent: done twice, sent once
    done = do(made, planned)
    worked = [each for each in done if not each.trouble]
    troubles = " · ".join(f"{each.do}: {each.trouble}" for each in done if each.trouble)
    made.did, made.error = [each.as_json() for each in done], troubles[:300]
    made.outcome = Outcome.DONE if worked else Outcome.FAILED if troubles else Outcome.NOTHING
    made.save()
    if worked:
        did = tuple(dict.fromkeys(each.do for each in worked))
        commit(hold(made.ticket_id), RuleRan, by=Actor.rule(made.rule_id), rule=made.rule_id, version=made.version, did=did)
    if worked or troubles:
        _note_on_rule(made, troubles)


def _note_on_rule(made: RuleRun, troubles: str) -> None:
    noted: dict[str, Any] = {"last_run_at": made.at, "run_count": F("run_count") + 1}
    if troubles:
        noted |= {"last_error": troubles[:300], "last_error_at": made.at}
    Rule.objects.filter(pk=made.rule_id).update(**noted)


def _kept(made: RuleRun, outcome: str, planned: list[Effect] | None = None) -> bool:
    made.outcome, made.did = outcome, [each.as_json() for each in planned or []]
    made.save()
    return True


def _rests(rule: Rule, now: datetime) -> bool:
    """A rule that acted too often rests for an hour, and says so in the list of rules."""
    if rule.paused_until is not None and rule.paused_until > now:
        return True
    recent = RuleRun.objects.filter(rule=rule, outcome=Outcome.DONE, at__gte=now - timedelta(hours=1))
    if not policy.is_too_often(recent.count()):
        return False
    rule.paused_until = now + timedelta(hours=1)
    Rule.objects.filter(pk=rule.pk).update(paused_until=rule.paused_until)
    changed = RuleChanged(workspace_id=rule.workspace_id, rule=rule.pk, how="paused", version=rule.version)
    record(changed, by=Actor.system())
    return True


def _ticket(ticket_id: int) -> Ticket | None:
    return Ticket.objects.select_related("workspace").filter(pk=ticket_id).first()


def _message(ticket: Ticket, known: Mapping[str, Any]) -> Message | None:
    """The customer's message that the event is about, or else their last one."""
    key = known.get("message")
    own = Message.objects.filter(pk=key, ticket=ticket, direction="inbound").first() if key else None
    return own or last_word(ticket.pk)
