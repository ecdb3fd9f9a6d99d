"""The columns that a list of tickets can show as a table, and the sorts behind their heads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from percaya.core.workspace.fields import called
from percaya.core.workspace.models import CustomField

OWN = "field:"  # before the key of a custom field
MOST = 24
# Kinds of custom fields that have an order -> what their values are compared by. Several values at once have none, and a
# customer's key means nothing to a reader.
COMPARED = {"text": "text", "choice": "text", "yesno": "text", "number": "number", "money": "number", "date": "day"}


@dataclass(frozen=True)
class Column:
    """``orders``: the sorts that a press on its head chooses, one after the other. A custom field's has the field's ``key``
    behind "field:" and the business's own word for a name."""

    key: str
    name: str
    orders: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        return self.key.startswith(OWN)

    @property
    def words(self) -> str:
        return self.name if self.is_own else gettext(self.name)


COLUMNS: Mapping[str, Column] = {
    column.key: column
    for column in (
        Column("number", _("No."), ("newest", "oldest")),
        Column("subject", _("Subject")),
        Column("customer", _("Customer")),
        Column("state", _("State")),
        Column("due", _("Due"), ("due",)),
        Column("update", _("Next update"), ("update",)),
        Column("waiting", _("Waiting"), ("waiting",)),
        Column("priority", _("Priority"), ("priority",)),
        Column("assignee", _("Held by")),
        Column("team", _("Team")),
        Column("channel", _("Channel")),
        Column("labels", _("Labels")),
        Column("topic", _("Topic")),
        Column("language", _("Language")),
        Column("messages", _("Messages")),
        Column("created", _("Created"), ("oldest", "newest")),
        Column("updated", _("Changed"), ("updated",)),
    )
}
ALWAYS = ("subject",)  # without it a row could not be opened
USUAL = ("number", "subject", "customer", "state", "due", "waiting", "priority", "assignee")


def of_fields(fields: Iterable[CustomField], language: str) -> dict[str, Column]:
    """A column for each custom field. What is masked has none: a list is read over shoulders."""
    own = [one for one in fields if not one.is_sensitive]
    return {OWN + one.key: Column(OWN + one.key, called(one, language), sorts_of(one)) for one in own}


def sorts_of(field: CustomField) -> tuple[str, ...]:
    """The orders by this field, upwards and downwards; none where it has no order. What is masked is not given away by an
    order either."""
    return (f"{OWN}{field.key}", f"-{OWN}{field.key}") if field.kind in COMPARED and not field.is_sensitive else ()


def kept(chosen: Iterable[str]) -> list[str]:
    """Those of the keys that can be columns, once each, in the order given."""
    fit = [key[:80] for key in chosen if key in COLUMNS or key.startswith(OWN)]
    return list(dict.fromkeys(fit))[:MOST]


def shown(chosen: tuple[str, ...], own: Mapping[str, Column] | None = None) -> tuple[Column, ...]:
    """The chosen columns in the order in which they were chosen; the usual ones when none is. A field that is gone is left
    out."""
    every = {**COLUMNS, **(own or {})}
    wanted = [*chosen, *(one for one in ALWAYS if one not in chosen)] if chosen else USUAL
    return tuple(every[key] for key in wanted if key in every)
