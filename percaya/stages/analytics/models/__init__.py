from percaya.stages.analytics.models.board import Alert, AlertState, WallLink
from percaya.stages.analytics.models.facts import ClockFacts, QuarterCount, ReplyFacts, TicketFacts
from percaya.stages.analytics.models.reports import ReportMail
from percaya.stages.analytics.models.work import TicketWork, WorkDay

__all__ = [
    "Alert",
    "AlertState",
    "ClockFacts",
    "QuarterCount",
    "ReplyFacts",
    "ReportMail",
    "TicketFacts",
    "TicketWork",
    "WallLink",
    "WorkDay",
]
