"""A query that is written once answers as one that is written anew."""

import pytest
from django.db.models import Exists, OuterRef

from percaya.core.prepared import Prepared
from percaya.core.tickets.models import Message, Ticket
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HEARD = Prepared(
    lambda workspace, contact, state: (
        Ticket.objects.filter(workspace_id=workspace, contact_id=contact, state=state)
        .select_related("contact", "team")
        .annotate(heard=Exists(Message.objects.filter(ticket_id=OuterRef("pk"), direction="inbound")))
        .order_by("-pk")
    ),
    workspace=int,
    contact=int,
    state=str,
)


def test_it_finds_the_rows_of_the_values_it_is_asked_with(cast: Cast) -> None:
    first, second = builders.ticket(cast.rina), builders.ticket(cast.rina)
    for _turn in range(2):
        found = HEARD.ask(workspace=cast.workspace.pk, contact=cast.rina.pk, state=first.state)
        assert found == [second, first]
    assert HEARD.ask(workspace=cast.workspace.pk, contact=cast.rina.pk, state="closed") == []
    assert HEARD.ask(workspace=0, contact=cast.rina.pk, state=first.state) == []


def test_what_stands_beside_a_row_comes_with_it(cast: Cast, django_assert_num_queries: pytest.FixtureRequest) -> None:
    ticket = builders.ticket(cast.rina)
    with django_assert_num_queries(1):  # type: ignore[operator]
        (found,) = HEARD.ask(workspace=cast.workspace.pk, contact=cast.rina.pk, state=ticket.state)
        assert (found.contact.name, found.team, vars(found)["heard"]) == (cast.rina.name, None, True)
        assert found.created_at == ticket.created_at
