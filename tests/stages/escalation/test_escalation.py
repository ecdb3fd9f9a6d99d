"""An escalation always has an owner, a reason and the time of the next word; steps are taken once; solving ends it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import is_set, ring_due
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.shelving import mark_spam
from percaya.core.tickets.actions.states import resolve
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.models import Member
from percaya.stages.escalation.actions.handling import acknowledge, close_escalation
from percaya.stages.escalation.actions.plans import save_plan
from percaya.stages.escalation.actions.raising import ask_supervisor, consider, raise_escalation
from percaya.stages.escalation.actions.reminding import remind
from percaya.stages.escalation.actions.stepping import key_of, take_step
from percaya.stages.escalation.models import Escalation
from percaya.stages.escalation.policy import Plan, Step, fits, plan_from, usual
from percaya.stages.escalation.queries import next_word, open_of, visible_escalations
from percaya.stages.notices.models import Notice
from percaya.stages.notices.telling import tell
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def asked(cast: Cast, ticket: Ticket) -> Escalation:
    by = Actor.member(cast.dewi.pk)
    return ask_supervisor(ticket=ticket, words="Pelanggan minta ganti rugi penuh", member=cast.dewi, by=by)


def kinds(ticket: Ticket) -> list[str]:
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk, kind__startswith="escalation.")
    return [kind.partition(".")[2] for kind in rows.order_by("pk").values_list("kind", flat=True)]


def test_a_colleague_asks_and_a_supervisor_has_it(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    made = asked(cast, ticket)
    assert made.owner == cast.sari and made.next_update_at > timezone.now()
    assert next_word(ticket) == made.next_update_at and open_of(ticket) == [made]
    assert asked(cast, ticket).pk == made.pk and kinds(ticket) == ["raised"]
    with pytest.raises(Refused):
        ask_supervisor(ticket=ticket, words="  ", member=cast.dewi, by=SYSTEM)


def test_two_open_ones_for_a_reason_cannot_be(cast: Cast) -> None:
    made = asked(cast, builders.ticket(cast.rina))
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.create(
            workspace=made.workspace,
            ticket=made.ticket,
            reason=made.reason,
            raised_at=timezone.now(),
            next_update_at=timezone.now(),
        )


def test_unanswered_it_goes_to_the_next_one_once_whoever_rings(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    made = asked(cast, ticket)
    take_step(escalation_id=made.pk, step=1)  # rung too early: a clock that was put back
    assert kinds(ticket) == ["raised"] and is_set(key_of(made.pk))
    with time_machine.travel(made.raised_at + timedelta(minutes=11), tick=False):
        ring_due(timezone.now())
        engine().run_pending()
        take_step(escalation_id=made.pk, step=1)  # a second worker, late
        made.refresh_from_db()
        assert kinds(ticket) == ["raised", "stepped"] and made.step == 2 and made.owner != cast.sari
    with time_machine.travel(made.raised_at + timedelta(days=3), tick=False):  # a clock far ahead
        ring_due(timezone.now())
        engine().run_pending()
        engine().run_pending()
        assert kinds(ticket).count("stepped") == 2 and not is_set(key_of(made.pk))


def test_somebody_takes_care_and_no_step_follows(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    made = asked(cast, ticket)
    later = timezone.now() + timedelta(hours=5)
    acknowledge(escalation=made, member=cast.wayan, next_update_at=later, by=Actor.member(cast.wayan.pk))
    made.refresh_from_db()
    assert (made.owner, made.acknowledged_by, made.next_update_at) == (cast.wayan, cast.wayan, later)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        take_step(escalation_id=made.pk, step=1)
    assert kinds(ticket) == ["raised", "acknowledged"] and not is_set(key_of(made.pk))
    with pytest.raises(Refused):
        acknowledge(escalation=made, member=cast.sari, next_update_at=made.raised_at, by=SYSTEM)
    with pytest.raises(Refused):
        close_escalation(escalation=made, words="", member=cast.sari, by=SYSTEM)
    close_escalation(escalation=made, words="Ganti rugi disetujui", member=cast.sari, by=SYSTEM)
    assert open_of(ticket) == [] and kinds(ticket)[-1] == "closed"
    assert asked(cast, ticket).pk != made.pk  # it can be asked again


def test_a_next_word_that_passes_reminds_its_owner_once(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    made = asked(cast, ticket)
    first, later = made.next_update_at, made.next_update_at + timedelta(hours=5)
    acknowledge(escalation=made, member=cast.wayan, next_update_at=later, by=Actor.member(cast.wayan.pk))
    with time_machine.travel(first + timedelta(minutes=1), tick=False):
        ring_due(timezone.now())
        remind(escalation_id=made.pk, next_update_at=first.isoformat())  # an alarm of before it was moved
        engine().run_pending()
        assert "update_due" not in kinds(ticket)
    with time_machine.travel(later + timedelta(minutes=1), tick=False):
        ring_due(timezone.now())
        engine().run_pending()
        remind(escalation_id=made.pk, next_update_at=later.isoformat())  # a second worker, late
        assert kinds(ticket).count("update_due") == 1
        tell(list(EventRow.objects.filter(kind="escalation.update_due")))
        assert list(Notice.objects.filter(kind="escalation_due").values_list("member", flat=True)) == [cast.wayan.pk]


def test_what_is_closed_reminds_nobody(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    made = asked(cast, ticket)
    remind(escalation_id=made.pk, next_update_at=made.next_update_at.isoformat())  # rung too early
    assert kinds(ticket) == ["raised"] and is_set(f"escalation:remind:{made.pk}")
    close_escalation(escalation=made, words="Selesai", member=cast.sari, by=SYSTEM)
    assert not is_set(f"escalation:remind:{made.pk}")
    with time_machine.travel(made.next_update_at + timedelta(minutes=1), tick=False):
        remind(escalation_id=made.pk, next_update_at=made.next_update_at.isoformat())
    assert kinds(ticket) == ["raised", "closed"]


def test_solving_and_spam_end_it(cast: Cast) -> None:
    solved, spam = builders.ticket(cast.rina, assignee=cast.dewi), builders.ticket(cast.rina)
    for ticket in (solved, spam):
        asked(cast, ticket)
    resolve(ticket=solved, by=Actor.member(cast.dewi.pk))
    mark_spam(ticket=spam, by=Actor.member(cast.dewi.pk))
    assert not Escalation.objects.filter(closed_at=None).exists()
    with pytest.raises(Refused):
        asked(cast, builders.fresh(solved))


def test_what_another_process_raised_ends_as_well(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    made = asked(cast, ticket)
    cache.set(f"escalation:open:{cast.workspace.pk}", frozenset())  # what this one has in memory is a moment old
    resolve(ticket=ticket, by=Actor.member(cast.dewi.pk))
    made.refresh_from_db()
    assert made.closed_at is not None


def test_a_plan_decides_what_goes_higher_and_when(cast: Cast) -> None:
    save_plan(workspace=cast.workspace, plan=Plan("unowned", True, 20, steps=usual("unowned").steps), by=SYSTEM)
    save_plan(workspace=cast.workspace, plan=Plan("repeated", True, 3, steps=usual("repeated").steps), by=SYSTEM)
    taken, left = builders.ticket(cast.rina), builders.ticket(cast.rina)
    assign(ticket=taken, to=cast.dewi, by=SYSTEM)
    with time_machine.travel(timezone.now() + timedelta(minutes=21), tick=False):
        ring_due(timezone.now())
        engine().run_pending()
    assert list(Escalation.objects.values_list("ticket", "reason")) == [(left.pk, "unowned")]
    for _count in range(2):
        builders.inbound(taken, "Halo?")
    engine().run_pending()
    assert Escalation.objects.filter(ticket=taken, reason="repeated").count() == 1


def test_a_plan_can_raise_hand_over_and_tell_the_customer(cast: Cast) -> None:
    steps = (Step(raise_priority=True, team=cast.senja.team.pk, members=(cast.budi.pk,)),)
    save_plan(workspace=cast.workspace, plan=Plan("vip", True, 0, tell_customer=True, steps=steps), by=SYSTEM)
    ticket = builders.ticket(cast.rina)
    cast.rina.is_vip = True
    cast.rina.save()
    consider(ticket_id=ticket.pk, reason="vip")
    ticket = builders.fresh(ticket)
    assert (ticket.priority, ticket.team) == ("high", cast.senja.team)
    said = Message.objects.filter(ticket=ticket, direction="outbound").latest("pk")
    assert "paling lambat" in said.body_text and ticket.waiting_since is not None
    cast.rina.is_vip = False
    cast.rina.save()
    other = builders.ticket(cast.rina)
    consider(ticket_id=other.pk, reason="vip")
    assert open_of(other) == []


def test_without_a_supervisor_an_admin_has_it_and_nobody_else_sees_it(cast: Cast) -> None:
    Member.objects.filter(pk=cast.sari.pk).update(is_active=False)
    ticket = builders.ticket(cast.rina)
    made = raise_escalation(ticket=ticket, reason="breached", by=SYSTEM)
    assert made.owner == cast.wayan
    assert builders.fresh(ticket).priority == "high"
    assert list(visible_escalations(cast.ratna)) == [made] and not visible_escalations(cast.tono).exists()


@pytest.mark.parametrize(
    ("plan", "facts", "holds"),
    [
        (plan_from("warned", {"limit": 75}), {"share": 80}, True),
        (plan_from("warned", {"limit": 90}), {"share": 80}, False),
        (plan_from("mood", {}), {"mood": "negative"}, True),
        (plan_from("mood", {}), {"mood": "positive"}, False),
        (plan_from("breached", {"is_on": False}), {}, False),
        (usual("breached"), {}, True),
        (usual("vip"), {}, False),
    ],
)
def test_which_events_reach_a_plan(plan: Plan, facts: dict[str, object], holds: bool) -> None:
    assert fits(plan, facts) is holds
