"""What an arrival says besides messages: receipts, changes, news of the account. Some of it comes before what it speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass

from percaya.channels.contract import Reading
from percaya.channels.registry import channel
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import enqueue
from percaya.core.workspace.events import AccountNews
from percaya.stages.intake.changes import make_change
from percaya.stages.intake.models import Arrival
from percaya.stages.intake.receipts import note_receipt

UNKNOWN = "unknown-message"


@dataclass(frozen=True)
class Early:
    """Places in the reading of what speaks of something that is not here."""

    receipts: Sequence[int] = ()
    changes: Sequence[int] = ()

    def __bool__(self) -> bool:
        return bool(self.receipts or self.changes)


def follow(arrival: Arrival, reading: Reading, only: Early | None = None) -> Early:
    """Do what can be done; what is left. ``only``: those that were left before."""
    receipts = range(len(reading.receipts)) if only is None else only.receipts
    changes = range(len(reading.changes)) if only is None else only.changes
    return Early(
        [at for at in receipts if at < len(reading.receipts) and not note_receipt(arrival, reading.receipts[at])],
        [at for at in changes if at < len(reading.changes) and not make_change(arrival, reading.changes[at])],
    )


def leave(arrival: Arrival, early: Early) -> None:
    """Vendors speak of what we do not know yet: the answer that names our message, the message that was edited, are under way.
    A mail is named before it leaves: nothing about an unknown one will come."""
    if not early:
        return
    if not early.changes and not channel(arrival.channel).capabilities.receipts:
        arrival.reason = UNKNOWN
        return
    args = {"arrival_id": arrival.pk, "receipts": list(early.receipts), "changes": list(early.changes)}
    enqueue("intake.follow_up", args=args, unique_key=f"intake-follow:{arrival.pk}", workspace_id=arrival.workspace_id)


def tell(arrival: Arrival, reading: Reading) -> None:
    """News of the account itself, for whoever looks after accounts."""
    for news in reading.news:
        event = AccountNews(
            workspace_id=arrival.workspace_id,
            account=arrival.account_id or 0,
            news=news.kind.value,
            name=news.name[:200],
            language=news.language[:20],
            state=news.state[:40],
            reason=news.reason[:300],
        )
        record(event, by=Actor.system())
