"""The tickets that conditions match: one ``Q`` for the database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import Attachment, Draft, FieldValue, Mention, Seen, Shelf, Ticket, TicketFollower, TicketLabel
from percaya.core.tickets.policy import NEVER, OPEN_STATES, WAITING_CUSTOMER, update_key
from percaya.core.tickets.queries.condition_fields import BARE, ME, MY_TEAMS, NOBODY, Custom, Field, field_of
from percaya.core.tickets.queries.conditions import Condition, Group, span
from percaya.core.workspace.models import TeamMember

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_COMPARE = {"eq": "", "lt": "__lt", "lte": "__lte", "gt": "__gt", "gte": "__gte"}
_NOTHING, _ALL = Q(pk__in=[]), Q()


@dataclass(frozen=True)
class Asking:
    """Who asks, when and where: what "me", "my teams", "today" and the custom fields mean. Nobody asks for a rule."""

    now: datetime
    zone: str
    customs: Mapping[str, Custom]
    member_id: int | None = None
    team_ids: Sequence[int] = ()

    @property
    def reader(self) -> int:
        return self.member_id or 0  # no member has this key


def rows(tickets: TicketQuerySet[Ticket], group: Group, asking: Asking) -> TicketQuerySet[Ticket]:
    """Those of ``tickets`` that match. What was merged away is never shown, spam only when it is asked for."""
    asked = {one.field for one in group.all()}
    if _is_open(group):
        tickets = tickets.filter(is_open=1)  # follows from the conditions; the indexes lead with it
    else:
        away = (Shelf.MERGED,) if "spam" in asked else (Shelf.MERGED, Shelf.SPAM)
        tickets = tickets.exclude(shelf__in=away)
    return tickets.filter(matching(group, asking))


def matching(group: Group, asking: Asking) -> Q:
    """The group as a ``Q`` on tickets; an empty one matches every ticket."""
    parts = [matching(one, asking) if isinstance(one, Group) else _asked(one, asking) for one in group.of]
    if not parts:
        return _ALL
    joined = parts[0]
    for part in parts[1:]:
        joined = joined & part if group.match == "all" else joined | part
    return joined


def _is_open(group: Group) -> bool:
    """Whether only open tickets can match."""
    return group.match == "all" and any(
        (one.field == "open" and one.value is True)
        or (one.field == "state" and one.op == "is" and isinstance(one.value, tuple) and OPEN_STATES.issuperset(one.value))
        for one in group.of
        if isinstance(one, Condition)
    ) and not any(one.field == "spam" for one in group.all())  # fmt: skip


def _asked(one: Condition, asking: Asking) -> Q:
    field = field_of(one.field, asking.customs)
    if field is None:
        return _NOTHING
    if field.custom_id:
        return _custom(field, one, asking)
    match field.kind:
        case "choice":
            values = ["" if value == NOBODY else value for value in _values(one)]
            return _or_not(Q(**{f"{field.column}__in": values}), one)
        case "row":
            return _or_not(_row(field, _values(one), asking), one)
        case "many":
            return _labelled(_values(one), one.op)
        case "flag":
            yes = _FLAGS[field.key](asking)
            return yes if one.value else ~yes
        case "text":
            return _text(field.column, one)
        case "number":
            return _number(field.column, one)
        case _:
            return _minute(field.column, one, asking) if field.in_minutes else _moment(field.column, one, asking)


def _values(one: Condition) -> tuple[str | int, ...]:
    return one.value if isinstance(one.value, tuple) else ()


def _or_not(found: Q, one: Condition) -> Q:
    return ~found if one.op == "is_not" else found


def _row(field: Field, values: Sequence[str | int], asking: Asking) -> Q:
    found = Q(**{f"{field.column}__in": [value for value in values if isinstance(value, int)]})
    if NOBODY in values:
        found |= Q(**{f"{field.column}__isnull": True})
    if ME in values and asking.member_id is not None:
        found |= Q(**{field.column: asking.member_id})
    if MY_TEAMS in values:
        inside: Any = list(asking.team_ids)
        if field.key == "assignee":
            inside = TeamMember.objects.filter(team_id__in=inside).values("member_id")
        found |= Q(**{f"{field.column}__in": inside})
    return found


def _labelled(values: Sequence[str | int], op: str) -> Q:
    found = [Q(pk__in=TicketLabel.objects.filter(label_id=value).values("ticket_id")) for value in values]
    if op == "all":
        return _every(found)
    anyone = Q(pk__in=TicketLabel.objects.filter(label_id__in=values).values("ticket_id"))
    return ~anyone if op == "none" else anyone


def _every(parts: Sequence[Q]) -> Q:
    joined = _ALL
    for part in parts:
        joined &= part
    return joined


def _text(column: str, one: Condition) -> Q:
    match one.op:
        case "empty" | "filled":
            found = Q(**{column: ""})
            return found if one.op == "empty" else ~found
        case "contains" | "lacks":
            found = Q(**{f"{column}__icontains": one.value})
            return found if one.op == "contains" else ~found
        case "starts":
            return Q(**{f"{column}__istartswith": one.value})
        case _:
            return _or_not(Q(**{f"{column}__iexact": one.value}), one)


def _number(column: str, one: Condition) -> Q:
    if one.op in ("empty", "filled"):
        return Q(**{f"{column}__isnull": one.op == "empty"})
    if one.op == "ne":
        return ~Q(**{column: Decimal(str(one.value))})
    return Q(**{f"{column}{_COMPARE[one.op]}": Decimal(str(one.value))})


def _moment(column: str, one: Condition, asking: Asking) -> Q:
    if one.op in ("empty", "filled"):
        return Q(**{f"{column}__isnull": one.op == "empty"})
    begin, end = bounds(one, asking)
    found = Q(**{f"{column}__isnull": False})
    if begin is not None:
        found &= Q(**{f"{column}__gte": begin})
    if end is not None:
        found &= Q(**{f"{column}__lt": end})
    return found


def _minute(column: str, one: Condition, asking: Asking) -> Q:
    """A moment that is kept in whole minutes, open tickets only: the index that sorts by it finds them, too."""
    begin, end = (None, None) if one.op in BARE else bounds(one, asking)
    found = Q(is_open=1, **{f"{column}__lt": NEVER})
    if one.op == "empty":
        return ~found
    if begin is not None:
        found &= Q(**{f"{column}__gte": update_key(begin)})
    if end is not None:
        found &= Q(**{f"{column}__lt": update_key(end)})
    return found


def bounds(one: Condition, asking: Asking) -> tuple[datetime | None, datetime | None]:
    """The instants from (with it) and to (without it) that a condition on a moment means."""
    text = str(one.value)
    match one.op:
        case "within":
            return asking.now - _span(text), asking.now + timedelta(microseconds=1)
        case "older":
            return None, asking.now - _span(text)
        case "ahead":
            return None, asking.now + _span(text)  # what is overdue was due before that, too
        case _:
            first, after = _days(one, asking)
            return _midnight(first, asking), _midnight(after, asking)


def _days(one: Condition, asking: Asking) -> tuple[date | None, date | None]:
    """The days from (with it) and to (without it), in the asker's zone."""
    text, today = str(one.value), asking.now.astimezone(ZoneInfo(asking.zone)).date()
    one_day = timedelta(days=1)
    if one.op in ("on", "before", "after"):
        named = date.fromisoformat(text)
        return {"on": (named, named + one_day), "before": (None, named), "after": (named + one_day, None)}[one.op]
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    return {
        "today": (today, today + one_day),
        "yesterday": (today - one_day, today),
        "tomorrow": (today + one_day, today + 2 * one_day),
        "this_week": (monday, monday + 7 * one_day),
        "last_week": (monday - 7 * one_day, monday),
        "this_month": (first, _next_month(first)),
        "last_month": ((first - one_day).replace(day=1), first),
    }[text]


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _midnight(day: date | None, asking: Asking) -> datetime | None:
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(asking.zone))


def _span(text: str) -> timedelta:
    count, unit = span(text)
    return count * _UNITS[unit]


def _custom(field: Field, one: Condition, asking: Asking) -> Q:
    """Values of custom fields lie in rows of their own, found by the field and the value."""
    of_field = FieldValue.objects.filter(field_id=field.custom_id)

    def having(**narrow: Any) -> Q:
        return Q(pk__in=of_field.filter(**narrow).values("ticket_id"))

    if one.op in ("empty", "filled"):
        return having() if one.op == "filled" else ~having()
    match field.kind:
        case "choice":
            return _or_not(having(text__in=[str(value) for value in _values(one)]), one)
        case "many":
            wanted = [str(value) for value in _values(one)]
            if one.op == "all":
                return _every([having(text=value) for value in wanted])
            return ~having(text__in=wanted) if one.op == "none" else having(text__in=wanted)
        case "flag":
            return having(text="true") if one.value else ~having(text="true")
        case "number":
            if one.op == "ne":
                return ~having(number=Decimal(str(one.value)))
            return having(**{f"number{_COMPARE[one.op]}": Decimal(str(one.value))})
        case "day":
            return having(**_day_range(one, asking))
        case _:
            return _custom_text(having, one)


def _custom_text(having: Callable[..., Q], one: Condition) -> Q:
    lookup = {"contains": "icontains", "lacks": "icontains", "starts": "istartswith"}.get(one.op, "iexact")
    found = having(**{f"text__{lookup}": one.value})
    return ~found if one.op in ("lacks", "is_not") else found


def _day_range(one: Condition, asking: Asking) -> dict[str, date]:
    today = asking.now.astimezone(ZoneInfo(asking.zone)).date()
    first: date | None
    after: date | None
    if one.op in ("within", "older", "ahead"):
        days = -(-_span(str(one.value)) // timedelta(days=1))  # part of a day counts as one
        first = today - timedelta(days=days) if one.op == "within" else None
        after = {
            "within": today + timedelta(days=1),
            "older": today - timedelta(days=days),
            "ahead": today + timedelta(days=days + 1),
        }[one.op]
    else:
        first, after = _days(one, asking)
    return {name: day for name, day in (("day__gte", first), ("day__lt", after)) if day is not None}


def _of_ticket(rows: QuerySet[Any]) -> Q:
    return Q(Exists(rows.filter(ticket_id=OuterRef("pk"))))


def _unread(asking: Asking) -> Q:
    read = Seen.objects.filter(member_id=asking.reader, inbound_seen__gte=OuterRef("inbound_count"))
    return Q(inbound_count__gt=0) & ~_of_ticket(read)


def _overdue(asking: Asking) -> Q:
    """While we wait for the customer nothing of ours is late (``standing_update`` reads it the same way)."""
    return Q(is_open=1, update_key__lt=update_key(asking.now)) & ~Q(state=WAITING_CUSTOMER)


def _drafted(asking: Asking) -> Q:
    own = Draft.objects.filter(Q(member_id=asking.reader) | Q(is_shared=True)).exclude(text="")
    return _of_ticket(own)


_FLAGS: Mapping[str, Callable[[Asking], Q]] = {
    "open": lambda asking: Q(is_open=1),
    "unread": _unread,
    "snoozed": lambda asking: Q(shelf=Shelf.SNOOZED),
    "spam": lambda asking: Q(is_spam=True),
    "vip": lambda asking: Q(contact__is_vip=True),
    "attachment": lambda asking: Q(Exists(Attachment.objects.filter(message__ticket_id=OuterRef("pk")))),
    "failed": lambda asking: Q(failed_delivery=True),
    "near": lambda asking: Q(near_at__lte=asking.now),
    "overdue": _overdue,
    "mentioned": lambda asking: _of_ticket(Mention.objects.filter(member_id=asking.reader, read_at=None)),
    "draft": _drafted,
    "following": lambda asking: _of_ticket(TicketFollower.objects.filter(member_id=asking.reader)),
}
