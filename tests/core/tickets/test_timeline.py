"""One thread in the order of time, whatever was merged into it: complete in both directions, a window at a time."""

import random

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.merging import merge, undo_merge
from percaya.core.tickets.actions.splitting import split
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries import timeline
from percaya.core.tickets.queries.finding_in_ticket import find_in
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
BY = Actor.system()


def woven(cast: Cast, each: int = 40) -> tuple[Ticket, Ticket]:
    """Two tickets whose messages came in turns at random."""
    pair = builders.ticket(cast.rina), builders.ticket(cast.rina)
    dice = random.Random(each)
    for count in range(each):
        builders.inbound(dice.choice(pair), f"pesan {count}")
    return pair


def ids(story: timeline.Story) -> list[int]:
    return [entry.message.pk for entry in story.entries if entry.message]


def test_going_back_shows_every_message_once_and_in_order(cast: Cast) -> None:
    source, target = woven(cast)
    merge(source=source, target=target, by=BY)
    told: list[int] = []
    place, windows = None, 0
    while True:
        story = timeline.story(builders.fresh(target), before=place, limit=7)
        told, windows = ids(story) + told, windows + 1
        if (place := story.before) is None:
            break
        place = timeline.Place.read(str(place))  # as addresses carry it
    assert told == list(Message.objects.filter(ticket=target).order_by("created_at", "pk").values_list("pk", flat=True))
    assert windows > 5


def test_going_on_from_any_message_reaches_the_end(cast: Cast) -> None:
    source, target = woven(cast)
    merge(source=source, target=target, by=BY)
    whole = list(Message.objects.filter(ticket=target).order_by("created_at", "pk"))
    for message in (whole[0], whole[13], whole[-1]):
        story = timeline.around(builders.fresh(target), message, limit=10)
        assert message.pk in ids(story)
        told = ids(story)
        while story.later is not None:
            story = timeline.onwards(builders.fresh(target), story.later, limit=10)
            told += ids(story)
        assert told == [one.pk for one in whole][-len(told) :]


def test_an_undone_merge_tells_each_story_as_before(cast: Cast) -> None:
    source, target = woven(cast, each=12)
    before = [ids(timeline.story(builders.fresh(ticket))) for ticket in (source, target)]
    undo_merge(joining=merge(source=source, target=target, by=BY), by=BY)
    assert [ids(timeline.story(builders.fresh(ticket))) for ticket in (source, target)] == before


def test_what_was_split_off_is_told_there_and_not_here(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, messages=4)
    second = ids(timeline.story(builders.fresh(ticket)))[2]
    made = split(ticket=ticket, messages=[second], by=BY).target
    assert second not in ids(timeline.story(builders.fresh(ticket)))
    assert ids(timeline.story(builders.fresh(made))) == [second]


def test_news_tell_what_moved_and_what_was_delivered(cast: Cast) -> None:
    one, two = builders.ticket(cast.rina), builders.ticket(cast.rina)
    version = builders.fresh(two).version
    builders.inbound(two, "baru")
    story = timeline.since(builders.fresh(two), version, again=0)
    assert len(ids(story)) == 1 and not story.rearranged and story.lead is not None
    version = builders.fresh(two).version
    merge(source=one, target=two, by=BY)
    assert timeline.since(builders.fresh(two), version, again=10).rearranged
    assert not timeline.since(builders.fresh(two), builders.fresh(two).version, again=10).rearranged


@pytest.mark.parametrize("text", ["", "x", "1.2", "1.2.3.4", "-1", "9" * 30, "1.99999999999999999.1", "١"])
def test_an_odd_place_is_no_place_or_a_harmless_one(text: str) -> None:
    place = timeline.Place.read(text)
    assert place is None or timeline.Place.read(str(place)) == place


def test_words_are_found_in_texts_names_and_files_of_this_ticket_alone(cast: Cast) -> None:
    ticket, other = builders.ticket(cast.rina, text="Kain 100% katun_asli"), builders.ticket(cast.rina, text="katun juga")
    builders.inbound(ticket, "lihat foto", files=[builders.stored_file("Resi-JNE.png")])
    assert [hit.found for hit in find_in(ticket, "KATUN 100%")] == ["katun"]
    assert len(find_in(ticket, "resi-jne")) == 1 and len(find_in(ticket, "rina")) >= 2
    assert find_in(ticket, "zzz") == find_in(ticket, "  ") == []
    assert all(Message.objects.get(pk=hit.message).ticket_id == other.pk for hit in find_in(other, "katun"))
