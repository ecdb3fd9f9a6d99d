"""Once a minute: who is idle rests, what waits is given out, talk is weighed anew; and it goes on by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from percaya.channels.registry import channels
from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import is_set, ring_due
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import EventRow
from percaya.stages.routing.actions import loads, tending
from percaya.stages.routing.actions.availability import come_back, set_availability
from percaya.stages.routing.actions.planning import change_settings
from percaya.stages.routing.models import Seat
from percaya.stages.routing.policy import WEIGHTS
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def a_minute_passes() -> None:
    ring_due(datetime.now(UTC) + timedelta(minutes=2))
    engine().run_pending()


def there(cast: Cast) -> Seat:
    return Seat.objects.get(member=cast.dewi)


def test_who_does_nothing_for_a_while_is_on_a_break_and_comes_back_by_doing_something(cast: Cast) -> None:
    set_availability(member=cast.dewi, status="available", by=Actor.member(cast.dewi.pk))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16), tick=True):
        a_minute_passes()
        assert (there(cast).status, there(cast).reason, there(cast).is_auto) == ("break", "idle", True)
        come_back(member=cast.dewi)
        assert there(cast).status == "available"
    kinds = EventRow.objects.filter(kind="member.availability_changed")
    assert kinds.count() == 3


def test_who_does_something_meanwhile_stays(cast: Cast) -> None:
    set_availability(member=cast.dewi, status="available", by=Actor.member(cast.dewi.pk))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=14), tick=True):
        come_back(member=cast.dewi)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=20), tick=True):
        a_minute_passes()
        assert there(cast).status == "available"


def test_it_goes_on_while_somebody_is_there_and_rests_with_the_last(cast: Cast) -> None:
    key = f"routing:tend:{cast.workspace.pk}"
    set_availability(member=cast.dewi, status="available", by=Actor.member(cast.dewi.pk))
    assert is_set(key)
    a_minute_passes()
    assert is_set(key)
    set_availability(member=cast.dewi, status="offline", by=Actor.member(cast.dewi.pk))
    a_minute_passes()
    assert not is_set(key)


def test_a_chat_that_falls_silent_weighs_half(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    real = channels()["email"]
    talk: Any = SimpleNamespace(capabilities=replace(real.capabilities, conversational=True, reply_window_hours=24))
    for module in (loads, tending):
        monkeypatch.setattr(module, "channels", lambda: {"email": talk})
    builders.ticket(cast.rina, assignee=cast.dewi, at=datetime.now(UTC) - timedelta(minutes=29))
    assert there(cast).used == 20
    set_availability(member=cast.dewi, status="available", by=Actor.member(cast.dewi.pk))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5), tick=True):
        a_minute_passes()
    assert there(cast).used == 5


def test_other_weights_count_at_once(cast: Cast) -> None:
    builders.ticket(cast.rina, assignee=cast.dewi)
    common = {"workspace": cast.workspace, "limit": 80, "idle_minutes": 0, "reasons": ["Kirim paket"], "by": Actor.system()}
    change_settings(weights={**WEIGHTS, "mail": 15}, **common)  # type: ignore[arg-type]
    assert there(cast).used == 15
