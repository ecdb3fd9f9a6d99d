"""Where raw mail comes in: SMTP, LMTP, IMAP, a pipe (and the API). All end in ``accept``; none says yes before it returns."""

from percaya.stages.intake.doors.house import Door, PortTaken, listeners, watchers
from percaya.stages.intake.doors.pipe import take_from_pipe

__all__ = ["Door", "PortTaken", "listeners", "take_from_pipe", "watchers"]
