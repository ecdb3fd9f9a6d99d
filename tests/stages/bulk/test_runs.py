"""One deed to many: each ticket once, what fails is named with its reason, and taking back restores exactly what was changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError
from django.utils import timezone

from percaya.core.desk.actions.macros import save_macro
from percaya.core.desk.steps import parse
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import verify
from percaya.core.tickets.actions import properties, states
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.members import change_member
from percaya.core.workspace.models import Member, Team
from percaya.stages.bulk import actions, queries
from percaya.stages.bulk.models import Run
from tests import builders
from tests.cast import Cast, customer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PAUSE", (0.0, 0.0))


def begin(who: Member, tickets: list[Ticket], deed: str, **args: Any) -> Run:
    run = actions.choose(member=who, tickets=[ticket.pk for ticket in tickets])
    return actions.begin(run=run, deed=deed, args=args, by=Actor.member(who.pk))


def through(who: Member, tickets: list[Ticket], deed: str, **args: Any) -> Run:
    run = begin(who, tickets, deed, **args)
    engine().run_pending()
    return Run.objects.get(pk=run.pk)


def back(run: Run) -> Run:
    actions.take_back(run=run, by=Actor.member(run.member_id))
    engine().run_pending()
    return Run.objects.get(pk=run.pk)


def column(tickets: list[Ticket], name: str) -> list[Any]:
    return [getattr(builders.fresh(ticket), name) for ticket in tickets]


@pytest.fixture
def three(cast: Cast) -> list[Ticket]:
    return [builders.ticket(cast.rina, account=cast.senja.email, priority=priority) for priority in ("low", "normal", "high")]


def test_a_deed_reaches_every_ticket_and_its_undo_every_one_that_it_changed(cast: Cast, three: list[Ticket]) -> None:
    before = column(three, "priority")
    run = through(cast.dewi, three, "priority", priority="high")
    assert column(three, "priority") == ["high"] * 3
    stand = queries.progress(run)
    assert (run.state, stand.done, stand.same, stand.failed, stand.left) == ("done", 2, 1, 0, 0)
    run = back(run)
    assert run.state == "undone" and column(three, "priority") == before
    assert list(verify(cast.workspace.pk)) == []


@pytest.mark.parametrize(
    ("deed", "args"),
    [
        ("take", {}),
        ("assign", {"member": "budi"}),
        ("team", {"team": "team"}),
        ("label", {"label": "promo"}),
        ("wait_for_customer", {}),
        ("wait_for_other", {"words": "kurir"}),
        ("resolve", {}),
        ("close", {}),
        ("snooze", {"until": None}),
        ("spam", {}),
    ],
)
def test_every_deed_is_done_and_taken_back(cast: Cast, three: list[Ticket], deed: str, args: dict[str, Any]) -> None:
    ids = {"budi": cast.budi.pk, "team": cast.senja.team.pk}
    names = ("state", "assignee_id", "team_id", "shelf", "waiting_since", "due_at", "waits_for", "is_spam", "snoozed_till_reply")

    def picture() -> list[Any]:
        labels = [list(ticket.ticketlabel_set.values_list("label__name", flat=True)) for ticket in three]
        return [*(column(three, name) for name in names), labels]

    before = picture()
    run = through(cast.dewi, three, deed, **{key: ids.get(str(value), value) for key, value in args.items()})
    assert queries.progress(run).done == 3 and picture() != before
    back(run)
    assert picture() == before


def test_a_ticket_that_refuses_is_named_with_its_reason_and_holds_up_no_other(cast: Cast, three: list[Ticket]) -> None:
    states.change_state(ticket=three[1], to="closed", by=Actor.system())
    run = through(cast.dewi, three, "wait_for_customer")
    assert [(item.ticket_id, bool(item.reason)) for item in queries.troubles(run)] == [(three[1].pk, True)]
    assert column(three, "state") == ["waiting_customer", "closed", "waiting_customer"]


def test_what_someone_changed_since_is_kept_and_said(cast: Cast, three: list[Ticket]) -> None:
    run = through(cast.dewi, three, "priority", priority="urgent")
    properties.change_priority(ticket=three[0], to="low", by=Actor.member(cast.budi.pk))
    run = back(run)
    assert column(three, "priority") == ["low", "normal", "high"]
    assert [item.ticket_id for item in queries.troubles(run)] == [three[0].pk]


def test_tickets_out_of_sight_are_not_touched(cast: Cast, three: list[Ticket]) -> None:
    """A private team's, one of another workspace, and all of them once the member may no longer reply."""
    Team.objects.filter(pk=cast.senja.team.pk).update(is_private=True)
    Ticket.objects.filter(pk=three[0].pk).update(team=cast.senja.team)
    foreign = builders.ticket(cast.joko)
    run = through(cast.budi, [*three, foreign], "priority", priority="urgent")
    assert column(three, "priority") == ["low", "urgent", "urgent"]
    assert builders.fresh(foreign).priority == "normal" and run.total == 3
    run = begin(cast.budi, three, "spam")
    change_member(member=cast.budi, role="light", by=cast.ratna)
    engine().run_pending()
    assert queries.progress(Run.objects.get(pk=run.pk)).failed == 3 and column(three, "is_spam") == [False] * 3


def test_the_choice_is_frozen_and_cut_at_the_most(cast: Cast, three: list[Ticket], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    run = actions.choose(member=cast.dewi, tickets=[ticket.pk for ticket in three])
    assert run.is_cut and run.total == 2


def test_nonsense_is_refused_before_anything_begins(cast: Cast, three: list[Ticket]) -> None:
    for deed, args in (
        ("dance", {}), ("priority", {"priority": "x"}), ("assign", {"member": cast.tono.pk}), ("label", {"label": " "}),
        ("unlabel", {"label": 1}), ("reply", {"text": " "}), ("team", {"team": cast.warung.team.pk}),
    ):  # fmt: skip
        with pytest.raises(Refused):
            begin(cast.dewi, three, deed, **args)
    with pytest.raises(Refused):
        begin(cast.gilang, three, "resolve")
    with pytest.raises(Refused):
        begin(cast.dewi, [], "resolve")
    assert column(three, "state") == ["new"] * 3


def test_a_reply_to_all_waits_ten_seconds_and_is_one_message_each_with_nobody_in_copy(cast: Cast, three: list[Ticket]) -> None:
    others = [builders.ticket(customer(cast.workspace, name), account=cast.senja.email) for name in ("Sri", "Agus")]
    run = begin(cast.dewi, [three[0], *others], "reply", text="Kiriman terlambat dua hari.")
    engine().run_pending()
    sent = Message.objects.filter(member=cast.dewi, direction="outbound")
    assert not sent.exists()
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        engine().run_pending()
    assert sorted(one.addressed["to"][0]["value"] for one in sent) == [
        "agus@contoh.example", "rina@contoh.example", "sri@contoh.example",
    ]  # fmt: skip
    assert all(one.addressed["cc"] == [] and len(one.addressed["to"]) == 1 for one in sent)
    with time_machine.travel(timezone.now() + timedelta(seconds=40)), pytest.raises(Refused):
        actions.take_back(run=run, by=Actor.member(cast.dewi.pk))


def test_replies_that_have_not_left_are_called_back_and_those_that_have_are_said(cast: Cast, three: list[Ticket]) -> None:
    run = begin(cast.dewi, three, "reply", text="Salah kirim.", then="resolve")
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        engine().run_pending()
        assert column(three, "state") == ["resolved"] * 3
        gone = Message.objects.filter(ticket=three[1], member=cast.dewi)
        assert list(gone.values_list("delivery_state", flat=True)) == ["held"]
        gone.update(delivery_state="sent")
        run = back(run)
    assert column(three, "state") == ["new", "resolved", "new"] and queries.progress(run).back == 2
    (kept,) = queries.troubles(run)
    assert kept.ticket_id == three[1].pk and "sudah" in kept.reason
    assert column(three, "waiting_since")[0] is not None


def test_merged_tickets_are_parted_again(cast: Cast, three: list[Ticket]) -> None:
    before = column(three, "message_count")
    run = through(cast.dewi, three, "merge", target=three[0].pk)
    assert column(three, "merged_into_id") == [None, three[0].pk, three[0].pk] and run.state == "done"
    back(run)
    assert column(three, "merged_into_id") == [None] * 3 and column(three, "message_count") == before
    assert list(verify(cast.workspace.pk)) == []


def test_what_a_macro_changed_goes_back_and_what_stays_is_said(cast: Cast, three: list[Ticket]) -> None:
    def macro(*steps: str) -> int:
        wish = {"member": cast.dewi, "name": f"M{len(steps)}", "text": "", "steps": parse(steps)}
        return save_macro(**wish, by=Actor.member(cast.dewi.pk)).pk

    run = through(cast.dewi, three, "macro", macro=macro("priority:urgent", "label:promo"))
    assert run.state == "done" and column(three, "priority") == ["urgent"] * 3  # nothing of it stays: it began at once
    assert queries.in_part(back(run)) == [] and column(three, "priority") == ["low", "normal", "high"]
    run = begin(cast.dewi, three, "macro", macro=macro("priority:urgent", "note:Sudah dicek", "follow:"))
    assert run.state == "waiting"
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        engine().run_pending()
        run = back(run)
    assert column(three, "priority") == ["low", "normal", "high"]
    assert ["Catatan" in item.reason for item in queries.in_part(run)] == [True] * 3
    assert Message.objects.filter(body_text="Sudah dicek").count() == 3


def test_a_reply_to_all_called_off_in_time_is_never_sent(cast: Cast, three: list[Ticket]) -> None:
    run = begin(cast.dewi, three, "reply", text="Salah kirim.")
    actions.take_back(run=run, by=Actor.member(cast.dewi.pk))
    with time_machine.travel(timezone.now() + timedelta(seconds=60)):
        engine().run_pending()
    assert not Message.objects.filter(member=cast.dewi).exists()
    assert Run.objects.get(pk=run.pk).state == "stopped"


def test_undoing_is_over_ten_seconds_after_the_end(cast: Cast, three: list[Ticket]) -> None:
    run = through(cast.dewi, three, "spam")
    with time_machine.travel(timezone.now() + timedelta(seconds=20)), pytest.raises(Refused):
        actions.take_back(run=run, by=Actor.member(cast.dewi.pk))
    assert column(three, "is_spam") == [True] * 3


def test_beginning_twice_does_it_once(cast: Cast, three: list[Ticket]) -> None:
    run = begin(cast.dewi, three, "label", label="promo")
    actions.begin(run=run, deed="spam", args={}, by=Actor.member(cast.dewi.pk))
    engine().run_pending()
    assert column(three, "is_spam") == [False] * 3
    assert EventRow.objects.filter(kind="bulk.begun").count() == 1


@pytest.mark.parametrize("break_at", range(1, 4))
def test_a_turn_that_breaks_off_is_taken_again_and_none_twice(
    cast: Cast, three: list[Ticket], break_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database goes away in the middle of one ticket's turn, after its change and before its mark."""
    run = begin(cast.dewi, three, "reply", text="Halo")
    turns = _breaking(actions._tried, break_at)
    monkeypatch.setattr(actions, "_tried", turns)
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        engine().run_pending()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        engine().run_pending()
    assert Message.objects.filter(member=cast.dewi).count() == 3
    assert queries.progress(run).done == 3


def _breaking(real: Callable[..., Any], at: int) -> Callable[..., Any]:
    count = 0

    def turn(*args: Any) -> Any:
        nonlocal count
        count += 1
        reason = real(*args)
        if count == at:
            raise DatabaseError("gone")
        return reason

    return turn


def test_two_runs_take_turns(cast: Cast, three: list[Ticket], monkeypatch: pytest.MonkeyPatch) -> None:
    """A long run does not hold a short one up: after a moment it queues up again behind it."""
    monkeypatch.setattr(actions, "SLICE", 0.0)
    real, order = actions._step, []  # type: ignore[var-annotated]
    monkeypatch.setattr(actions, "_step", lambda run_id, member: order.append(run_id) or real(run_id, member))
    first, second = begin(cast.dewi, three, "spam"), begin(cast.budi, three[:1], "label", label="x")
    engine().run_pending()
    assert order.index(second.pk) < len(order) - 1 - order[::-1].index(first.pk)
    assert {Run.objects.get(pk=run.pk).state for run in (first, second)} == {"done"}
