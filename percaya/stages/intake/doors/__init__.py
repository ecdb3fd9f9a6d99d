"""Where raw mail comes in: SMTP, LMTP, IMAP, a pipe, HTTP. Every door ends in ``accept``; none says yes before it returns."""

from percaya.stages.intake.doors.house import Door, PortTaken, listeners, start_all, watchers
from percaya.stages.intake.doors.http import take_over_http
from percaya.stages.intake.doors.pipe import take_from_pipe

__all__ = ["Door", "PortTaken", "listeners", "start_all", "take_from_pipe", "take_over_http", "watchers"]
