"""Lists, counts, stories and search: right, complete, and of constant cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.people.actions.contacts import add_handle, create_contact
from percaya.core.people.actions.merging import merge_contacts
from percaya.core.tickets import status_links
from percaya.core.tickets.actions import shelving
from percaya.core.tickets.actions.properties import change_subject
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries import listing, searching, timeline, views
from percaya.core.tickets.queries.tickets import by_number
from percaya.core.tickets.search.follower import index
from tests import builders
from tests.cast import Cast


def _index() -> None:
    """What the follower does; inside a test's transaction PostgreSQL's rows are never settled, so they are handed over."""
    index(list(EventRow.objects.order_by("pk")))


@pytest.mark.parametrize("order", list(listing.ORDERS))
def test_pages_join_without_gap_or_repeat(cast: Cast, order: str) -> None:
    now = timezone.now()
    made = [builders.ticket(cast.rina, at=now - timedelta(minutes=n % 3)) for n in range(11)]
    rows, after = [], None
    while True:
        page = listing.page(Ticket.objects.visible_to(cast.dewi), reader=cast.dewi, order=order, after=after, limit=4)
        rows += page.rows
        if (after := page.next_after) is None:
            break
    assert sorted(row.id for row in rows) == sorted(ticket.pk for ticket in made)
    assert len(rows) == len({row.id for row in rows})


def test_a_page_is_one_statement(cast: Cast) -> None:
    for _ in range(3):
        builders.ticket(cast.rina)
    rows = Ticket.objects.visible_to(cast.sari)
    with CaptureQueriesContext(connection) as statements:
        listing.page(rows, reader=cast.sari)
    assert len(statements) == 1


def test_unread_is_each_members_own(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, messages=2)
    shelving.mark_seen(ticket=ticket, member=cast.dewi)
    builders.inbound(ticket)

    def unread(reader: object) -> int:
        return listing.page(Ticket.objects.all(), reader=reader).rows[0].unread  # type: ignore[arg-type]

    assert (unread(cast.dewi), unread(cast.budi)) == (1, 3)


def test_views_show_what_they_say(cast: Cast) -> None:
    mine = builders.ticket(cast.rina, assignee=cast.dewi)
    builders.ticket(cast.rina)
    builders.reply(builders.ticket(cast.rina, assignee=cast.dewi), cast.dewi, then="wait")
    counts = views.counts(cast.dewi)
    assert (counts["reply"], counts["unassigned"], counts["waiting"], counts["open"]) == (1, 1, 1, 3)
    assert list(views.rows_of(views.VIEWS["reply"], cast.dewi)) == [mine]
    assert views.counts(cast.tono)["open"] == 0


def test_due_soon_is_what_is_due_within_half_an_hour(cast: Cast) -> None:
    late = builders.ticket(cast.rina, at=timezone.now() - timedelta(days=9))
    builders.ticket(cast.rina)
    assert list(views.rows_of(views.VIEWS["due"], cast.dewi)) == [late]


def test_the_story_is_a_window_with_constant_statements(cast: Cast) -> None:
    def statements(messages: int) -> int:
        ticket = by_number(cast.dewi, builders.ticket(cast.rina, messages=messages).number)
        assert ticket is not None
        with CaptureQueriesContext(connection) as seen:
            story = timeline.story(ticket)
            assert len(story.entries) <= timeline.WINDOW
        return len(seen)

    assert statements(3) == statements(60) <= 3


def test_the_story_goes_back_to_the_beginning(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, messages=70)
    said, before = [], None
    while True:
        story = timeline.story(ticket, before=before)
        said = [entry.message.pk for entry in story.entries if entry.message] + said
        if (before := story.before) is None:
            break
    assert said == sorted(said) and len(said) == ticket.message_count


@pytest.mark.parametrize(
    "words",
    ["pengiriman", "dikirim", "RINA", "marlina", "rina@contoh.example", '"kain batik"', "resi", "0812 3456 7890", "7890"],
)
def test_a_ticket_is_found_by_its_words_names_and_numbers(cast: Cast, words: str) -> None:
    add_handle(contact=cast.rina, kind="phone", value="081234567890", by=Actor.system())
    ticket = builders.ticket(cast.rina, subject="Pengiriman terlambat", text="kain batik saya di mana?")
    builders.inbound(ticket, "ini resinya", files=[builders.stored_file("resi.png")])
    _index()
    assert [row.id for row in searching.find(cast.dewi, words).rows] == [ticket.pk]
    assert searching.find(cast.tono, words).rows == []


def test_a_number_leads_with_its_ticket(cast: Cast) -> None:
    tickets = [builders.ticket(cast.rina) for _ in range(3)]
    _index()
    assert searching.find(cast.dewi, "#2").rows[0].id == tickets[1].pk


def test_search_knows_the_new_subject_and_forgets_the_old(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, subject="Seprai", text="halo")
    _index()
    change_subject(ticket=ticket, to="Gorden", by=Actor.system())
    _index()
    assert searching.find(cast.dewi, "gorden").rows and not searching.find(cast.dewi, "seprai").rows


def test_search_keeps_to_private_teams(cast: Cast) -> None:
    cast.senja.team.is_private = True
    cast.senja.team.save()
    builders.ticket(cast.rina, team=cast.senja.team, text="rahasia dagang")
    _index()
    assert searching.find(cast.dewi, "rahasia").rows and not searching.find(cast.budi, "rahasia").rows


@pytest.mark.parametrize("text", ["", "   ", '"', "''", "()*:^", "AND OR NOT", "\0", "zzw1", '"a" OR 1', "\\'", "🙂"])
def test_no_search_text_breaks_the_index(cast: Cast, text: str) -> None:
    builders.ticket(cast.rina)
    _index()
    searching.find(cast.dewi, text)


def test_merged_contacts_bring_their_tickets(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    keep = create_contact(workspace_id=cast.workspace.pk, name="Rina M.", by=Actor.system())
    merge_contacts(keep=keep, gone=cast.rina, by=Actor.member(cast.dewi.pk))
    assert builders.fresh(ticket).contact == keep


def test_a_status_link_opens_its_ticket_alone_and_can_be_revoked(cast: Cast) -> None:
    ticket, other = builders.ticket(cast.rina), builders.ticket(cast.rina)
    token = status_links.token_for(ticket)
    assert status_links.ticket_of(token) == ticket
    assert status_links.token_for(other) != token
    assert status_links.ticket_of(token[:-2] + "xx") is None
    assert status_links.ticket_of("") is None
    Ticket.objects.filter(pk=ticket.pk).update(link_epoch=1)
    assert status_links.ticket_of(token) is None
