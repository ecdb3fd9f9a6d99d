"""Why something waits, in the reader's language. Channels and jobs leave words for machines and for the log."""

from collections.abc import Callable

from django.utils.translation import gettext as _

_REASONS: dict[str, Callable[[], str]] = {
    "no-sender": lambda: _("It names no sender, so nobody could be answered."),
    "no-content": lambda: _("There are no words and no files in it."),
    "no-account": lambda: _("The channel it came in through has been removed."),
    "no-ticket": lambda: _("It answers on a status page that is none of ours."),
    "bad-json": lambda: _("What was handed in is not whole."),
    "timeout": lambda: _("Reading it took too long and was stopped."),
    "crashed": lambda: _("The program that reads mail gave up on it."),
    "defect": lambda: _("We could not read it: a mistake of ours. Try again after an update, or make the ticket by hand."),
}
_KINDS: dict[str, Callable[[], str]] = {
    "intake.process": lambda: _("Reading what came in"),
    "delivery.send": lambda: _("Sending an answer"),
    "tickets.wake": lambda: _("Waking a snoozed ticket"),
    "tickets.release_reply": lambda: _("Sending a scheduled answer"),
    "bulk.run": lambda: _("Changing many tickets at once"),
    "notices.push": lambda: _("Telling a colleague"),
    "notices.digest": lambda: _("A colleague's summary by mail"),
}


def why_held(reason: str, detail: str) -> str:
    """A sentence for a reason of ``intake``; the channel's own words for one that is new."""
    known = _REASONS.get(reason)
    return known() if known else detail or reason


def work(kind: str) -> str:
    """What a job does; its kind where nobody has found words yet."""
    known = _KINDS.get(kind)
    return known() if known else kind
