"""Two tickets become one and two again: nothing is lost, nothing is shown to the wrong person, and an undo is exact."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from percaya.core.journal.actor import Actor
from percaya.core.journal.queries import verify
from percaya.core.promises.actions import keep_promise, make_promise
from percaya.core.promises.models import Promise
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.deliveries import mark_delivery
from percaya.core.tickets.actions.drafts import save_draft
from percaya.core.tickets.actions.joining import forget_joining
from percaya.core.tickets.actions.merging import merge, undo_merge
from percaya.core.tickets.actions.receiving import Incoming, receive_message
from percaya.core.tickets.actions.shelving import mark_seen
from percaya.core.tickets.actions.timing import add_time
from percaya.core.tickets.models import (
    ChecklistItem,
    Draft,
    Joining,
    Message,
    Participant,
    Seen,
    Ticket,
    TicketFollower,
    TicketLabel,
    TimeSpent,
)
from tests import builders
from tests.cast import Cast, customer

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


_COUNTED = {"version", "updated_at"}  # every change counts these up


def everything(*tickets: Ticket) -> list[dict[str, Any]]:
    """All that a merge touches, as plain values."""
    rows: list[Model] = []
    for kind in (Message, Participant, TicketLabel, Seen, Draft, TicketFollower, ChecklistItem, TimeSpent, Promise):
        rows += kind.objects.filter(ticket__in=tickets).order_by("pk")
    rows += Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets]).order_by("pk")
    plain = serializers.serialize("python", rows)
    for row in plain:
        if row["model"] == "tickets.ticket":
            row["fields"] = {key: value for key, value in row["fields"].items() if key not in _COUNTED}
        if row["model"] == "tickets.draft":
            del row["fields"]["updated_at"], row["fields"]["revision"]
    return plain


steps = st.lists(
    st.sampled_from(
        ["inbound", "reply", "note", "resolve", "label", "draft", "read", "follow", "check", "auto", "time", "promise"]
    ),
    max_size=5,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mine=steps, theirs=steps, same=st.booleans())
def test_a_merge_taken_back_leaves_everything_as_it_was(cast: Cast, mine: list[str], theirs: list[str], same: bool) -> None:
    other = cast.rina if same else customer(cast.workspace, "Bagus")
    source, target = builders.ticket(cast.rina), builders.ticket(other)
    for ticket, done in ((source, mine), (target, theirs)):
        for step in done:
            _do(cast, builders.fresh(ticket), step)
    before = everything(source, target)
    joining = merge(source=source, target=target, by=BY)
    assert not Message.objects.filter(ticket=source).exists()
    undo_merge(joining=joining, by=BY)
    assert everything(source, target) == before
    assert not list(verify(cast.workspace.pk))


def test_messages_are_in_the_target_and_the_older_wait_is_owed(cast: Cast) -> None:
    early = timezone.now() - timedelta(hours=5)
    source, target = builders.ticket(cast.rina, at=early), builders.ticket(cast.rina)
    builders.reply(target, cast.dewi, then="resolve")
    of_both = Message.objects.filter(ticket__in=(source, target)).count()
    merge(source=source, target=target, by=BY)
    source, target = builders.fresh(source), builders.fresh(target)
    assert source.merged_into_id == target.pk and not source.is_open and source.waiting_since is None
    assert (target.waiting_since, target.state, target.message_count) == (early, "open", of_both)


def test_what_is_answered_to_the_source_lands_in_the_target_and_goes_back_with_the_undo(cast: Cast) -> None:
    source, target = builders.ticket(cast.rina), builders.ticket(cast.rina)
    joining = merge(source=source, target=target, by=BY)
    late = builders.inbound(source, "ada satu lagi")
    assert late.ticket_id == target.pk and late.came_from_id == source.pk
    undo_merge(joining=joining, by=BY)
    assert Message.objects.get(pk=late.pk).ticket_id == source.pk
    for ticket, inbound in ((builders.fresh(source), 2), (builders.fresh(target), 1)):
        assert ticket.inbound_count == inbound
        assert ticket.message_count == Message.objects.filter(ticket=ticket).count()


def test_of_another_customers_ticket_nobody_reads_along_unless_ticked(cast: Cast) -> None:
    bagus = customer(cast.workspace, "Bagus")
    source, target = builders.ticket(bagus), builders.ticket(cast.rina)
    joining = merge(source=source, target=target, by=BY)
    assert not Participant.objects.filter(ticket=target, contact=bagus).exists()
    undo_merge(joining=joining, by=BY)
    person = Participant.objects.get(ticket=source, contact=bagus)
    merge(source=source, target=target, copy=[person.pk], by=BY)
    assert Participant.objects.get(ticket=target, contact=bagus).role == "cc"


def test_who_writes_to_another_customers_merged_ticket_brings_nobody_into_copy(cast: Cast) -> None:
    bagus = customer(cast.workspace, "Bagus")
    source, target = builders.ticket(bagus), builders.ticket(cast.rina)
    merge(source=source, target=target, by=BY)
    copies = (("email", "teman@contoh.example", "Teman"),)
    said = Incoming(
        contact_id=bagus.pk, author_name="Bagus", address=("email", "bagus@contoh.example"), channel="email", account_id=None,
        text="halo", copies=copies,
    )  # fmt: skip
    receive_message(ticket=source, incoming=said, by=Actor.contact(bagus.pk))
    assert not Participant.objects.filter(ticket=target, role="cc").exists()


def test_merges_that_cross_make_no_circle(cast: Cast) -> None:
    one, two, three = (builders.ticket(cast.rina) for _ in range(3))
    merge(source=one, target=two, by=BY)
    for source, target in ((two, one), (one, three), (three, one), (two, two)):
        with pytest.raises(Refused):
            merge(source=source, target=target, by=BY)


def test_a_chain_is_undone_from_its_end(cast: Cast) -> None:
    one, two, three = (builders.ticket(cast.rina) for _ in range(3))
    before = everything(one, two, three)
    first = merge(source=one, target=two, by=BY)
    second = merge(source=two, target=three, by=BY)
    late = builders.inbound(one, "masih soal yang pertama")
    assert late.ticket_id == three.pk
    with pytest.raises(Refused, match="itself merged"):
        undo_merge(joining=first, by=BY)
    undo_merge(joining=second, by=BY)
    undo_merge(joining=first, by=BY)
    assert Message.objects.get(pk=late.pk).ticket_id == one.pk
    Message.objects.filter(pk=late.pk).delete()
    messages = [row for row in before if row["model"] == "tickets.message"]
    assert [row for row in everything(one, two, three) if row["model"] == "tickets.message"] == messages


def test_drafts_of_both_are_kept_and_come_back(cast: Cast) -> None:
    source, target = builders.ticket(cast.rina), builders.ticket(cast.rina)
    for ticket, words in ((source, "sumber"), (target, "tujuan")):
        save_draft(ticket=ticket, member=cast.dewi, kind="reply", text=words, revision=0)
    joining = merge(source=source, target=target, by=BY)
    assert Draft.objects.get(ticket=target, member=cast.dewi).text == "tujuan\n\nsumber"
    undo_merge(joining=joining, by=BY)
    assert Draft.objects.get(ticket=source, member=cast.dewi).text == "sumber"
    assert Draft.objects.get(ticket=target, member=cast.dewi).text == "tujuan"


def test_what_was_changed_since_stays_changed(cast: Cast) -> None:
    source, target = builders.ticket(cast.rina), builders.ticket(cast.rina)
    joining = merge(source=source, target=target, by=BY)
    builders.reply(builders.fresh(target), cast.dewi, then="wait")
    undo_merge(joining=joining, by=BY)
    source, target = builders.fresh(source), builders.fresh(target)
    assert target.state == "waiting_customer" and target.waiting_since is None
    assert source.waiting_since is None  # the same customer has that answer


def test_after_its_time_a_merge_stays_and_its_memory_is_erased(cast: Cast) -> None:
    joining = merge(source=builders.ticket(cast.rina), target=builders.ticket(cast.rina), by=BY)
    Joining.objects.filter(pk=joining.pk).update(undo_until=timezone.now())
    forget_joining(joining_id=joining.pk)
    assert Joining.objects.get(pk=joining.pk).before == {}
    with pytest.raises(Refused, match="time"):
        undo_merge(joining=joining, by=BY)


def test_closed_spam_and_strange_tickets_are_refused(cast: Cast) -> None:
    ours, theirs = builders.ticket(cast.rina), builders.ticket(cast.joko)
    with pytest.raises(Refused, match="another workspace"):
        merge(source=ours, target=theirs, by=BY)
    Ticket.objects.filter(pk=theirs.pk).update(is_spam=True)
    with pytest.raises(Refused, match="spam"):
        merge(source=builders.ticket(cast.joko), target=theirs, by=BY)


def _do(cast: Cast, ticket: Ticket, step: str) -> None:
    match step:
        case "inbound":
            builders.inbound(ticket)
        case "auto":
            builders.inbound(ticket, auto="auto-reply")
        case "reply":
            builders.reply(ticket, cast.dewi)
        case "resolve":
            builders.reply(ticket, cast.budi, then="resolve")
        case "note":
            builders.note(ticket, cast.dewi)
        case "label":
            builders.add_label(ticket=ticket, name=f"label {ticket.pk % 2}", by=BY)
        case "draft":
            now = Draft.objects.filter(ticket=ticket, member=cast.dewi, kind="note").first()
            save_draft(
                ticket=ticket, member=cast.dewi, kind="note", text=f"#{ticket.number}", revision=now.revision if now else 0
            )
        case "read":
            mark_seen(ticket=ticket, member=cast.dewi)
        case "follow":
            TicketFollower.objects.get_or_create(ticket=ticket, member=cast.budi, workspace=cast.workspace)
        case "check":
            ChecklistItem.objects.create(ticket=ticket, workspace=cast.workspace, text="cek gudang")
        case "time":
            add_time(ticket=ticket, minutes=7, member=cast.dewi, by=BY)
        case "promise":
            due = timezone.now() + timedelta(hours=1 + ticket.pk % 3)
            make_promise(ticket=ticket, text="Kami kabari", due_at=due, owner=cast.budi, by=BY)


def test_words_typed_on_a_page_that_has_not_heard_of_the_merge_are_kept_in_the_target(cast: Cast) -> None:
    source, target = builders.ticket(cast.rina), builders.ticket(cast.rina)
    merge(source=source, target=target, by=BY)
    save_draft(ticket=builders.fresh(source), member=cast.dewi, kind="reply", text="masih mengetik", revision=0)
    assert Draft.objects.get(ticket=target, member=cast.dewi).text == "masih mengetik"
    for write in (builders.reply, builders.note):
        with pytest.raises(Refused, match="merged"):
            write(builders.fresh(source), cast.dewi)


def test_news_of_a_delivery_reach_the_ticket_where_the_message_is_now(cast: Cast) -> None:
    source, target = builders.ticket(cast.rina), builders.ticket(cast.rina)
    stale = builders.reply(source, cast.dewi)
    merge(source=source, target=target, by=BY)
    mark_delivery(message=stale, state="failed", reason="kotak penuh", by=BY)
    assert builders.fresh(target).failed_delivery and not builders.fresh(source).failed_delivery


def test_promises_and_time_go_along_and_come_back(cast: Cast) -> None:
    source, target = builders.ticket(cast.rina, account=cast.senja.email), builders.ticket(cast.rina, account=cast.senja.email)
    soon, later = timezone.now() + timedelta(hours=2), timezone.now() + timedelta(days=2)
    mine = make_promise(ticket=source, text="Kami telepon", due_at=soon, owner=cast.dewi, by=BY)
    make_promise(ticket=target, text="Kami kirim", due_at=later, owner=cast.budi, by=BY)
    add_time(ticket=source, minutes=20, member=cast.dewi, by=BY)
    add_time(ticket=target, minutes=5, member=cast.budi, by=BY)
    joining = merge(source=source, target=target, by=BY)
    now, gone = builders.fresh(target), builders.fresh(source)
    assert (now.promise_due_at, now.promise_owner_id, now.minutes_spent) == (soon, cast.dewi.pk, 25)
    assert (gone.promise_due_at, gone.promise_owner_id, gone.minutes_spent) == (None, None, 0)
    since = make_promise(ticket=now, text="Kami kabari", due_at=soon, owner=None, by=BY)
    keep_promise(promise=Promise.objects.get(pk=mine.pk), by=BY)
    undo_merge(joining=joining, by=BY)
    assert Promise.objects.get(pk=mine.pk).ticket_id == source.pk and Promise.objects.get(pk=since.pk).ticket_id == target.pk
    now, back = builders.fresh(target), builders.fresh(source)
    assert (now.promise_due_at, now.minutes_spent) == (soon, 5)
    assert (back.promise_due_at, back.minutes_spent) == (None, 20)


def test_a_merge_that_reopens_keeps_the_promise_it_brings(cast: Cast) -> None:
    source, target = builders.ticket(cast.rina), builders.ticket(cast.rina)
    due = timezone.now() + timedelta(hours=2)
    make_promise(ticket=source, text="Kami telepon", due_at=due, owner=cast.dewi, by=BY)
    builders.reply(target, cast.dewi, then="resolve")
    joining = merge(source=source, target=target, by=BY)
    now = builders.fresh(target)
    assert (now.state, now.promise_due_at) == ("open", due)
    undo_merge(joining=joining, by=BY)
    now = builders.fresh(target)
    assert (now.state, now.promise_due_at) == ("resolved", None)
    assert not list(verify(cast.workspace.pk))


def test_promises_of_a_chain_go_back_as_far_as_it_is_undone(cast: Cast) -> None:
    one, two, three = (builders.ticket(cast.rina) for _ in range(3))
    mine = make_promise(ticket=one, text="Kami telepon", due_at=timezone.now() + timedelta(hours=2), owner=None, by=BY)
    merge(source=one, target=two, by=BY)
    second = merge(source=two, target=three, by=BY)
    assert Promise.objects.get(pk=mine.pk).ticket_id == three.pk
    undo_merge(joining=second, by=BY)
    assert Promise.objects.get(pk=mine.pk).ticket_id == two.pk
