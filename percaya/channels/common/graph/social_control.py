"""Who holds a talk where several apps of a business share a page (Messenger Platform: handover protocol, conversation control).

One app at a time may write to a person; the others look on ("standby") and what they send is refused. A webhook says when a talk
is handed over: {"pass_thread_control" | "take_thread_control": {"previous_owner_app_id", "new_owner_app_id"}} or, to the app that
should give way, {"request_thread_control": {"requested_owner_app_id"}}; {"app_roles": {app: ["primary_receiver"]}} says who of
them may take a talk without asking.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from percaya.channels.common.graph.calling import graph_post
from percaya.channels.common.graph.social import Social, moment
from percaya.channels.common.payloads import one, word
from percaya.channels.contract import AccountFacts, ChangeIn, ChangeKind, NewsIn, NewsKind, Parcel
from percaya.channels.contract.abilities import ASK, TAKE

SOMEBODY = "app"  # another one, of which nothing more is known
ROLE = "thread_role"  # among an account's settings: "first" or "second"
_FIRST, _SECOND = "primary_receiver", "secondary_receiver"


def read_control(item: Mapping[str, Any], account: AccountFacts, social: Social) -> Iterator[ChangeIn | NewsIn]:
    """What an item says of who may write; nothing where it is of another kind. A request changes nothing: giving a talk away is
    for the app that asks to be granted, and we give none."""
    if roles := one(item, "app_roles"):
        yield from _roles(roles, account)
        return
    own, person = _own(account), word(one(item, "sender"), "id", 100)
    if person in ("", account.address):
        person = word(one(item, "recipient"), "id", 100)
    if not person or person == account.address:
        return
    if handed := one(item, "pass_thread_control"):
        # It is told to the app that gets the talk; to others only where Meta tells all of them.
        holder = word(handed, "new_owner_app_id", 60)
        yield _told(person, "" if not own or holder in ("", own) else holder, item, social)
    elif taken := one(item, "take_thread_control"):
        holder = word(taken, "new_owner_app_id", 60)
        yield _told(person, "" if own and holder == own else holder or SOMEBODY, item, social)


def seen_from_aside(item: Mapping[str, Any], account: AccountFacts, social: Social) -> Iterator[ChangeIn]:
    """Words of another app, told to us as one that looks on: that app holds the talk. (What the customer says there carries the
    mark of it in the message itself.)"""
    said, own = one(item, "message"), account.address
    if said.get("is_echo") is True or word(one(item, "sender"), "id") == own:
        person = word(one(item, "recipient"), "id", 100)
        if person and person != own:
            yield _told(person, word(said, "app_id", 60) or SOMEBODY, item, social)


def take_over(address: str, account: AccountFacts, social: Social) -> Parcel:
    """The first of the page's apps takes a talk, any other asks for it (Meta refuses the former to the latter)."""
    is_second = account.settings.get(ROLE) == "second"
    edge, step = ("request_thread_control", ASK) if is_second else ("take_thread_control", TAKE)
    body = {"recipient": {"id": address.removeprefix(f"{social.key}:")}}
    path = f"{social.node(account)}/{edge}"
    return graph_post(account, path, body, recipients=(address,), step=step, repeatable=True, vendor=social.host(account))


def _told(person: str, holder: str, item: Mapping[str, Any], social: Social) -> ChangeIn:
    kind = ChangeKind.HELD if holder else ChangeKind.FREED
    return ChangeIn(kind=kind, sender=social.handle(person), text=holder, at=moment(item.get("timestamp")))


def _roles(roles: Mapping[str, Any], account: AccountFacts) -> Iterator[NewsIn]:
    mine = roles.get(_own(account))
    if isinstance(mine, list) and (_FIRST in mine or _SECOND in mine):
        yield NewsIn(kind=NewsKind.ROLE, state="first" if _FIRST in mine else "second")


def _own(account: AccountFacts) -> str:
    return str(account.settings.get("app_id") or "").strip()
