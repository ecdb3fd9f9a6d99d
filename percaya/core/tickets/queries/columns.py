"""The columns that a list of tickets can show as a table, and the sorts behind their heads."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class Column:
    """``orders``: the sorts that a press on its head chooses, one after the other."""

    key: str
    name: str
    orders: tuple[str, ...] = ()


COLUMNS: Mapping[str, Column] = {
    column.key: column
    for column in (
        Column("number", _("No."), ("newest", "oldest")),
        Column("subject", _("Subject")),
        Column("customer", _("Customer")),
        Column("state", _("State")),
        Column("due", _("Due"), ("due",)),
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
USUAL = ("number", "customer", "subject", "state", "due", "waiting", "priority", "assignee")


def shown(chosen: tuple[str, ...]) -> tuple[Column, ...]:
    """The chosen columns in the table's order; the usual ones when none is."""
    wanted = {*(chosen or USUAL), *ALWAYS}
    return tuple(column for column in COLUMNS.values() if column.key in wanted)
