"""For doors behind which somebody waits to see their words in their place: kept, then read in the same breath."""

from collections.abc import Sequence

import structlog

from percaya.core.journal.actor import Actor
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.intake.actions.accepting import accept
from percaya.stages.intake.actions.processing import process
from percaya.stages.intake.models import Arrival

log = structlog.get_logger(__name__)


def take_in(
    *,
    account: ChannelAccount,
    raw: bytes,
    door: str,
    mail_from: str | None = None,
    rcpt_to: Sequence[str] = (),
    remote: str = "",
    by: Actor,
) -> Arrival:
    """``accept``, with what it raises, and then ``process``. Where reading fails, the arrival is returned as it was kept, without
    a ticket: it is durable and its job comes to it in a moment, so whoever waits is told no untruth."""
    arrival = accept(account=account, raw=raw, door=door, mail_from=mail_from, rcpt_to=rcpt_to, remote=remote, by=by, reads=True)
    try:
        return process(arrival_id=arrival.pk)
    except Exception:
        log.exception("arrival_read_later", arrival=arrival.pk, door=door)
        return arrival
