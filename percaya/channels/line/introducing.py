"""Who an id is: LINE names nobody with an event, but tells when asked.

https://developers.line.biz/en/reference/messaging-api/#get-profile (friends), #get-group-summary, #get-group-member-profile and
#get-room-member-profile. A room has no name of its own.
"""

import re

from percaya.channels.common.answers import said
from percaya.channels.common.payloads import word
from percaya.channels.contract import AccountFacts, Answer, Parcel
from percaya.channels.line.wire import KEY, ask

_ID = re.compile(r"[UCR][0-9a-f]{32}")
_HOUSES = {"C": "group", "R": "room"}


def ask_name(address: str, account: AccountFacts) -> Parcel | None:
    """``address``: "line:U…" of a friend, "line:C…" of a group, "line:C…/U…" of somebody in it (a room is R…)."""
    place, _, member = address.removeprefix(f"{KEY}:").partition("/")
    if not _ID.fullmatch(place) or (member and not _ID.fullmatch(member)):
        return None
    house = _HOUSES.get(place[0], "")
    if house and member:
        path = f"/v2/bot/{house}/{place}/member/{member}"
    elif house:
        path = f"/v2/bot/group/{place}/summary" if house == "group" else ""
    else:
        path = f"/v2/bot/profile/{place}"
    return ask(account, path, step="name", method="GET") if path else None


def name_in(answer: Answer) -> str:
    """The display name; "" for who has blocked us, left, or never agreed to be known."""
    if answer.code != 200:
        return ""
    told = said(answer)
    return word(told, "displayName", 100) or word(told, "groupName", 100)
