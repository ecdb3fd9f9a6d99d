"""Rules: what sets them off, what they do, in which order, once, and never in circles."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.desk.actions.macros import save_macro
from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import ring_due
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.properties import change_priority
from percaya.core.tickets.actions.states import resolve, wait_for_customer
from percaya.core.tickets.models import Message, TicketLabel
from percaya.core.workspace.actions.members import change_member
from percaya.stages.automation import policy
from percaya.stages.automation.actions.rules import RuleWish, save_rule, set_mode
from percaya.stages.automation.actions.running import run
from percaya.stages.automation.models import Rule, RuleRun
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db

OPENED = {"when": "event", "of": ["opened"]}


def rule(cast: Cast, *actions: tuple[str, str], trigger: Any = None, of: Any = (), mode: str = "active", **more: Any) -> Rule:
    wish = RuleWish(
        name=more.pop("name", "Aturan uji"), trigger=trigger or OPENED, conditions={"match": "all", "of": list(of)},
        actions=[{"do": do, "value": value} for do, value in actions], **more,
    )  # fmt: skip
    return save_rule(workspace=cast.workspace, wish=wish, mode=mode, by=Actor.member(cast.wayan.pk))


def work() -> None:
    engine().run_pending()


def words(ticket: Any) -> set[str]:
    return set(TicketLabel.objects.filter(ticket=ticket).values_list("label__name", flat=True))


def later(**span: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**span), tick=True)


def test_a_rule_acts_on_what_it_means_and_the_story_names_it(cast: Cast) -> None:
    made = rule(cast, ("priority", "high"), ("label", "kirim"), of=[{"field": "subject", "op": "contains", "value": "paket"}])
    meant, other = builders.ticket(cast.rina), builders.ticket(cast.rina, subject="Warna kain")
    work()
    assert (builders.fresh(meant).priority, words(meant)) == ("high", {"kirim"})
    assert (builders.fresh(other).priority, words(other)) == ("normal", set())
    changed = EventRow.objects.get(stream_type="ticket", stream_id=meant.pk, kind="ticket.priority_changed")
    assert (changed.actor_kind, changed.actor_id) == ("rule", made.pk)
    assert EventRow.objects.get(pk=changed.cause_id).kind == "ticket.opened"


def test_asked_twice_about_one_event_it_acts_once(cast: Cast) -> None:
    rule(cast, ("note", "Cek alamat"))
    ticket = builders.ticket(cast.rina)
    work()
    opened = EventRow.objects.get(stream_id=ticket.pk, stream_type="ticket", kind="ticket.opened")
    run(event_id=opened.pk)
    assert Message.objects.filter(ticket=ticket, direction="note").count() == 1
    assert RuleRun.objects.get().outcome == "done"


def test_rules_act_in_their_order_and_one_that_stops_ends_it(cast: Cast) -> None:
    rule(cast, ("priority", "high"))
    rule(cast, ("priority", "urgent"), stops=True)
    rule(cast, ("priority", "low"))
    ticket = builders.ticket(cast.rina)
    work()
    assert builders.fresh(ticket).priority == "urgent"


def test_two_rules_that_set_each_other_off_end_at_once(cast: Cast) -> None:
    on_priority = {"when": "event", "of": ["priority"]}
    rule(cast, ("priority", "low"), trigger=on_priority, of=[{"field": "priority", "op": "is", "value": ["high"]}])
    rule(cast, ("priority", "high"), trigger=on_priority, of=[{"field": "priority", "op": "is", "value": ["low"]}])
    ticket = builders.ticket(cast.rina)
    change_priority(ticket=ticket, to="high", by=Actor.member(cast.dewi.pk))
    work()
    assert EventRow.objects.filter(stream_id=ticket.pk, kind="ticket.priority_changed").count() == 4


def test_a_rule_that_acts_too_often_rests_and_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "MOST_PER_HOUR", 2)
    made = rule(cast, ("label", "baru"))
    tickets = [builders.ticket(cast.rina) for _count in range(3)]
    work()
    made.refresh_from_db()
    assert made.paused_until is not None and words(tickets[2]) == set()
    assert EventRow.objects.filter(kind="rule.changed", data__contains='"paused"').exists()
    set_mode(rule=made, mode="active", by=Actor.member(cast.wayan.pk))
    made.refresh_from_db()
    assert made.paused_until is None


def test_machines_and_spam_get_no_automatic_answer(cast: Cast) -> None:
    macro = builders_macro(cast)
    rule(cast, ("reply", macro), trigger={"when": "event", "of": ["opened", "message"]})
    ticket = builders.ticket(cast.rina, account=cast.senja.email, messages=0)
    builders.inbound(ticket, "Saya sedang cuti.", auto="auto-reply")
    work()
    assert not Message.objects.filter(ticket=ticket, author_kind="rule").exists()


def test_a_customer_gets_five_automatic_answers_a_day_at_most(cast: Cast) -> None:
    rule(cast, ("reply", builders_macro(cast)), trigger={"when": "event", "of": ["message"]})
    ticket = builders.ticket(cast.rina, account=cast.senja.email, messages=8)
    work()
    sent = Message.objects.filter(ticket=ticket, author_kind="rule", direction="outbound")
    assert sent.count() == policy.MOST_ANSWERS_A_DAY
    assert {one.auto for one in sent} == {"auto-reply"}
    assert "Halo Rina Marlina" in sent[0].body_text


def test_days_after_we_began_to_wait_and_still_waiting(cast: Cast) -> None:
    rule(cast, ("label", "ingatkan"), trigger={"when": "after", "of": ["waiting"], "span": "3d"})
    waits, answered = builders.ticket(cast.rina), builders.ticket(cast.rina)
    for ticket in (waits, answered):
        wait_for_customer(ticket=ticket, by=Actor.member(cast.dewi.pk))
    work()
    builders.inbound(answered)
    work()
    with later(days=2):
        ring_due(timezone.now())
        work()
        assert words(waits) == set()
    with later(days=3, minutes=1):
        ring_due(timezone.now())
        work()
    assert (words(waits), words(answered)) == ({"ingatkan"}, set())


def test_nobody_answered_counts_from_the_first_unanswered_word(cast: Cast) -> None:
    rule(cast, ("label", "lama"), trigger={"when": "after", "of": ["message"], "span": "4h"})
    silent, served = builders.ticket(cast.rina), builders.ticket(cast.rina)
    work()
    builders.reply(served, cast.dewi, hold_seconds=36000)
    with later(hours=3):
        builders.inbound(silent, "Halo?")
        work()
    with later(hours=4, minutes=1):
        ring_due(timezone.now())
        work()
    assert (words(silent), words(served)) == ({"lama"}, set())


def test_a_schedule_rings_once_and_again_the_next_day(cast: Cast) -> None:
    solved = builders.ticket(cast.rina)
    resolve(ticket=solved, by=Actor.member(cast.dewi.pk))
    rule(
        cast, ("note", "Masih selesai?"), trigger={"when": "time", "days": [], "at": "08:00"},
        of=[{"field": "state", "op": "is", "value": ["resolved"]}],
    )  # fmt: skip
    for day in (1, 2):
        with later(days=day):
            assert ring_due(timezone.now()) == 1
            assert ring_due(timezone.now()) == 0
            work()
    assert Message.objects.filter(ticket=solved, direction="note").count() == 2


def test_rules_of_next_door_hear_nothing(cast: Cast) -> None:
    rule(cast, ("label", "senja"))
    ticket = builders.ticket(cast.joko)
    work()
    assert words(ticket) == set()


def test_what_is_off_or_deleted_does_nothing(cast: Cast) -> None:
    rule(cast, ("label", "mati"), mode="off")
    ticket = builders.ticket(cast.rina)
    work()
    assert words(ticket) == set()


def test_one_step_that_cannot_be_done_leaves_the_others(cast: Cast) -> None:
    made = rule(cast, ("assign", public_ids.encode("member", cast.budi.pk)), ("label", "sampai"))
    change_member(member=cast.budi, is_active=False, by=cast.ratna)  # gone since the rule was saved
    ticket = builders.ticket(cast.rina)
    work()
    made.refresh_from_db()
    assert words(ticket) == {"sampai"} and "gone" in made.last_error and made.run_count == 1


def builders_macro(cast: Cast) -> str:
    text = "Halo {{contact.name}}, kami buka lagi besok. — {{workspace.name}}"
    made = save_macro(member=cast.wayan, name="Di luar jam", text=text, scope="workspace", by=Actor.member(cast.wayan.pk))
    return public_ids.encode("macro", made.pk)
