"""Which conditions a ticket meets, and how it stands where it does not: in one statement, in words."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from percaya.core.tickets.models import FieldValue, Label, TicketLabel
from percaya.core.tickets.queries.condition_misses import Standing, held, missed
from percaya.core.tickets.queries.condition_rows import Asking
from percaya.core.tickets.queries.conditions import Condition, Group, customs_of
from percaya.core.workspace.models import CustomField
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
URGENT, NORMAL = Condition("priority", "is", ("urgent",)), Condition("priority", "is", ("normal",))


def test_parts_are_answered_each_in_one_statement_for_all(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    groups = [Group(), Group("all", (URGENT, NORMAL)), Group("any", (Group("all", (URGENT,)), NORMAL)), Group("any", (URGENT,))]
    with CaptureQueriesContext(connection) as asked:
        answers = held(ticket.pk, groups, Asking(timezone.now(), "Asia/Jakarta", {}))
    assert len(asked) == 1
    assert answers == [(), (False, True), (False, True), (False,)]
    assert [missed(group, one) for group, one in zip(groups, answers, strict=True)] == [(), (0,), (), (0,)]


def test_how_a_ticket_stands_is_said_for_every_kind_of_field(cast: Cast) -> None:
    field = CustomField.objects.create(
        workspace=cast.workspace, of="ticket", key="resi", name="Nomor resi", kind="text", options=[]
    )
    ticket = builders.ticket(cast.rina, subject="Paket", assignee=cast.dewi)
    label = Label.objects.create(workspace=cast.workspace, name="retur")
    TicketLabel.objects.create(workspace=cast.workspace, ticket=ticket, label=label)
    FieldValue.objects.create(workspace=cast.workspace, ticket=ticket, field=field, text="JNE1")
    type(ticket).objects.filter(pk=ticket.pk).update(due_at=datetime(2026, 2, 4, tzinfo=UTC))

    def name_of(key: str, value: str | int) -> str:
        return f"{key} {value == cast.dewi.pk}"

    standing = Standing(ticket.pk, customs_of(cast.workspace.pk), name_of, lambda instant: f"{instant:%Y}")
    with translation.override("en"):
        said = {
            "priority": standing.of(URGENT),
            "assignee": standing.of(Condition("assignee", "is", ("none",))),
            "organisation": standing.of(Condition("organisation", "is", (7,))),
            "subject": standing.of(Condition("subject", "contains", "x")),
            "label": standing.of(Condition("label", "any", (9,))),
            "messages": standing.of(Condition("messages", "gt", "3")),
            "due": standing.of(Condition("due", "empty")),
            "vip": standing.of(Condition("vip", "is", True)),
            "resi": standing.of(Condition("field:resi", "is", "X")),
            "gone": standing.of(Condition("field:gone", "is", "X")),
            "group": standing.of(Group("any", (URGENT, Condition("label", "any", (9,))))),
        }
    assert said == {
        "priority": "Normal", "assignee": "assignee True", "organisation": "none", "subject": "“Paket”", "label": "retur",
        "messages": "1", "due": "2026", "vip": "is not from a VIP", "resi": "JNE1", "gone": "",
        "group": "priority: Normal; label: retur",
    }  # fmt: skip
