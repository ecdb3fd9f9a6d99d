"""Two hundred tickets look for their person at the same time: each finds one, nobody gets more than they can hold."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.db.models import Count

from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.members import save_team
from percaya.stages.routing.actions.availability import change_seat, set_availability
from percaya.stages.routing.actions.loads import recount
from percaya.stages.routing.actions.placing import place
from percaya.stages.routing.actions.planning import change_team
from percaya.stages.routing.models import Charge, Decision, Seat
from tests import builders
from tests.cast import Cast, member

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system()
TICKETS, AT_ONCE = 200, 8
ROOM = {"Adi": 300, "Bayu": 400, "Citra": 500, "Dina": 600}  # 180 tickets in all: twenty find nobody


def test_two_hundred_at_once(cast: Cast) -> None:
    people = [member(cast.workspace, name, "agent") for name in ROOM]
    team = save_team(workspace=cast.workspace, name="Serentak", members=people, by=SYSTEM)
    tickets = [builders.ticket(cast.rina, team=team).pk for _count in range(TICKETS)]
    change_team(team=team, strategy="least_loaded", by=SYSTEM)
    for who in people:
        change_seat(member=who, limit=ROOM[who.name], skills=[], languages=[], by=SYSTEM)
        set_availability(member=who, status="available", by=SYSTEM)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        # Each ticket twice: a job that runs again, or two workers with the same one, must not give it to two people.
        list(pool.map(_place, [*tickets, *tickets]))

    assert Ticket.objects.filter(pk__in=tickets).exclude(assignee=None).count() == sum(ROOM.values()) // 10
    held = dict(Ticket.objects.filter(pk__in=tickets).values_list("assignee__name").annotate(count=Count("pk")))
    assert {name: count * 10 for name, count in held.items() if name} == ROOM
    given = Decision.objects.filter(ticket__in=tickets).exclude(member=None)
    assert given.count() == given.values("ticket").distinct().count() == 180
    assert {seat.member.name: seat.used for seat in Seat.objects.filter(member__in=people).select_related("member")} == ROOM
    assert Charge.objects.filter(member__in=people).count() == 180
    assert recount(cast.workspace.pk) == 0


def _place(ticket_id: int) -> None:
    try:
        place(ticket_id=ticket_id, how="opened")
    finally:
        connections.close_all()
