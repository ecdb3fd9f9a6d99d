"""A day of a shop, played fast: whenever one looks, the board, the chips of the inbox and the report agree to the row with a
count of everything there is."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.assigning import assign, set_team
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.replying import cancel_reply
from percaya.core.tickets.actions.shelving import mark_spam
from percaya.core.tickets.actions.states import change_state
from percaya.core.tickets.models import Message, Ticket
from percaya.stages.analytics.actions.rebuilding import rebuild
from percaya.stages.analytics.models import ReplyFacts
from percaya.stages.analytics.queries import breakdown, metrics
from percaya.stages.analytics.queries.live import board, rows_behind
from percaya.stages.analytics.queries.metrics import Asked
from percaya.stages.analytics.reactions import follow
from tests import builders
from tests.cast import Cast
from tests.stages.analytics.test_facts import at, clock, everything

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
__all__ = ["clock"]
ZONE = "Asia/Jakarta"
DEEDS = ("open", "open", "write", "reply", "reply", "reply", "solve", "take", "hand", "wait", "back", "spam")


class Day:
    """Customers and agents do things at random, always the same ones; the follower reads in batches of any size."""

    def __init__(self, cast: Cast, clock: Any, seed: int) -> None:
        self.cast, self.clock, self.chance, self.read = cast, clock, random.Random(seed), 0
        self.done = 0

    def live(self, deeds: int) -> None:
        for _count in range(deeds):
            self.clock.shift(timedelta(minutes=self.chance.randint(1, 9)))
            self._do(self.chance.choice(DEEDS))
            if self.chance.random() < 0.3:
                self.follow(self.chance.choice((1, 3, 50)))

    def follow(self, most: int = 100_000) -> None:
        rows = list(EventRow.objects.filter(id__gt=self.read).order_by("id")[:most])
        if rows:
            follow(rows)
            self.read = rows[-1].pk

    def _do(self, deed: str) -> None:
        rows = Ticket.objects.filter(workspace=self.cast.workspace).order_by("pk")
        if deed == "open" or not rows.exists():
            builders.ticket(self.cast.rina, team=self.chance.choice((None, self.cast.senja.team)))
            return
        ticket = self.chance.choice(list(rows))
        member = self.chance.choice((self.cast.dewi, self.cast.budi, self.cast.sari))
        try:
            self._change(deed, ticket, member)
        except Refused:
            return
        self.done += 1

    def _change(self, deed: str, ticket: Ticket, member: Any) -> None:
        by = Actor.member(member.pk)
        match deed:
            case "write":
                builders.inbound(ticket)
            case "reply":
                builders.reply(ticket, member, then=self.chance.choice(("", "", "resolve")))
            case "back":
                message = builders.reply(ticket, member, hold_seconds=10)
                self.follow(self.chance.choice((0, 1, 100)))
                cancel_reply(message=message, by=by, member=member)
            case "solve":
                change_state(ticket=ticket, to="resolved", by=by)
            case "wait":
                change_state(ticket=ticket, to=self.chance.choice(("waiting_customer", "waiting_other", "open")), by=by)
            case "take":
                assign(ticket=ticket, to=member, by=by)
            case "hand":
                set_team(ticket=ticket, to=self.cast.senja.team, by=by)
            case "spam" if self.chance.random() < 0.2:
                mark_spam(ticket=ticket, by=by)


def _numbers_of_everything(cast: Cast, now: datetime) -> dict[str, int]:
    every = Ticket.objects.filter(workspace=cast.workspace, is_spam=False, merged_into=None)
    active = [one for one in every if one.is_open]
    return {
        "open": len(active),
        "waiting": sum(one.waiting_since is not None for one in active),
        "untaken": sum(one.assignee_id is None for one in active),
        "overdue": sum(one.due_at is not None and one.due_at < now for one in active),
        "created": every.count(),
    }


def _first_replies(cast: Cast) -> dict[int, int]:
    """Ticket -> seconds on the wall from its first message to the first answer after it, by the messages themselves."""
    found: dict[int, int] = {}
    came: dict[int, datetime] = {}
    rows = Message.objects.filter(workspace=cast.workspace, ticket__is_spam=False, auto="").exclude(delivery_state="cancelled")
    for message in rows.order_by("pk"):
        if message.direction == "inbound":
            came.setdefault(message.ticket_id, message.created_at)
        elif message.ticket_id in came and message.ticket_id not in found:
            found[message.ticket_id] = round((message.created_at - came[message.ticket_id]).total_seconds())
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_board_chips_and_report_agree_to_the_row(cast: Cast, clock: Any, seed: int) -> None:
    clock.move_to(at("2026-02-04 06:00"))
    day = Day(cast, clock, seed)
    for _look in range(4):
        day.live(30)
        day.follow()
        now = timezone.now()
        expected = _numbers_of_everything(cast, now)
        shown = board(cast.workspace.pk, now=now, zone=ZONE)
        numbers = {name: shown.total(name) for name in ("open", "waiting", "overdue")}
        numbers |= {"untaken": shown.total("open", untaken=True), "created": shown.flowing.created}
        rows = {name: rows_behind(name, cast.workspace.pk, now=now, zone=ZONE) for name in expected}
        assert numbers == expected == {name: found.count() for name, found in rows.items() if found is not None}
        asked = Asked(cast.workspace.pk, at("2026-02-04 00:00"), at("2026-02-06 00:00"))
        report = dict(metrics.replied_first(asked).values_list("pk", "first_reply_c"))
        assert report == _first_replies(cast)
        assert metrics.created(asked).count() == expected["created"]
        assert metrics.backlog(asked).count() == expected["open"]
        assert shown.flowing.resolved == metrics.resolved(asked).count()
        assert sum(one.replies for one in breakdown.by_team_and_person(asked, now)[1]) == metrics.replies(asked).count()
    said = Message.objects.filter(workspace=cast.workspace, direction="outbound", auto="").exclude(delivery_state="cancelled")
    assert set(ReplyFacts.objects.values_list("message", flat=True)) == set(said.values_list("pk", flat=True))
    assert EventRow.objects.filter(workspace_id=cast.workspace.pk).count() > 200
    before = everything()
    rebuild(workspace_id=cast.workspace.pk)
    day.follow()
    follow(list(EventRow.objects.order_by("id")))
    assert everything() == before
