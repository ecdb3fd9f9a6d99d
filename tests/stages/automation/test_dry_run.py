"""What the dry run of a rule shows is what the rule then does, whatever the rule and the tickets."""

import random
from typing import Any

import pytest

from percaya.core import public_ids
from percaya.core.desk.actions.macros import save_macro
from percaya.core.desk.steps import Step
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.ratings.actions import save_limits
from percaya.core.tickets.actions.states import resolve, wait_for_customer
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.fields import FieldWish, save_field
from percaya.stages.automation import policy, trying
from percaya.stages.automation.actions.rules import RuleWish, save_rule
from percaya.stages.automation.actions.running import Occasion, ask
from percaya.stages.automation.house import House
from percaya.stages.automation.matching import last_word
from percaya.stages.automation.models import RuleRun
from percaya.stages.automation.trying import try_out
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db

CONDITIONS: list[dict[str, Any]] = [
    {"field": "state", "op": "is", "value": ["new", "open"]},
    {"field": "state", "op": "is_not", "value": ["resolved"]},
    {"field": "priority", "op": "is", "value": ["high", "urgent"]},
    {"field": "subject", "op": "contains", "value": "paket"},
    {"field": "messages", "op": "gte", "value": "2"},
    {"field": "assignee", "op": "is", "value": ["none"]},
    {"field": "open", "op": "is", "value": True},
    {"field": "created", "op": "within", "value": "1d"},
    {"field": "topic", "op": "empty"},
]


def deeds(cast: Cast, pick: random.Random) -> list[dict[str, str]]:
    macro = save_macro(
        member=cast.wayan, name="Salam", text=pick.choice(["Halo {{contact.name}}", "Nomor {{field.tidak_ada}}", "Ya"]),
        steps=[Step("label", "makro"), Step("follow"), Step("priority", "low")], scope="workspace",
        by=Actor.member(cast.wayan.pk),
    )  # fmt: skip
    key = public_ids.encode("macro", macro.pk)
    by = Actor.member(cast.wayan.pk)
    size = save_field(workspace_id=cast.workspace.pk, of="ticket", wish=FieldWish(name="Ukuran"), by=by).key
    people = ["nobody", *(public_ids.encode("member", one.pk) for one in (cast.dewi, cast.gilang))]
    among = [
        ("priority", pick.choice(["low", "high", "urgent"])),
        ("state", pick.choice(["open", "waiting_other", "resolved", "closed"])),
        ("label", pick.choice(["a", "b"])), ("unlabel", pick.choice(["a", "b"])), ("topic", pick.choice(["Kirim", "Retur"])),
        ("assign", pick.choice(people)),
        ("team", pick.choice(["", public_ids.encode("team", cast.senja.team.pk)])), ("snooze", "3h"), ("note", "Catat"),
        ("notify", pick.choice(["assignee", "role:supervisor"])), ("escalate", "lama"), ("reply", key), ("macro", key),
        ("survey", ""), ("subject", "Subjek baru"), ("field", f"{size}=1"), ("spam", ""),
    ]  # fmt: skip
    return [{"do": do, "value": value} for do, value in pick.sample(among, pick.randint(1, 5))]


def tickets(cast: Cast, pick: random.Random) -> list[Ticket]:
    found = []
    for number in range(8):
        made = builders.ticket(
            cast.rina, subject=pick.choice(["Paket hilang", "Warna kain"]), priority=pick.choice(["normal", "high"]),
            account=pick.choice([cast.senja.email, cast.senja.api]), messages=pick.randint(1, 3),
            assignee=pick.choice([None, cast.dewi]), labels=pick.sample(["a", "b"], pick.randint(0, 2)),
        )  # fmt: skip
        if number % 3 == 0:
            (resolve if pick.random() < 0.5 else wait_for_customer)(ticket=made, by=Actor.member(cast.dewi.pk))
        if number % 4 == 0:
            builders.inbound(made, "Saya sedang cuti", auto="auto-reply")
        found.append(made)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_the_dry_run_is_what_the_rule_then_does(cast: Cast, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pick = random.Random(seed)
    monkeypatch.setattr(policy, "MOST_ANSWERS_A_DAY", 1000)  # of one customer: an earlier ticket's answer counts for a later one
    save_limits(workspace=cast.workspace, days_between=0, quiet_from=0, quiet_until=0, by=Actor.system())  # so does a question
    monkeypatch.setattr(trying, "SHOWN", 500)
    all_tickets = tickets(cast, pick)
    wish = RuleWish(
        name="Acak", trigger={"when": "event", "of": ["message"]},
        conditions={"match": pick.choice(["all", "any"]), "of": pick.sample(CONDITIONS, pick.randint(0, 3))},
        words=pick.choice([[], ["sampai"], ["cuti", "xyz"]]), actions=deeds(cast, pick),
    )  # fmt: skip
    tried = {ticket.pk: planned for ticket, planned in try_out(cast.workspace, wish).sample}
    rule = save_rule(workspace=cast.workspace, wish=wish, mode="active", by=Actor.member(cast.wayan.pk))
    for ticket in all_tickets:
        word = last_word(ticket.pk)
        assert word is not None
        before = builders.fresh(ticket).version
        acted = ask(
            rule=rule,
            ticket_id=ticket.pk,
            house=House(cast.workspace),
            occasion=Occasion("event:1", word.created_at, message=word),
        )
        assert acted is (ticket.pk in tried)
        if not acted:
            assert builders.fresh(ticket).version == before
            continue
        run = RuleRun.objects.get(rule=rule, ticket=ticket)
        assert run.did == [{**effect.as_json()} for effect in tried[ticket.pk]]
        promised = [effect for effect in tried[ticket.pk] if not effect.trouble]
        news = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk, seq__gt=before)
        assert bool(promised) is news.exists()
        assert {row.actor_kind for row in news} <= {"rule", "system"}
    assert not EventRow.objects.filter(kind="rule.ran").exclude(stream_id__in=tried).exists()
