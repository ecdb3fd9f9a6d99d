"""The follower ``forecast``: learns from tickets as they open and end."""

from collections.abc import Sequence

from percaya.core.journal.models import EventRow
from percaya.stages.forecast.actions.learning import learn


def follow(rows: Sequence[EventRow]) -> None:
    """A batch of the journal, in order; seeing it twice changes nothing twice."""
    learn([row for row in rows if row.stream_type == "ticket"])
