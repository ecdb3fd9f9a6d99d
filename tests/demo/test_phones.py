"""The telephones of a demo: what is made on one is never taken for what was made on another."""

from typing import Any

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.workspaces import create_workspace
from percaya.core.workspace.models import ChannelAccount
from percaya.demo.phones.accounts import connect
from percaya.demo.phones.keeping import KINDS
from percaya.demo.phones.telegram import TelegramLine
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts(cast: Cast) -> dict[str, ChannelAccount]:
    return connect(create_workspace(name="Demo", is_demo=True, by=Actor.system()))


def told(account: ChannelAccount, who: str) -> list[str]:
    """The ids of all that this customer does on a telephone that was just switched on: words, a picture, a place."""
    bodies: list[bytes] = []

    def door(_url: str, body: bytes, _headers: Any) -> tuple[int, bytes]:
        bodies.append(body)
        return 200, b""

    line = KINDS[account.channel](account)
    line.lead_to("demo")
    line.say(who, "Halo kak")
    line.send_picture(who, b"PNG")
    line.share_place(who)
    line.tell(door)
    line.vendor.close()
    assert len(bodies) == 3
    return [one.id for one in line.said[who]] + [body.hex() for body in bodies]


@pytest.mark.parametrize("channel", sorted(KINDS))
def test_two_telephones_of_one_account_never_give_an_id_twice(accounts: dict[str, ChannelAccount], channel: str) -> None:
    who = list(KINDS[channel].people)[-1]
    first, second = told(accounts[channel], who), told(accounts[channel], who)
    assert len({*first, *second}) == len(first) + len(second) == 12


def test_telegrams_numbers_of_files_and_updates_go_on_too(accounts: dict[str, ChannelAccount]) -> None:
    seen: list[object] = []
    for _turn in range(2):
        line = TelegramLine(accounts["telegram"])
        line.send_picture("mei", b"PNG")
        [update] = line.vendor.waiting
        seen += [update["update_id"], update["message"]["message_id"], update["message"]["photo"][0]["file_id"]]
        line.vendor.close()
    assert len(set(seen)) == 6
