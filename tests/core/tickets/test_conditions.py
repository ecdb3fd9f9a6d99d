"""Conditions: what the database finds is what a plain reading of the same words finds; they are checked, and said."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from percaya.core.people.models import Organisation
from percaya.core.tickets.models import (
    Attachment,
    Draft,
    FieldValue,
    Label,
    Mention,
    Message,
    Seen,
    Ticket,
    TicketFollower,
    TicketLabel,
)
from percaya.core.tickets.policy import owed_at, update_key
from percaya.core.tickets.queries import condition_rows, condition_words, conditions
from percaya.core.tickets.queries.condition_fields import FIELDS, OPERATORS, PERIODS, Custom, field_of
from percaya.core.tickets.queries.condition_rows import Asking
from percaya.core.tickets.queries.conditions import BadCondition, Condition, Group
from percaya.core.workspace.models import Brand, ChannelAccount, CustomField, Team
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 25, 3, 30, tzinfo=UTC)  # a Wednesday, 10.30 in Jakarta


@dataclass
class Facts:
    """What a plain reading knows of a ticket."""

    ticket: Ticket
    values: dict[str, Any]
    labels: set[int] = field(default_factory=set)
    flags: dict[str, bool] = field(default_factory=dict)
    custom: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class World:
    cast: Cast
    asking: Asking
    facts: list[Facts]
    team_members: dict[int, set[int]]
    keys: dict[str, list[Any]]


KINDS = {"warna": "choice", "ukuran": "multi", "nilai": "number", "dikirim": "date", "hadiah": "yesno", "resi": "text"}


@pytest.fixture
def world(cast: Cast) -> World:
    """Two dozen tickets, unlike each other in everything that can be asked."""
    workspace = cast.workspace
    customs = {
        key: CustomField.objects.create(workspace=workspace, of="ticket", key=key, name=key.title(), kind=kind, options=[])
        for key, kind in KINDS.items()
    }
    labels = [Label.objects.create(workspace=workspace, name=name) for name in ("refund", "vip", "resi")]
    other_team = Team.objects.create(workspace=workspace, name="Gudang")
    brand = Brand.objects.create(workspace=workspace, name="Senja Kids")
    ChannelAccount.objects.filter(pk=cast.senja.form.pk).update(brand=brand)
    organisation = Organisation.objects.create(workspace=workspace, name="PT Sinar")
    told: list[Facts] = []
    for n in range(24):
        ticket = builders.ticket(cast.rina, subject=("Paket belum sampai", "Uang kembali", "")[n % 3], messages=1)
        _dress(ticket, n, cast, other_team)
        told.append(_told(ticket, n, cast, labels, customs))
    rina = cast.rina
    rina.organisation = organisation
    rina.is_vip = True
    rina.save()
    for facts in told:
        facts.values["organisation"] = organisation.pk
        facts.values["brand"] = brand.pk if facts.ticket.account_id == cast.senja.form.pk else None
    asking = Asking(NOW, str(ZONE), conditions.customs_of(workspace.pk), cast.dewi.pk, [cast.senja.team.pk])
    keys: dict[str, list[Any]] = {
        "account": [cast.senja.email.pk, cast.senja.form.pk, "none"],
        "brand": [brand.pk, "none"],
        "assignee": [cast.dewi.pk, cast.budi.pk, "me", "none", "mine"],
        "promiser": [cast.dewi.pk, cast.budi.pk, "me", "none"],
        "team": [cast.senja.team.pk, other_team.pk, "mine", "none"],
        "label": [label.pk for label in labels],
        "contact": [rina.pk, 10**9],
        "organisation": [organisation.pk, "none"],
    }
    return World(cast, asking, told, {cast.senja.team.pk: {cast.dewi.pk}}, keys)


def _dress(ticket: Ticket, n: int, cast: Cast, other_team: Team) -> None:
    def past(step: int, modulo: int) -> datetime | None:
        return None if n % modulo == 0 else NOW - timedelta(hours=step * n % 900, minutes=n)

    columns = {
        "state": ("new", "open", "waiting_customer", "waiting_other", "resolved", "closed")[n % 6],
        "is_open": int(n % 6 < 4),
        "shelf": (0, 0, 1, 1, 3, 4)[n % 6],
        "priority": ("low", "normal", "high", "urgent")[n % 4],
        "channel": ("email", "webform")[n % 2],
        "account_id": (cast.senja.email.pk, cast.senja.form.pk, None)[n % 3],
        "assignee_id": (cast.dewi.pk, cast.budi.pk, None)[(n // 2) % 3],
        "team_id": (cast.senja.team.pk, other_team.pk, None)[(n // 3) % 3],
        "promise_owner_id": (cast.dewi.pk, None, cast.budi.pk)[n % 3],
        "topic": ("refund", "", "Pengiriman")[n % 3],
        "language": ("id", "en", "ms")[n % 3],
        "mood": ("", "negative", "neutral", "positive")[n % 4],
        "failed_delivery": n % 5 == 0,
        "created_at": NOW - timedelta(hours=n * 17),
        "updated_at": NOW - timedelta(hours=n * 5),
        "waiting_since": past(7, 3),
        "last_inbound_at": past(11, 4),
        "first_replied_at": past(13, 2),
        "resolved_at": past(19, 3),
        "due_at": None if n % 4 == 0 else NOW + timedelta(hours=n - 12),
        "promise_due_at": None if n % 3 == 0 else NOW + timedelta(hours=2 * n - 24),
        "update_key": update_key(None if n % 5 == 0 else NOW + timedelta(hours=2 * n - 22)),
        "near_at": None if n % 4 == 0 else NOW + timedelta(hours=n - 13),
        "quiet_since": past(23, 2),
    }
    Ticket.objects.filter(pk=ticket.pk).update(**columns)
    ticket.refresh_from_db()


def _told(ticket: Ticket, n: int, cast: Cast, labels: list[Label], customs: dict[str, CustomField]) -> Facts:
    place = {"workspace_id": ticket.workspace_id, "ticket": ticket}
    facts = Facts(
        ticket, {key: getattr(ticket, one.column) for key, one in FIELDS.items() if one.column and "__" not in one.column}
    )
    facts.values["update"] = None if n % 5 == 0 or n % 6 > 3 else NOW + timedelta(hours=2 * n - 22)  # what is done owes nothing
    for at, label in enumerate(labels):
        if n >> at & 1:
            TicketLabel.objects.create(**place, label=label)
            facts.labels.add(label.pk)
    facts.flags = {"open": n % 6 < 4, "spam": False, "snoozed": False, "failed": n % 5 == 0}
    facts.flags |= {"unread": n % 2 == 0, "vip": True}  # Rina is one
    facts.flags["overdue"] = n % 5 != 0 and n % 6 in (0, 1, 3) and n < 11  # waiting for the customer, nothing of ours is late
    facts.flags["near"] = n % 4 != 0 and n <= 13
    Seen.objects.update_or_create(
        ticket=ticket, member=cast.dewi, defaults={"inbound_seen": n % 2, "workspace_id": ticket.workspace_id}
    )
    message = Message.objects.filter(ticket=ticket).latest("pk")
    facts.flags["attachment"] = n % 7 == 0
    if n % 7 == 0:
        Attachment.objects.create(
            workspace_id=ticket.workspace_id, message=message, name="a", size=1, content_type="x", sha256="0"
        )
    facts.flags["mentioned"] = n % 4 == 1
    if n % 4 in (1, 2):
        Mention.objects.create(**place, message=message, member=cast.dewi, read_at=None if n % 4 == 1 else NOW)
    facts.flags["draft"] = n % 5 in (1, 2)
    if n % 5 in (1, 2, 3):
        Draft.objects.create(**place, member=cast.dewi if n % 5 == 1 else cast.budi, kind="reply", text="x", is_shared=n % 5 == 2)
    facts.flags["following"] = n % 6 == 5
    if n % 6 == 5:
        TicketFollower.objects.create(**place, member=cast.dewi)
    facts.custom = {
        "warna": [("merah", "biru")[n % 2]] if n % 3 else [],
        "ukuran": [size for at, size in enumerate(("s", "m", "l")) if n >> at & 1],
        "nilai": [str(n * 10)] if n % 4 else [],
        "dikirim": [str(date(2026, 11, 1) + timedelta(days=n))] if n % 5 else [],
        "hadiah": [("true", "false")[n % 2]] if n % 3 else [],
        "resi": [f"JNE{n}"] if n % 2 else [],
    }
    for key, values in facts.custom.items():
        for text in values:
            number = Decimal(text) if KINDS[key] == "number" else None
            day = date.fromisoformat(text) if KINDS[key] == "date" else None
            FieldValue.objects.create(**place, field=customs[key], text=text, number=number, day=day)
    return facts


# The plain reading


def plainly(world: World, group: Group, facts: Facts) -> bool:
    held = [plainly(world, one, facts) if isinstance(one, Group) else _holds(world, one, facts) for one in group.of]
    return not held or (all(held) if group.match == "all" else any(held))


def _holds(world: World, one: Condition, facts: Facts) -> bool:
    known = field_of(one.field, world.asking.customs)
    assert known
    if known.custom_id:
        return _custom_holds(known.kind, one, facts.custom[one.field.removeprefix("field:")])
    value = facts.values.get(one.field)
    match known.kind:
        case "choice":
            return ((value or "none") in _values(one)) == (one.op == "is")
        case "row":
            return any(_is(world, one.field, value, wanted) for wanted in _values(one)) == (one.op == "is")
        case "many":
            return _many(one.op, set(_values(one)), facts.labels)
        case "flag":
            return facts.flags[one.field] is one.value
        case "text":
            return _text(one.op, str(one.value).lower(), str(value).lower())
        case "number":
            return _compared(one, value)
        case _:
            return _moment(one, value)


def _values(one: Condition) -> tuple[Any, ...]:
    return one.value if isinstance(one.value, tuple) else ()


def _is(world: World, name: str, value: Any, wanted: Any) -> bool:
    match wanted:
        case "none":
            return value is None
        case "me":
            return bool(value == world.cast.dewi.pk)
        case "mine":
            teams = world.asking.team_ids
            mates: set[int] = set().union(*(world.team_members[team] for team in teams))
            return value in (teams if name == "team" else mates)
        case _:
            return bool(value == wanted)


def _compared(one: Condition, value: int | None) -> bool:
    if one.op in ("empty", "filled"):
        return (value is None) == (one.op == "empty")
    there, asked = Decimal(value or 0), Decimal(str(one.value))
    return {
        "eq": there == asked, "ne": there != asked, "lt": there < asked, "lte": there <= asked, "gt": there > asked,
        "gte": there >= asked,
    }[one.op]  # fmt: skip


def _many(op: str, wanted: set[Any], there: set[Any]) -> bool:
    return {"any": bool(wanted & there), "all": wanted <= there, "none": not wanted & there}[op]


def _text(op: str, wanted: str, there: str) -> bool:
    tests: dict[str, Callable[[], bool]] = {
        "contains": lambda: wanted in there,
        "lacks": lambda: wanted not in there,
        "is": lambda: wanted == there,
        "is_not": lambda: wanted != there,
        "starts": lambda: there.startswith(wanted),
        "empty": lambda: not there,
        "filled": lambda: bool(there),
    }
    return tests[op]()


def _moment(one: Condition, value: datetime | None) -> bool:
    if one.op in ("empty", "filled"):
        return (value is None) == (one.op == "empty")
    if value is None:
        return False
    text = str(one.value)
    if one.op in ("within", "older", "ahead"):
        ago = NOW - value
        wide = timedelta(**{{"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}[text[-1]]: int(text[:-1])})
        return {"within": timedelta() <= ago <= wide, "older": ago > wide, "ahead": -ago < wide}[one.op]
    return _day(one, value.astimezone(ZONE).date())


def _day(one: Condition, day: date) -> bool:
    today, text = NOW.astimezone(ZONE).date(), str(one.value)
    if one.op == "period":
        week, this_week = day.isocalendar()[:2], today.isocalendar()[:2]
        month, this_month = day.year * 12 + day.month, today.year * 12 + today.month
        return {
            "today": day == today,
            "yesterday": (today - day).days == 1,
            "tomorrow": (day - today).days == 1,
            "this_week": week == this_week,
            "last_week": week == (today - timedelta(days=7)).isocalendar()[:2],
            "this_month": month == this_month,
            "last_month": month == this_month - 1,
        }[text]
    named = date.fromisoformat(text)
    return {"on": day == named, "before": day < named, "after": day > named}[one.op]


def _custom_holds(kind: str, one: Condition, there: list[str]) -> bool:
    if one.op in ("empty", "filled"):
        return bool(there) == (one.op == "filled")
    match kind:
        case "choice":
            return bool(set(there) & set(_values(one))) == (one.op == "is")
        case "many":
            return _many(one.op, set(_values(one)), set(there))
        case "flag":
            return ("true" in there) is one.value
        case "number":
            wanted = Decimal(str(one.value))
            if one.op == "ne":
                return Decimal(there[0]) != wanted if there else True
            compare = {"eq": 0, "lt": -1, "gt": 1}
            sign = Decimal(there[0]).compare(wanted) if there else None
            return sign is not None and (
                sign == compare.get(one.op) or (one.op == "lte" and sign <= 0) or (one.op == "gte" and sign >= 0)
            )
        case "day":
            return _custom_day(one, date.fromisoformat(there[0])) if there else False
        case _:
            has = bool(there) and _text(
                {"lacks": "contains", "is_not": "is"}.get(one.op, one.op), str(one.value).lower(), there[0].lower()
            )
            return has != (one.op in ("lacks", "is_not"))


def _custom_day(one: Condition, day: date) -> bool:
    if one.op not in ("within", "older", "ahead"):
        return _day(one, day)
    text, ago = str(one.value), (NOW.astimezone(ZONE).date() - day).days
    days = -(-int(text[:-1]) * {"m": 1, "h": 60, "d": 1440, "w": 10080}[text[-1]] // 1440)
    return {"within": 0 <= ago <= days, "older": ago > days, "ahead": -ago <= days}[one.op]


# Every condition there can be


def _condition(data: st.DataObject, world: World) -> dict[str, Any]:
    key = data.draw(st.sampled_from([*FIELDS, *(f"field:{key}" for key in KINDS)]))
    known = field_of(key, world.asking.customs)
    assert known
    op = data.draw(st.sampled_from(OPERATORS[known.kind]))
    return {"field": key, "op": op, "value": data.draw(_value(known.kind, key, op, world))}


def _value(kind: str, key: str, op: str, world: World) -> st.SearchStrategy[Any]:
    span = st.tuples(st.integers(1, 60), st.sampled_from("mhdw")).map(lambda pair: f"{pair[0]}{pair[1]}")
    day = st.dates(date(2026, 10, 20), date(2026, 12, 5)).map(str)
    if kind in ("moment", "day"):
        return {"within": span, "older": span, "ahead": span, "period": st.sampled_from(PERIODS)}.get(op, day)
    if kind in ("choice", "row", "many"):
        pool = world.keys.get(key) or list(FIELDS[key].choices if key in FIELDS else ()) or {
            "channel": ["email", "webform"], "field:warna": ["merah", "biru"], "field:ukuran": ["s", "m", "l"],
        }[key]  # fmt: skip
        return st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True)
    return {
        "flag": st.booleans(),
        "number": st.integers(-5, 250).map(str),
        "text": st.sampled_from(["refund", "PAKET", "uang kembali", "peng", "jne1", "jne3", "%", "_", "x"]),
    }[kind]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_database_finds_what_a_plain_reading_finds(world: World, data: st.DataObject) -> None:
    def some(most: int) -> list[dict[str, Any]]:
        return [_condition(data, world) for _ in range(data.draw(st.integers(0, most)))]

    matches = st.sampled_from(["all", "any"])
    groups = [{"match": data.draw(matches), "of": some(3)} for _ in range(data.draw(st.integers(0, 2)))]
    group = conditions.read({"match": data.draw(matches), "of": [*some(3), *groups]}, world.asking.customs)
    if any(isinstance(one, Group) and not one.of for one in group.of):
        return  # what an empty group within another means is the next test's
    rows = Ticket.objects.filter(workspace=world.cast.workspace)
    found = set(rows.filter(condition_rows.matching(group, world.asking)).values_list("pk", flat=True))
    expected = {facts.ticket.pk for facts in world.facts if plainly(world, group, facts)}
    assert found == expected
    listed = condition_rows.rows(Ticket.objects.visible_to(world.cast.sari), group, world.asking)
    assert set(listed.values_list("pk", flat=True)) == expected
    assert conditions.read(group.data(), world.asking.customs) == group
    for language in ("id", "en"):
        with translation.override(language):
            said = condition_words.sentence(group, world.asking.customs, lambda _field, value: str(value))
            assert bool(said) == bool(group.of)


def test_every_field_and_operator_has_words_in_both_languages(world: World) -> None:
    for known in (*FIELDS.values(), *(field_of(f"field:{key}", world.asking.customs) for key in KINDS)):
        assert known
        said = []
        for language in ("id", "en"):
            with translation.override(language):
                names = [condition_words.operator_name(op, known.kind) for op in known.operators]
                assert len(set(names)) == len(names)
                said.append(condition_words.field_word(known))
        assert known.is_own_word or said[0] != said[1] or known.key == "label"


def test_a_condition_says_itself(world: World) -> None:
    asked = {
        "match": "all",
        "of": [
            {"field": "channel", "op": "is", "value": ["whatsapp"]},
            {"field": "label", "op": "any", "value": [7, 8]},
            {"match": "any", "of": [
                {"field": "created", "op": "within", "value": "7d"},
                {"field": "assignee", "op": "is", "value": ["me"]},
            ]},
        ],
    }  # fmt: skip
    group = conditions.read(asked, {})
    names = {7: "refund", 8: "retur", "whatsapp": "WhatsApp"}
    for language, sentence in (
        ("id", "Kanal adalah WhatsApp dan label berisi refund atau retur dan"
               " (dibuat dalam 7 hari terakhir atau penanggung jawab adalah saya)"),
        ("en", "Channel is WhatsApp and label contains refund or retur and"
               " (created in the last 7 days or assignee is me)"),
    ):  # fmt: skip
        with translation.override(language):
            assert condition_words.sentence(group, {}, lambda _field, value: names[value]) == sentence


WRONG: list[Any] = [
    None,
    [],
    {"match": "some", "of": []},
    {"of": [{"field": "state", "op": "is", "value": ["gone"]}]},
    {"of": [{"field": "state", "op": "contains", "value": "x"}]},
    {"of": [{"field": "state", "op": "is", "value": []}]},
    {"of": [{"field": "password", "op": "is", "value": "x"}]},
    {"of": [{"field": "assignee", "op": "is", "value": ["dewi"]}]},
    {"of": [{"field": "assignee", "op": "is", "value": [True]}]},
    {"of": [{"field": "created", "op": "within", "value": "7 years"}]},
    {"of": [{"field": "created", "op": "before", "value": "2026-13-01"}]},
    {"of": [{"field": "created", "op": "period", "value": "someday"}]},
    {"of": [{"field": "spam", "op": "is", "value": "yes"}]},
    {"of": [{"field": "subject", "op": "contains", "value": " "}]},
    {"of": [{"field": "field:gone", "op": "is", "value": ["x"]}]},
    {"of": [{"field": "field:nilai", "op": "lt", "value": "NaN"}]},
    {"of": [{"of": [{"of": []}]}]},
    {"of": [{"field": "spam", "op": "is", "value": True}] * 41},
    {"of": ["state"]},
]


@pytest.mark.parametrize("data", WRONG, ids=lambda data: str(data)[:50])
def test_nonsense_is_refused_with_a_sentence(data: Any) -> None:
    customs = {"nilai": Custom(1, "nilai", "Nilai", "number")}
    with pytest.raises(BadCondition) as refused:
        conditions.read(data, customs)
    assert refused.value.messages[0]


def test_a_kept_condition_on_a_field_that_is_gone_shows_nothing(cast: Cast) -> None:
    builders.ticket(cast.rina)
    kept = conditions.stored({"of": [{"field": "field:gone", "op": "empty"}]}, {})
    asking = Asking(NOW, str(ZONE), {}, cast.dewi.pk)
    assert list(condition_rows.rows(Ticket.objects.visible_to(cast.dewi), kept, asking)) == []
    everything = condition_rows.rows(Ticket.objects.visible_to(cast.dewi), conditions.stored({}, {}), asking)
    assert everything.count() == 1


def test_two_conditions_are_joined_flat() -> None:
    one, two, three = (Condition("state", "is", (state,)) for state in ("new", "open", "closed"))
    assert conditions.both(Group("all", (one,)), Group("any", (two,))) == Group("all", (one, two))
    joined = conditions.both(Group("all", (one,)), Group("any", (two, three)))
    assert joined == Group("all", (one, Group("any", (two, three))))
    assert conditions.read(joined.data(), {}) == joined
    with pytest.raises(BadCondition):
        conditions.both(Group("all", (one,)), Group("any", (two, Group("all", (one, three)))))


def test_the_neighbours_conditions_find_nothing_of_ours(cast: Cast) -> None:
    """Keys of another workspace in a condition: nothing of theirs is shown, whatever is asked."""
    builders.ticket(cast.rina, account=cast.senja.email, team=cast.senja.team)
    asking = Asking(NOW, str(ZONE), {}, cast.tono.pk, [cast.senja.team.pk])
    for asked in itertools.chain(
        [{"field": "account", "op": "is", "value": [cast.senja.email.pk]}, {"field": "team", "op": "is", "value": ["mine"]}],
        [{"field": "state", "op": "is", "value": ["new", "open"]}, {"field": "spam", "op": "is", "value": False}],
    ):
        group = conditions.read({"of": [asked]}, {})
        assert list(condition_rows.rows(Ticket.objects.visible_to(cast.tono), group, asking)) == []


def test_by_when_customers_hear_from_us_can_be_asked_for(cast: Cast) -> None:
    """What is overdue while we wait for the customer is no fault of ours; what nothing is owed of has no such time."""
    hours = {"late": (-1, "open"), "soon": (1, "open"), "asked": (-1, "waiting_customer"), "quiet": (None, "open")}
    for name, (away, state) in hours.items():
        at = None if away is None else NOW + timedelta(hours=away)
        Ticket.objects.filter(pk=builders.ticket(cast.rina, subject=name).pk).update(update_key=update_key(at), state=state)

    def found(*asked: Condition) -> set[str]:
        rows = condition_rows.rows(Ticket.objects.visible_to(cast.sari), Group("all", asked), Asking(NOW, str(ZONE), {}))
        return set(rows.values_list("subject", flat=True))

    assert found(Condition("overdue", "is", True)) == {"late"}
    assert found(Condition("update", "ahead", "2h")) == {"late", "soon", "asked"}
    assert found(Condition("update", "older", "30m")) == {"late", "asked"}
    assert found(Condition("update", "period", "today"), Condition("overdue", "is", False)) == {"soon", "asked"}
    assert found(Condition("update", "empty")) == {"quiet"}
    assert owed_at(update_key(NOW)) == NOW and owed_at(update_key(None)) is None
