"""Why a list is empty, and the way on: nothing yet, all done, filtered away, not yours to see."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from percaya.core.tickets.queries import views
from percaya.core.tickets.queries.tickets import visible
from percaya.core.workspace.models import Member
from percaya.web.inbox.listing import Wanted, view_name


@dataclass(frozen=True)
class Nothing:
    """``kind`` as in ui/parts/empty.html: none, done, filtered, noaccess."""

    kind: str
    title: str
    text: str = ""
    action: str = ""
    href: str = ""


def nothing(wanted: Wanted, member: Member) -> Nothing:
    """Asked only for a list without rows, so it may ask a little more."""
    home = reverse("inbox:list", args=[member.workspace.slug])
    if not view_name(wanted, member, ()) and wanted.view not in views.VIEWS:
        return Nothing(
            "noaccess",
            _("This view is not yours to open, or not there any more"),
            _("Whoever made it may have deleted it or kept it to themselves. Your tickets are where they were."),
            _("All open"),
            f"{home}?view=open",
        )
    if wanted.given:
        everything = f"{home}?view={wanted.view}&sort={wanted.sort}"
        return Nothing("filtered", _("No ticket fits these filters"), "", _("Remove the filters"), everything)
    if not visible(member).exists():
        return Nothing(
            "none",
            _("No tickets yet"),
            _("Every message that comes in over your channels becomes a ticket and appears here by itself."),
        )
    return _of_view(wanted, member, home)


def _of_view(wanted: Wanted, member: Member, home: str) -> Nothing:
    match wanted.view:
        case "reply":
            return Nothing("done", _("Everything is answered"), _promises(member), _("Unclaimed"), f"{home}?view=unassigned")
        case "unassigned":
            return Nothing("done", _("Every ticket has somebody"), "", _("Needs my reply"), f"{home}?view=reply")
        case "promises":
            return Nothing("done", _("No promise falls due today"), _promises(member))
        case "due":
            return Nothing("done", _("Nothing is close to its due time"))
        case "quiet":
            days = views.quiet_days(member)
            return Nothing("done", _("Nobody has gone quiet"), _quiet(days))
        case "waiting" | "snoozed" | "mentioned" | "drafts":
            return Nothing("none", _("Nothing here now"), _PURPOSE[wanted.view]())
        case _:
            return Nothing("none", _("Nothing here now"), _("New tickets appear here by themselves."))


def _quiet(days: int) -> str:
    words = ngettext(
        "Here stand customers who were unhappy, had our last word, and have said nothing for %(count)s day.",
        "Here stand customers who were unhappy, had our last word, and have said nothing for %(count)s days.",
        days,
    )
    return words % {"count": days}


def _promises(member: Member) -> str:
    """The line below an empty inbox: what is still promised by tomorrow's end."""
    soon = timezone.now() + timedelta(days=2)
    count = views.count(visible(member).filter(promise_owner_id=member.pk, promise_due_at__lt=soon, is_open=1))
    if not count:
        return _("You have promised nothing for today and tomorrow.")
    words = ngettext(
        "%(count)s promise of yours falls due by tomorrow.", "%(count)s promises of yours fall due by tomorrow.", count
    )
    return words % {"count": count}


_PURPOSE = {
    "waiting": lambda: _("Your tickets that wait for the customer’s answer, or for others, stand here."),
    "snoozed": lambda: _("Tickets that you put off come back from here at their time, or when the customer writes."),
    "mentioned": lambda: _("When a colleague names you in a note, the ticket stands here until you have read it."),
    "drafts": lambda: _("What you began to write, and drafts that colleagues asked for help with, stand here."),
}
