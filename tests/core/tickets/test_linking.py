"""Links between tickets: said on both, never in a circle, and of a hidden ticket only that it is there."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.linking import link, unlink
from percaya.core.tickets.models import TicketLink
from percaya.core.tickets.queries.links import open_children, ties
from percaya.core.workspace.actions.members import save_team
from percaya.core.workspace.models import Member
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def test_a_link_is_told_from_both_ends(cast: Cast) -> None:
    whole, part = builders.ticket(cast.rina), builders.ticket(cast.rina)
    made = link(ticket=whole, other=part, how="child", by=BY)
    assert link(ticket=part, other=whole, how="parent", by=BY) == made
    assert [(tie.how, tie.number) for tie in ties(whole, cast.dewi)] == [("child", part.number)]
    assert [(tie.how, tie.number) for tie in ties(part, cast.dewi)] == [("parent", whole.number)]
    assert open_children(whole, cast.dewi) == [part]
    unlink(ticket=part, link=made, by=BY)
    assert not ties(whole, cast.dewi)
    kinds = EventRow.objects.filter(stream_type="ticket", kind__in=("ticket.linked", "ticket.unlinked"))
    assert kinds.filter(stream_id=whole.pk).count() == kinds.filter(stream_id=part.pk).count() == 2


def test_related_and_duplicate_read_the_same_from_both_ends(cast: Cast) -> None:
    one, two = builders.ticket(cast.rina), builders.ticket(cast.rina)
    assert link(ticket=one, other=two, how="related", by=BY) == link(ticket=two, other=one, how="related", by=BY)
    assert TicketLink.objects.count() == 1


def test_families_have_no_circles_and_one_parent(cast: Cast) -> None:
    one, two, three = (builders.ticket(cast.rina) for _ in range(3))
    link(ticket=one, other=two, how="child", by=BY)
    link(ticket=two, other=three, how="child", by=BY)
    for ticket, other, how in ((three, one, "child"), (one, three, "child"), (one, one, "related")):
        with pytest.raises(Refused):
            link(ticket=ticket, other=other, how=how, by=BY)
    with pytest.raises(Refused, match="workspace"):
        link(ticket=one, other=builders.ticket(cast.joko), how="related", by=BY)


def test_a_ticket_of_a_private_team_is_only_said_to_be_there(cast: Cast) -> None:
    save_team(workspace=cast.workspace, team=cast.senja.team, name="Pesanan", members=[cast.dewi], is_private=True, by=BY)
    hidden, open_one = builders.ticket(cast.rina, team=cast.senja.team), builders.ticket(cast.rina)
    link(ticket=open_one, other=hidden, how="related", by=BY)
    budi = Member.objects.get(pk=cast.budi.pk)
    [tie] = ties(open_one, budi)
    assert (tie.number, tie.subject, tie.state) == (None, "", "")
