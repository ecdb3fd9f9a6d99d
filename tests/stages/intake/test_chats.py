"""Chats have no threads: what one person writes at one account belongs together until the matter is over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
import time_machine

from percaya.channels.registry import channel
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.merging import merge
from percaya.core.tickets.actions.shelving import mark_spam, snooze
from percaya.core.tickets.actions.states import close, resolve
from percaya.core.tickets.models import Message, Ticket, TicketLabel
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.stages.automation.actions.rules import RuleWish, save_rule
from percaya.stages.automation.models import RuleRun
from percaya.stages.intake.actions import accept, process
from percaya.stages.notices.actions import noting
from percaya.stages.notices.models import Notice
from percaya.stages.sla.models import Clock
from tests import builders
from tests.cast import Cast
from tests.stages.notices.test_staff import hear

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 2, 4, 5, 0, tzinfo=UTC)
Says = Callable[..., Message]


@pytest.fixture
def says(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Says:
    """Rina writes in a chat that names no conversation, ``after`` noon; a channel like any vendor's."""
    can = replace(channel("api").capabilities, conversational=True)
    monkeypatch.setattr(type(channel("api")), "capabilities", can)
    count = iter(range(1000))

    def say(text: str, after: timedelta = timedelta(), who: str = "rina") -> Message:
        said = {"id": f"m{next(count)}", "sender": {"external_id": who, "name": "Rina"}, "text": text}
        with time_machine.travel(NOON + after, tick=False):
            arrival = process(arrival_id=accept(account=cast.senja.api, raw=orjson.dumps(said), door="api").pk)
        assert arrival.message is not None
        return arrival.message

    return say


def at(after: timedelta) -> Any:
    return time_machine.travel(NOON + after, tick=False)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def test_an_open_ticket_takes_what_its_person_writes_and_nobody_elses(says: Says) -> None:
    first = says("Paket saya belum sampai")
    assert says("Sudah enam hari", hours(300)).ticket_id == first.ticket_id
    assert says("Halo, mau tanya ongkir", who="andi").ticket_id != first.ticket_id


@pytest.mark.parametrize(("after", "reopens"), [(timedelta(hours=24, seconds=-1), True), (hours(24), False)])
def test_a_resolved_ticket_opens_again_within_the_window_only(says: Says, after: timedelta, reopens: bool) -> None:
    ticket = says("Paket saya belum sampai").ticket
    with at(timedelta(minutes=5)):
        resolve(ticket=ticket, by=Actor.system())
    again = says("Masih belum sampai", after + timedelta(minutes=5)).ticket
    if reopens:
        assert (again.pk, again.state) == (ticket.pk, "open")
    else:
        assert (again.state, again.follows_id, again.subject) == ("new", ticket.pk, "Masih belum sampai")
        assert Ticket.objects.get(pk=ticket.pk).state == "resolved"


@pytest.mark.parametrize(("talks", "reopens"), [({"reopen_hours": 0}, False), ({"reopen_hours": 72}, True)])
def test_the_business_sets_the_window(cast: Cast, says: Says, talks: dict[str, Any], reopens: bool) -> None:
    change_workspace(workspace=cast.workspace, talks=talks, by=Actor.system())
    ticket = says("Paket saya belum sampai").ticket
    with at(timedelta()):
        resolve(ticket=ticket, by=Actor.system())
    assert (says("Masih belum", hours(48)).ticket_id == ticket.pk) is reopens


def test_an_account_may_have_a_window_of_its_own(cast: Cast, says: Says) -> None:
    own = {"reopen_hours": 72, "accounts": {public_ids.encode("account", cast.senja.api.pk): 1}}
    change_workspace(workspace=cast.workspace, talks=own, by=Actor.system())
    ticket = says("Paket saya belum sampai").ticket
    with at(timedelta()):
        resolve(ticket=ticket, by=Actor.system())
    assert says("Masih belum", hours(2)).ticket_id != ticket.pk


def test_a_closed_ticket_goes_on_in_a_follow_up(says: Says) -> None:
    ticket = says("Paket saya belum sampai").ticket
    with at(timedelta()):
        resolve(ticket=ticket, by=Actor.system())
        close(ticket=ticket, by=Actor.system())
    second = says("Masih belum", timedelta(minutes=1))
    assert second.ticket.follows_id == ticket.pk
    assert says("Kak?", timedelta(minutes=2)).ticket_id == second.ticket_id


def test_a_sleeping_ticket_wakes(says: Says) -> None:
    ticket = says("Paket saya belum sampai").ticket
    with at(timedelta()):
        snooze(ticket=ticket, until=NOON + hours(48), by=Actor.system())
    woken = says("Ada kabar?", hours(1)).ticket
    assert (woken.pk, woken.snoozed_until) == (ticket.pk, None)


def test_spam_goes_on_where_it_lies_and_is_looked_at_anew_after_a_silence(says: Says) -> None:
    ticket = says("Pinjaman cair 5 menit").ticket
    mark_spam(ticket=ticket, by=Actor.system())
    assert says("Hubungi sekarang", hours(20)).ticket_id == ticket.pk
    assert says("Promo lagi", hours(43)).ticket_id == ticket.pk
    later = says("Kak, pesanan saya di mana?", hours(80)).ticket
    assert later.pk != ticket.pk and not later.is_spam


def test_what_was_merged_goes_on_where_it_went(cast: Cast, says: Says) -> None:
    ticket = says("Paket saya belum sampai").ticket
    other = builders.ticket(cast.rina)
    merge(source=ticket, target=other, by=Actor.member(cast.sari.pk))
    assert says("Ada kabar?", hours(1)).ticket_id == other.pk


def test_a_burst_is_one_clock_and_one_notice(cast: Cast, says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = says("halo").ticket
    assign(ticket=ticket, to=cast.dewi, by=Actor.system())
    buzzed: list[bool] = []
    monkeypatch.setattr(noting, "_buzz", lambda *_args: buzzed.append(True))
    for second, words in enumerate(("kak", "paket saya", "belum sampai juga", "gimana ya"), 1):
        says(words, timedelta(seconds=10 * second))
    ticket = builders.fresh(ticket)
    assert (ticket.waiting_since, Clock.objects.filter(ticket=ticket, kind="first_reply").count()) == (NOON, 1)
    with at(timedelta(minutes=1)):
        hear()
    assert Notice.objects.filter(member=cast.dewi, ticket=ticket).count() == 1
    assert len(buzzed) == 2  # that it was given to her, and that the customer writes
    says("halo?", timedelta(minutes=4))
    with at(timedelta(minutes=4)):
        hear()
    assert len(buzzed) == 3


def test_a_greeting_leaves_the_subject_open_until_the_matter_is_named(says: Says) -> None:
    ticket = says("Halo kak 🙏").ticket
    assert ticket.subject == ""
    assert says("p", timedelta(seconds=5)).ticket.subject == ""
    assert says("Paket saya belum sampai. Tolong ya", timedelta(seconds=9)).ticket.subject == "Paket saya belum sampai"
    assert says("Mau tukar ukuran juga", timedelta(seconds=20)).ticket.subject == "Paket saya belum sampai"


def test_rules_by_topic_wait_for_the_matter_and_act_once(cast: Cast, says: Says) -> None:
    def rule(label: str, *of: dict[str, Any]) -> None:
        wish = RuleWish(
            name=label, trigger={"when": "event", "of": ["opened"]}, conditions={"match": "all", "of": list(of)},
            actions=[{"do": "label", "value": label}],
        )  # fmt: skip
        save_rule(workspace=cast.workspace, wish=wish, mode="active", by=Actor.member(cast.wayan.pk))

    rule("kirim", {"field": "subject", "op": "contains", "value": "paket"})
    rule("semua")
    ticket = says("Halo kak").ticket
    engine().run_pending()
    assert _labels(ticket) == ["semua"]
    says("Paket saya belum sampai", timedelta(seconds=5))
    engine().run_pending()
    assert _labels(ticket) == ["kirim", "semua"]
    assert RuleRun.objects.filter(ticket=ticket).count() == 2  # neither of them twice


def _labels(ticket: Ticket) -> list[str]:
    return list(TicketLabel.objects.filter(ticket=ticket).order_by("label__name").values_list("label__name", flat=True))
