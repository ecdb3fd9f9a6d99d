"""Knowing a person by several addresses at once, and their moving from one to another: vendors give an id of their own, the phone
beside it where they may, and tell when somebody has a new number."""

from collections.abc import Sequence

from django.db import transaction

from percaya.core.journal.actor import Actor
from percaya.core.people import policy
from percaya.core.people.actions.handles import add_handle, set_reachability
from percaya.core.people.actions.merging import propose_merge
from percaya.core.people.models import Contact, Handle
from percaya.core.prepared import Prepared

_found: Prepared[Handle] = Prepared(
    lambda **key: Handle.objects.select_related("contact").filter(**key).order_by("pk")[:1],
    workspace_id=int, kind=str, value=str, claim=str,
)  # fmt: skip
RENUMBERED, BLOCKED = "renumbered", "blocked"  # why an address is unreachable, beside the reasons that vendors give


def known_by(workspace_id: int, addresses: Sequence[tuple[str, str]]) -> Contact | None:
    """Who certainly has one of them, the first that somebody has."""
    for kind, value in addresses:
        if (held := _held(workspace_id, kind, value)) is not None:
            return held.contact
    return None


def join_addresses(*, contact: Contact, addresses: Sequence[tuple[str, str]], by: Actor) -> None:
    """The contact has these too. What is another contact's for certain stays there: that they may be one is proposed to a
    person. What is no address is passed over."""
    for kind, value in addresses:
        address = policy.normalise(kind, value)
        held = _held(contact.workspace_id, kind, address)
        if held is None and address:
            add_handle(contact=contact, kind=kind, value=address, by=by)
        elif held is not None and held.contact_id != contact.pk:
            propose_merge(keep=contact, other_id=held.contact_id, evidence=held.value, by=by)


@transaction.atomic
def renumber(*, workspace_id: int, old: tuple[str, str], new: tuple[str, str], by: Actor) -> Contact | None:
    """A person is to be reached under another address (kind, value) from now on: they have both, and nothing is sent to the old
    one any more. ``None`` when nobody here has the old one."""
    held = _held(workspace_id, *old)
    if held is None or policy.normalise(*old) == policy.normalise(*new):
        return None
    join_addresses(contact=held.contact, addresses=[new], by=by)
    set_reachability(handle=held, unreachable=RENUMBERED, by=by)
    return held.contact


@transaction.atomic
def close_or_open(*, workspace_id: int, address: tuple[str, str], unreachable: str, by: Actor) -> bool:
    """Nothing more is sent to an address (kind, value) for that reason, or again ("" for the reason). ``False``: nobody here has
    it."""
    held = _held(workspace_id, *address)
    if held is None:
        return False
    set_reachability(handle=held, unreachable=unreachable, by=by)
    return True


def handle_of(workspace_id: int, kind: str, address: str, claim: str = "") -> Handle | None:
    """Of a normalised address, with its contact; the one that is certain, where no ``claim`` is named."""
    found = _found.ask(workspace_id=workspace_id, kind=kind, value=address, claim=claim)
    return found[0] if found else None


def _held(workspace_id: int, kind: str, value: str) -> Handle | None:
    address = policy.normalise(kind, value)
    return handle_of(workspace_id, kind, address) if address else None
