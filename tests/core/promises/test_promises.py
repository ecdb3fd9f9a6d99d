"""A promise is kept, moved, owned up to or released: each once, on record, and on the ticket while it is owed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import Alarm, EventRow
from percaya.core.journal.queries import facts
from percaya.core.promises.actions import (
    break_promise,
    cancel_promise,
    fall_due,
    hand_over_promise,
    keep_promise,
    make_promise,
    move_promise,
)
from percaya.core.promises.models import Promise, PromiseState
from percaya.core.promises.queries import ledger, of_ticket, possible_owners, standing_of
from percaya.core.tickets.actions.assigning import assign, set_team
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.members import save_team
from percaya.stages.notices.models import Notice
from percaya.stages.notices.telling import tell
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return builders.ticket(cast.rina, assignee=cast.dewi)


def promised(ticket: Ticket, cast: Cast, hours: float = 2, text: str = "Kabar posisi paket") -> Promise:
    due = timezone.now() + HOUR * hours
    return make_promise(ticket=ticket, text=text, due_at=due, owner=cast.dewi, by=Actor.member(cast.dewi.pk))


def ring(promise: Promise) -> None:
    """As the alarm does, its time having come."""
    alarm = Alarm.objects.get(key=f"promise:{promise.pk}")
    fall_due(**alarm.args)
    promise.refresh_from_db()


def test_the_nearest_open_promise_stands_on_the_ticket(cast: Cast, ticket: Ticket) -> None:
    later, sooner = promised(ticket, cast, 5), promised(ticket, cast, 2, "Nomor resi baru")
    ticket.refresh_from_db()
    assert (ticket.promise_due_at, ticket.promise_owner_id) == (sooner.due_at, cast.dewi.pk)
    keep_promise(promise=sooner, by=Actor.member(cast.dewi.pk))
    ticket.refresh_from_db()
    assert ticket.promise_due_at == later.due_at
    cancel_promise(promise=later, by=Actor.member(cast.dewi.pk))
    ticket.refresh_from_db()
    assert ticket.promise_due_at is None and ticket.promise_owner_id is None


def test_a_promise_due_before_the_reply_makes_the_ticket_more_urgent(cast: Cast, ticket: Ticket) -> None:
    ticket.refresh_from_db()
    before = ticket.urgency_key
    promised(ticket, cast, 0.05)
    ticket.refresh_from_db()
    assert ticket.urgency_key < before


def test_at_its_time_an_open_promise_is_late_once(cast: Cast, ticket: Ticket) -> None:
    promise = promised(ticket, cast)
    ring(promise)
    assert promise.state == PromiseState.LATE and promise.was_late
    fall_due(promise_id=promise.pk, due_at=promise.due_at.isoformat())
    assert EventRow.objects.filter(kind="promise.late").count() == 1
    kept = keep_promise(promise=promise, by=Actor.system())
    assert kept.state == PromiseState.KEPT and kept.was_late, "done late is not done on time"


def test_a_moved_promise_remembers_what_was_said_first(cast: Cast, ticket: Ticket) -> None:
    promise = promised(ticket, cast)
    first = promise.due_at
    old = Alarm.objects.get(key=f"promise:{promise.pk}").args
    moved = move_promise(promise=promise, to=first + HOUR, reason="Gudang tutup", by=Actor.system())
    assert (moved.first_due_at, moved.due_at, moved.moved) == (first, first + HOUR, 1)
    fall_due(**old)
    moved.refresh_from_db()
    assert moved.state == PromiseState.OPEN, "the old time's alarm means nothing any more"


def test_a_broken_promise_needs_a_reason_and_settled_is_settled(cast: Cast, ticket: Ticket) -> None:
    promise = promised(ticket, cast)
    with pytest.raises(Refused):
        break_promise(promise=promise, reason=" ", by=Actor.system())
    assert break_promise(promise=promise, reason="Stok habis", by=Actor.system()).state == PromiseState.BROKEN
    for verb in (keep_promise, cancel_promise):
        with pytest.raises(Refused):
            verb(promise=promise, by=Actor.system())


@pytest.mark.parametrize(("text", "hours"), [("  ", 2), ("Kabar", -1)])
def test_no_promise_without_words_or_in_the_past(cast: Cast, ticket: Ticket, text: str, hours: float) -> None:
    with pytest.raises(Refused):
        promised(ticket, cast, hours, text)
    assert not Promise.objects.exists()


def test_the_ledger_shows_what_the_member_may_see_and_whose_it_is(cast: Cast, ticket: Ticket) -> None:
    promise = promised(ticket, cast)
    assert [row.pk for row in ledger(cast.dewi, sheet="open", mine=True).rows] == [promise.pk]
    hand_over_promise(promise=promise, to=cast.budi, by=Actor.system())
    assert ledger(cast.dewi, sheet="open", mine=True).rows == []
    assert [row.pk for row in ledger(cast.dewi, sheet="open", mine=False).rows] == [promise.pk]
    assert ledger(cast.tono, sheet="open", mine=False).rows == []
    now = timezone.now()
    assert standing_of(cast.budi, now, now + HOUR * 3) == {"late": 0, "due": 1}
    assert [each.pk for each in of_ticket(ticket)] == [promise.pk]


def test_the_words_stay_out_of_the_chain(cast: Cast, ticket: Ticket) -> None:
    promised(ticket, cast, text="Kembalikan uang Bu Rina")
    assert "Rina" not in str(EventRow.objects.get(kind="promise.made").data)


def test_a_promise_is_nobodys_who_does_not_see_its_ticket(cast: Cast) -> None:
    legal = save_team(workspace=cast.workspace, name="Hukum", members=[cast.dewi], is_private=True, by=Actor.system())
    ticket = builders.ticket(cast.rina, team=legal)
    due, by = timezone.now() + HOUR, Actor.member(cast.sari.pk)
    with pytest.raises(Refused, match="Budi"):
        make_promise(ticket=ticket, text="Kabar", due_at=due, owner=cast.budi, by=by)
    made = make_promise(ticket=ticket, text="Kabar", due_at=due, owner=cast.dewi, by=by)
    with pytest.raises(Refused, match="Budi"):
        hand_over_promise(promise=made, to=cast.budi, by=by)
    assert {one.name for one in possible_owners(ticket)} == {"Ratna", "Wayan", "Sari", "Dewi"}
    assert cast.budi in possible_owners(builders.ticket(cast.rina))


def test_supervisors_hear_when_who_promised_held_the_ticket_from_outside_its_private_team(cast: Cast) -> None:
    legal = save_team(workspace=cast.workspace, name="Hukum", members=[cast.sari], is_private=True, by=Actor.system())
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.ratna.pk)
    assign(ticket=ticket, to=cast.dewi, by=by)
    promised(builders.fresh(ticket), cast)
    set_team(ticket=ticket, to=legal, by=by)
    assert not EventRow.objects.filter(kind="promise.out_of_sight").exists()  # it is still Dewi's, who sees it
    assign(ticket=ticket, to=cast.sari, by=by)
    row = EventRow.objects.get(kind="promise.out_of_sight")
    assert facts(row)["member"] == cast.dewi.pk
    open_to_all = builders.ticket(cast.rina)
    assign(ticket=open_to_all, to=cast.dewi, by=by)
    promised(builders.fresh(open_to_all), cast)
    assign(ticket=open_to_all, to=cast.sari, by=by)
    assert EventRow.objects.filter(kind="promise.out_of_sight").count() == 1


def test_supervisors_hear_of_a_promise_whose_owner_lost_sight_of_the_ticket(cast: Cast) -> None:
    legal = save_team(workspace=cast.workspace, name="Hukum", members=[], is_private=True, by=Actor.system())
    ticket = builders.ticket(cast.rina)
    promised(ticket, cast)
    set_team(ticket=ticket, to=legal, by=Actor.member(cast.ratna.pk))
    row = EventRow.objects.get(kind="promise.out_of_sight")
    assert facts(row)["member"] == cast.dewi.pk
    tell([row])
    told = set(Notice.objects.filter(kind="promise_unseen").values_list("member__name", flat=True))
    assert told == {"Ratna", "Wayan", "Sari"}
