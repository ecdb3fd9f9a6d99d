"""A query that is written once answers as one that is written anew."""

import pytest
from django.db.models import Exists, Model, OuterRef

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


def test_it_makes_the_same_objects_as_django(cast: Cast) -> None:
    builders.ticket(cast.rina)
    query = Ticket.objects.filter(workspace_id=cast.workspace.pk).select_related("contact", "team", "workspace")
    (usual,), (found,) = query, Prepared(lambda workspace: query, workspace=int).ask(workspace=0)
    for one, other in ((usual, found), (usual.contact, found.contact), (usual.workspace, found.workspace)):
        assert _columns(one) == _columns(other)
        assert (other._state.adding, other._state.db) == (False, one._state.db)
    found.subject = "Another"
    found.save(update_fields=["subject"])
    assert Ticket.objects.get(pk=found.pk).subject == "Another"


def test_a_column_that_was_left_out_is_fetched_when_asked_for(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    sparse = Prepared(lambda pk: Ticket.objects.only("subject").filter(pk=pk), pk=int)
    (found,) = sparse.ask(pk=ticket.pk)
    assert "state" in found.get_deferred_fields()
    assert found.state == ticket.state


def _columns(one: Model) -> dict[str, object]:
    return {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}
