"""Alerts in words, in the language that is active."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from percaya.stages.analytics.models import Alert


def said(alert: Alert) -> str:
    """What is wrong, with the number."""
    n = alert.value
    match alert.kind:
        case "overdue":
            text = ngettext("%(n)s ticket is overdue", "%(n)s tickets are overdue", n) % {"n": n}
        case "untaken":
            text = _("Nobody has taken %(n)s tickets whose time runs out within the hour") % {"n": n}
        case "slipping":
            text = _("Only %(n)s%% of what fell due in the last two hours was met") % {"n": n}
        case "inflow":
            text = _("%(n)s new tickets in two hours, far more than were solved") % {"n": n}
        case _:
            text = ngettext("%(n)s channel does not work", "%(n)s channels do not work", n) % {"n": n}
    return f"{alert.team.name}: {text}" if alert.team else text


def advice(alert: Alert) -> str:
    """What to do about it."""
    match alert.kind:
        case "overdue":
            return _("Hand the oldest to people with room")
        case "untaken":
            return _("Assign them now")
        case "slipping":
            return _("Look at what was missed, and ask for help from another team")
        case "inflow":
            return _("Ask people on a break or in other teams to help")
        case _:
            return _("Look at the channel's settings")
