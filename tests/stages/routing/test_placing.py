"""Tickets find their person through the flow: at once, exactly, with the reasons kept."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import ring_due
from percaya.core.journal.jobs import engine
from percaya.core.tickets.actions.assigning import assign, set_team
from percaya.core.tickets.actions.shelving import snooze
from percaya.core.tickets.actions.states import reopen, resolve
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.members import save_team
from percaya.core.workspace.models import Member, Team
from percaya.stages.routing.actions.availability import change_seat, leave, set_availability
from percaya.stages.routing.actions.loads import recount
from percaya.stages.routing.actions.planning import change_team, save_rule
from percaya.stages.routing.models import Charge, Decision, Seat
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def team_of(cast: Cast, *members: Member, strategy: str = "least_loaded", **plan: object) -> Team:
    team = cast.senja.team
    save_team(workspace=cast.workspace, team=team, name=team.name, members=members, by=SYSTEM)
    change_team(team=team, strategy=strategy, by=SYSTEM, **plan)
    return team


def at_work(*members: Member, status: str = "available") -> None:
    for member in members:
        set_availability(member=member, status=status, by=Actor.member(member.pk))


def settle() -> None:
    engine().run_pending()


def test_a_new_ticket_goes_to_who_has_most_room(cast: Cast) -> None:
    team = team_of(cast, cast.dewi, cast.budi)
    at_work(cast.dewi, cast.budi)
    builders.ticket(cast.rina, assignee=cast.dewi)
    made = builders.ticket(cast.rina, team=team)
    settle()
    made.refresh_from_db()
    assert made.assignee == cast.budi
    decision = Decision.objects.get(ticket=made)
    assert (decision.member, decision.how, decision.strategy) == (cast.budi, "opened", "least_loaded")
    assert [one["member"] for one in decision.candidates] == [cast.budi.pk, cast.dewi.pk]
    assert Seat.objects.get(member=cast.budi).used == 10


def test_a_team_that_chooses_by_hand_is_left_alone_and_costs_no_job(cast: Cast) -> None:
    at_work(cast.dewi)
    settle()
    made = builders.ticket(cast.rina, team=cast.senja.team)
    assert engine().depth().get("default", 0) == 0
    assert made.assignee is None


def test_nobody_there_is_said_once_and_mended_when_somebody_comes(cast: Cast) -> None:
    team = team_of(cast, cast.dewi)
    made = builders.ticket(cast.rina, team=team)
    settle()
    assert Decision.objects.get(ticket=made).reason == "away"
    at_work(cast.dewi)
    settle()
    made.refresh_from_db()
    assert made.assignee == cast.dewi
    assert Decision.objects.filter(ticket=made).count() == 2


def test_the_backlog_goes_by_priority_and_then_by_age(cast: Cast) -> None:
    team = team_of(cast, cast.dewi)
    change_seat(member=cast.dewi, limit=20, skills=[], languages=[], by=SYSTEM)
    old = builders.ticket(cast.rina, team=team)
    new = builders.ticket(cast.rina, team=team)
    urgent = builders.ticket(cast.rina, team=team, priority="urgent")
    settle()
    at_work(cast.dewi)
    settle()
    held = set(Ticket.objects.filter(assignee=cast.dewi).values_list("pk", flat=True))
    assert urgent.pk in held and len(held) == 2
    assert (old.pk in held) != (new.pk in held)


def test_nobody_is_given_more_than_they_can_hold_and_room_takes_the_next(cast: Cast) -> None:
    team = team_of(cast, cast.dewi)
    change_seat(member=cast.dewi, limit=10, skills=[], languages=[], by=SYSTEM)
    at_work(cast.dewi)
    first, second = builders.ticket(cast.rina, team=team), builders.ticket(cast.rina, team=team)
    settle()
    second.refresh_from_db()
    assert second.assignee is None
    assert Decision.objects.get(ticket=second).reason == "full"
    resolve(ticket=first, by=Actor.member(cast.dewi.pk))
    settle()
    second.refresh_from_db()
    assert second.assignee == cast.dewi


def test_a_viewer_in_the_team_gets_nothing(cast: Cast) -> None:
    team = team_of(cast, cast.gilang)
    at_work(cast.gilang)
    made = builders.ticket(cast.rina, team=team)
    settle()
    made.refresh_from_db()
    assert made.assignee is None
    assert Decision.objects.get(ticket=made).reason == "nobody"


def test_the_first_rule_that_matches_chooses_team_and_skills_and_near_misses_are_kept(cast: Cast) -> None:
    finance = save_team(workspace=cast.workspace, name="Keuangan", members=[cast.dewi, cast.budi], by=SYSTEM)
    change_team(team=finance, strategy="round_robin", by=SYSTEM)
    near = {"match": "all", "of": [
        {"field": "subject", "op": "contains", "value": "refund"}, {"field": "priority", "op": "is", "value": ["urgent"]},
    ]}  # fmt: skip
    right = {"match": "all", "of": [{"field": "subject", "op": "contains", "value": "refund"}]}
    common = {"workspace": cast.workspace, "rule": None, "is_on": True, "by": SYSTEM}
    save_rule(conditions=near, team=cast.senja.team, skills=[], **common)
    matching = save_rule(conditions=right, team=finance, skills=["Refund"], **common)
    change_seat(member=cast.budi, limit=None, skills=["refund"], languages=[], by=SYSTEM)
    at_work(cast.dewi, cast.budi)
    made = builders.ticket(cast.rina, subject="Minta refund", team=cast.senja.team)
    settle()
    made.refresh_from_db()
    assert (made.team, made.assignee) == (finance, cast.budi)
    decision = Decision.objects.filter(ticket=made).earliest("pk")
    assert [(one["matched"], one["missed"]) for one in decision.rules] == [(False, [1]), (True, [])]
    assert decision.rules[-1]["rule"] == matching.pk
    assert decision.candidates[-1] == {"member": cast.dewi.pk, "why": "skill", "value": "refund"}


def test_a_team_chosen_by_hand_stays_and_looks_for_its_person(cast: Cast) -> None:
    team = team_of(cast, cast.dewi)
    at_work(cast.dewi)
    settle()
    made = builders.ticket(cast.rina)
    settle()
    set_team(ticket=made, to=team, by=Actor.member(cast.sari.pk))
    settle()
    made.refresh_from_db()
    assert made.assignee == cast.dewi


def test_who_gives_a_ticket_back_does_not_get_it_again(cast: Cast) -> None:
    team = team_of(cast, cast.dewi, cast.budi)
    at_work(cast.dewi)
    made = builders.ticket(cast.rina, team=team)
    settle()
    assign(ticket=made, to=None, by=Actor.member(cast.dewi.pk))
    settle()
    made.refresh_from_db()
    assert made.assignee is None
    at_work(cast.budi)
    settle()
    made.refresh_from_db()
    assert made.assignee == cast.budi


def test_sticky_goes_back_to_who_helped_this_customer(cast: Cast) -> None:
    team = team_of(cast, cast.dewi, cast.budi, strategy="sticky")
    builders.ticket(cast.rina, assignee=cast.dewi)
    builders.ticket(cast.rina, assignee=cast.dewi)
    at_work(cast.dewi, cast.budi)
    made = builders.ticket(cast.rina, team=team)
    settle()
    made.refresh_from_db()
    assert made.assignee == cast.dewi


def test_load_follows_what_happens_to_a_ticket(cast: Cast) -> None:
    def used(member: Member) -> int:
        return Seat.objects.get(member=member).used

    made = builders.ticket(cast.rina, assignee=cast.dewi)
    assert used(cast.dewi) == 10
    snooze(ticket=made, until=datetime.now(UTC) + timedelta(hours=2), by=SYSTEM)
    assert used(cast.dewi) == 0
    builders.inbound(made)  # wakes it
    assert used(cast.dewi) == 10
    assign(ticket=made, to=cast.budi, by=SYSTEM)
    assert (used(cast.dewi), used(cast.budi)) == (0, 10)
    resolve(ticket=made, by=SYSTEM)
    assert used(cast.budi) == 0
    reopen(ticket=made, by=SYSTEM)
    assert used(cast.budi) == 10
    assign(ticket=made, to=None, by=SYSTEM)
    assert (used(cast.budi), Charge.objects.count()) == (0, 0)
    assert recount(cast.workspace.pk) == 0


def test_a_count_that_is_wrong_is_mended(cast: Cast) -> None:
    builders.ticket(cast.rina, assignee=cast.dewi)
    Seat.objects.filter(member=cast.dewi).update(used=77)
    Charge.objects.all().delete()
    assert recount(cast.workspace.pk) == 1
    assert Seat.objects.get(member=cast.dewi).used == 10


def test_what_nobody_takes_goes_to_the_next_team_and_not_back(cast: Cast) -> None:
    second = save_team(workspace=cast.workspace, name="Cadangan", members=[cast.budi], by=SYSTEM)
    first = team_of(cast, cast.dewi, overflow_team_id=second.pk, overflow_minutes=10)
    change_team(team=second, strategy="least_loaded", overflow_team_id=first.pk, overflow_minutes=10, by=SYSTEM)
    made = builders.ticket(cast.rina, team=first)
    settle()
    now = datetime.now(UTC)
    ring_due(now + timedelta(minutes=11))
    settle()
    made.refresh_from_db()
    assert made.team == second
    ring_due(now + timedelta(minutes=30))
    settle()
    made.refresh_from_db()
    assert made.team == second


def test_a_silent_owner_is_relieved(cast: Cast) -> None:
    team = team_of(cast, cast.dewi, cast.budi, reassign="away", reassign_minutes=30)
    at_work(cast.dewi)
    made = builders.ticket(cast.rina, team=team)
    settle()
    set_availability(member=cast.dewi, status="offline", by=SYSTEM)
    at_work(cast.budi)
    settle()
    made.refresh_from_db()
    assert made.assignee == cast.dewi
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=31), tick=True):
        set_availability(member=cast.budi, status="async_only", by=SYSTEM)
        ring_due(datetime.now(UTC))
        settle()
    made.refresh_from_db()
    assert made.assignee == cast.budi
    assert Decision.objects.filter(ticket=made).latest("pk").how == "silent"
    assert (Seat.objects.get(member=cast.dewi).used, Seat.objects.get(member=cast.budi).used) == (0, 10)


def test_who_goes_hands_over_what_waits(cast: Cast) -> None:
    team = team_of(cast, cast.dewi, cast.budi)
    other = save_team(workspace=cast.workspace, name="Lain", members=[cast.dewi], by=SYSTEM)
    at_work(cast.dewi, cast.budi)
    settle()
    given, left, own = (builders.ticket(cast.rina, assignee=cast.dewi) for _count in range(3))
    set_team(ticket=given, to=team, by=SYSTEM)
    set_team(ticket=left, to=other, by=SYSTEM)
    leave(member=cast.dewi, by=Actor.member(cast.dewi.pk))
    settle()
    assert [Ticket.objects.get(pk=one.pk).assignee for one in (given, left, own)] == [cast.budi, None, cast.dewi]
    assert Seat.objects.get(member=cast.dewi).used == 10
