"""What stands in a file: the summary, one row a ticket, or one row a reply. No customer is named."""

from datetime import datetime

from django.utils.translation import gettext as _

from percaya.stages.analytics.queries import metrics
from percaya.stages.analytics.queries.metrics import Asked
from percaya.web.inbox.reference import Reference
from percaya.web.reports.files import Table
from percaya.web.reports.summary import counted, timed
from percaya.web.reports.words import hours

KINDS = ("summary", "tickets", "turns")


def table(what: str, asked: Asked, now: datetime) -> Table:
    return {"summary": _summary, "tickets": _tickets, "turns": _turns}[what](asked, now)


def _summary(asked: Asked, now: datetime) -> Table:
    head = (
        _("Number"), _("Value"), _("Per cent"), _("Median, working hours"), _("p90, working hours"), _("Median, hours"),
        _("p90, hours"), _("n"), _("Definition"),
    )  # fmt: skip
    counts = [
        (one.title, one.n, one.share.percent if one.share else None, *(None,) * 4, one.share.n if one.share else one.n, one.about)
        for one in counted(asked, now)
    ]
    times = [
        (
            one.title, None, None, hours(one.now.median_b), hours(one.now.p90_b), hours(one.now.median_c), hours(one.now.p90_c),
            one.now.n, one.about,
        )
        for one in timed(asked)
    ]  # fmt: skip
    return head, [*counts, *times]


def _tickets(asked: Asked, now: datetime) -> Table:
    """Those that were opened, answered first or solved in the period."""
    names, teams = _names(asked)
    columns = (
        "number", "created_at", "channel", "priority", "topic", "state", "team", "assignee", "first_inbound_at", "first_reply_at",
        "first_reply_by", "first_reply_b", "first_reply_c", "replies", "inbound", "first_resolved_at", "resolved_at",
        "resolution_b", "resolution_c", "customer_reopens", "agent_reopens",
    )  # fmt: skip
    ids = {
        pk
        for rows in (metrics.created(asked), metrics.replied_first(asked), metrics.resolved(asked))
        for pk in rows.values_list("pk", flat=True)
    }
    rows = metrics.every(asked.workspace_id, ids).values_list(*columns)
    people = {columns.index(name) for name in ("assignee", "first_reply_by")}
    lines = [
        [names.get(v, "") if i in people else teams.get(v, "") if columns[i] == "team" else v for i, v in enumerate(row)]
        for row in rows
    ]
    return columns, lines


def _turns(asked: Asked, now: datetime) -> Table:
    names, _teams = _names(asked)
    head = ("ticket", "replied_at", "member", "is_first", "started_at", "seconds_b", "seconds_c")
    rows = metrics.replies(asked).values_list("ticket__number", *head[1:])
    return head, [[*row[:2], names.get(row[2], ""), *row[3:]] for row in rows]


def _names(asked: Asked) -> tuple[dict[int, str], dict[int, str]]:
    known = Reference(asked.workspace_id)
    return known.names, {each.pk: each.name for each in known.teams}
