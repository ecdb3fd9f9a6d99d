"""Making an arrival durable. Only when this returns may anyone say 250, 200 or "thank you"."""

import hashlib
from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils import timezone

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.blobs import store
from percaya.core.together import durably
from percaya.core.workspace.models import ChannelAccount
from percaya.core.written import insert
from percaya.stages.intake.events import ArrivalAccepted
from percaya.stages.intake.models import Arrival

SPARE = 5.0  # seconds


class Unknown(Exception):
    """No account of ours is addressed: the door refuses for good."""


class TooLarge(Exception):
    """More bytes than one arrival may have (``PERCAYA_MAX_MAIL``): the door refuses for good."""


def accept(
    *,
    account: ChannelAccount,
    raw: bytes,
    door: str,
    mail_from: str | None = None,
    rcpt_to: Sequence[str] = (),
    remote: str = "",
    sender: str = "",
    by: Actor | None = None,
    reads: bool = False,
    also: Callable[[Arrival], None] = lambda arrival: None,
) -> Arrival:
    """Keep the raw bytes and the envelope. When this returns they survive a crash (and, with SQLite's FULL, a power cut).

    The blob is synced before the row that names it commits; the row and the job that will read it are one transaction.
    ``sender``: an id of the person, where the door has no envelope but knows it: what one person sends is read in order.
    ``reads``: the caller reads it at once, so its job waits ``SPARE`` seconds and is cancelled by the reading.
    ``also`` is done in the same transaction (a ledger's row), and must bear what ``durably`` asks of it. Raises ``TooLarge``, or
    whatever the disk, the database or ``also`` raises: then nothing was accepted.
    """
    if len(raw) > settings.PERCAYA_MAX_MAIL:
        raise TooLarge(f"{len(raw)} bytes are more than the {settings.PERCAYA_MAX_MAIL} that are taken")
    sha = store().put(raw)

    def kept() -> Arrival:
        arrival = Arrival(
            workspace_id=account.workspace_id,
            account=account,
            channel=account.channel,
            door=door,
            sha256=sha,
            size=len(raw),
            mail_from=mail_from[:254] if mail_from is not None else None,
            rcpt_to=[address[:254] for address in rcpt_to][:100],
            remote=remote[:64],
            received_at=timezone.now(),
        )
        insert(arrival)
        event = ArrivalAccepted(
            workspace_id=account.workspace_id,
            arrival=arrival.pk,
            door=door,
            channel=account.channel,
            sha256=sha,
            order=_order(account, sender or mail_from or ""),
            read_at_once=reads,
        )
        record(event, by=by or Actor.system())
        also(arrival)
        return arrival

    return durably(kept)


def job_of(event: ArrivalAccepted) -> str:
    """What the job is called that waits for a door which reads by itself; "" for any other."""
    return job_key(event.arrival) if event.read_at_once else ""


def job_key(arrival_id: int) -> str:
    return f"intake.process:{arrival_id}"


def spare_of(event: ArrivalAccepted) -> float:
    """Seconds that such a door is given."""
    return SPARE if event.read_at_once else 0.0


def _order(account: ChannelAccount, sender: str) -> str:
    """What one person sends is read in order; different people's mail side by side."""
    return f"intake:{account.pk}:{_short(sender.lower())}"[:64]


def _short(sender: str) -> str:
    """Vendors' ids are long and differ at their end."""
    return sender if len(sender) <= 40 else hashlib.sha256(sender.encode("utf-8", "replace")).hexdigest()[:40]
