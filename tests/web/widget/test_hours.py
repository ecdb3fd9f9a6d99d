"""Outside working hours the panel says when somebody is back, and takes the message all the same."""

import pytest
import time_machine
from django.test import Client

from tests.cast import Cast
from tests.web.widget.test_chat import Panel, chat_of, opened

pytestmark = pytest.mark.django_db
OPEN, SUNDAY = "2026-02-02T03:00:00+00:00", "2026-02-01T03:00:00+00:00"  # the shop works from Monday on, 8 to 17 WIB


def test_closed_is_said_with_the_hour_of_the_calendar_and_open_is_not(cast: Cast) -> None:
    base = Panel(chat_of(cast.senja)).base
    with time_machine.travel(OPEN, tick=False):
        assert "Kami sedang tutup" not in Client().get(base).content.decode()
    with time_machine.travel(SUNDAY, tick=False):
        page = Client().get(base).content.decode()
    assert "Kami sedang tutup" in page and "Senin, 2 Feb 2026, 08.00 WIB" in page


def test_what_is_written_while_we_are_closed_arrives(cast: Cast) -> None:
    with time_machine.travel(SUNDAY, tick=False):
        panel = opened(chat_of(cast.senja))
        assert panel.say("Besok buka?").status_code == 201
        assert "Besok buka?" in panel.talk() and "Senin, 2 Feb 2026" in panel.talk()
