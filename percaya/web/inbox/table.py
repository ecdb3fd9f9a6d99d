"""The list as a table: which columns, in which order, and what its cells hold of custom fields."""

from collections.abc import Mapping, Sequence

from percaya.core import public_ids
from percaya.core.people.models import Contact
from percaya.core.tickets.queries.columns import COLUMNS, OWN, Column, of_fields, shown
from percaya.core.tickets.queries.fields import values_of_many
from percaya.core.workspace.fields import said
from percaya.core.workspace.models import CustomField, Member
from percaya.web.inbox.listing import Wanted
from percaya.web.inbox.reference import reference
from percaya.web.ui.times import language

Cells = Mapping[str, str]  # by the column's key


def columns_of(wanted: Wanted, member: Member) -> tuple[str, ...]:
    """The keys that the member chose for this view, else what the view came with; empty for the usual."""
    own = member.settings.get("lists", {}).get(wanted.view, {}).get("columns")
    if own:
        return tuple(own)
    view = wanted.saved(member)
    return view.columns if view else ()


def table_columns(chosen: tuple[str, ...], member: Member) -> tuple[Column, ...]:
    """The fields are looked up only where one is a column."""
    own = of_fields(reference(member).fields, language()) if any(key.startswith(OWN) for key in chosen) else {}
    return shown(chosen, own)


def offered(chosen: tuple[str, ...], member: Member) -> list[Column]:
    """All that can be shown: the chosen ones first, in their order."""
    every = {**COLUMNS, **of_fields(reference(member).fields, language())}
    first = table_columns(chosen, member)
    return [*first, *(column for key, column in every.items() if column not in first)]


def moved(chosen: Sequence[str], key: str, step: int) -> list[str]:
    """One column a place further (1) or back (-1)."""
    order = list(chosen)
    if key in order:
        at = order.index(key)
        order.insert(max(0, at + step), order.pop(at))
    return order


def cells(ticket_ids: Sequence[int], columns: Sequence[Column], member: Member) -> dict[int, Cells]:
    """What the custom fields among the columns hold, in words: one statement, two where one names customers."""
    wanted = {column.key.removeprefix(OWN) for column in columns if column.is_own}
    fields = [one for one in reference(member).fields if one.key in wanted] if wanted else []
    held = values_of_many(ticket_ids, fields)
    texts = {text for values in held.values() for one in fields if one.kind == "contact" for text in values.get(one.key, ())}
    people = _names(texts, member)
    return {
        ticket_id: {OWN + one.key: _words(one, values[one.key], people) for one in fields if one.key in values}
        for ticket_id, values in held.items()
    }


def _words(one: CustomField, texts: Sequence[str], people: Mapping[str, str]) -> str:
    if one.kind == "contact":
        return ", ".join(people.get(text, "") for text in texts)
    return ", ".join(said(one, text, language()) for text in texts)


def _names(texts: set[str], member: Member) -> dict[str, str]:
    by_pk = {pk: text for text in texts if (pk := public_ids.decode("contact", text)) is not None}
    if not by_pk:
        return {}
    rows = Contact.objects.filter(workspace_id=member.workspace_id, pk__in=by_pk)
    return {by_pk[pk]: name for pk, name in rows.values_list("pk", "name")}
