"""Who holds a stream is there; whose last one ended is not, however lately they asked for something."""

from datetime import timedelta

import pytest
from django.utils import timezone

from percaya.runtime.live import attendance as attendances
from percaya.runtime.live.attendance import Attendance
from percaya.stages.chat import streams
from percaya.stages.chat.actions import meet, notice
from percaya.stages.chat.models import Visitor
from percaya.stages.chat.queries import is_here
from tests.cast import Cast
from tests.stages.chat.test_conversations import chat_of, gone

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(cast: Cast) -> Visitor:
    made = meet(account=chat_of(cast.senja), key="web:a")
    gone(made)
    made.refresh_from_db()
    return made


def test_a_visitor_is_there_until_the_last_of_their_tabs_is_closed(visitor: Visitor) -> None:
    here = Attendance()
    for tabs in (1, 1, -1):
        (here.came if tabs > 0 else here.left)(visitor.pk)
        here.look()
        assert is_here(visitor)
    here.left(visitor.pk)
    here.look()
    assert not is_here(visitor)


def test_who_was_heard_of_lately_is_gone_with_their_stream(visitor: Visitor) -> None:
    visitor.last_seen_at = timezone.now() - timedelta(seconds=5)
    assert is_here(visitor), "without a stream a request says it"
    here = Attendance()
    here.came(visitor.pk)
    here.look()
    here.left(visitor.pk)
    here.look()
    assert not is_here(visitor)
    visitor.last_seen_at = timezone.now() + timedelta(seconds=5)
    assert is_here(visitor), "and they are back when they ask for something"


def test_no_process_takes_a_visitor_of_another_away(visitor: Visitor) -> None:
    one, other = Attendance(), Attendance()
    for each in (one, other):
        each.came(visitor.pk)
        each.look()
    one.left(visitor.pk)
    one.look()
    assert is_here(visitor)
    other.left(visitor.pk)
    other.look()
    assert not is_here(visitor)


def test_the_visitors_of_a_killed_process_fade_and_of_a_living_one_do_not(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "KEPT", 0.0)  # what was said last has run out
    here = Attendance()
    here.came(visitor.pk)
    here.look()
    assert not is_here(visitor)
    monkeypatch.setattr(streams, "KEPT", 60.0)
    monkeypatch.setattr(attendances, "AGAIN", 0.0)
    here._again_at = 0.0
    here.look()
    assert is_here(visitor), "said again"


def test_where_a_stream_says_it_nothing_is_written(visitor: Visitor) -> None:
    streams.opened("hub", [visitor.pk])
    notice(visitor=visitor)
    visitor.refresh_from_db()
    assert timezone.now() - visitor.last_seen_at > timedelta(minutes=10)
    assert notice(visitor=visitor, page="https://senja.example/checkout")
    visitor.refresh_from_db()
    assert visitor.page.endswith("/checkout")
