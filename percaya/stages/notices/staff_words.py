"""A notice in words, in the language that is active."""

from django.utils.translation import gettext as _

from percaya.core.people.models import Contact
from percaya.core.workspace.models import Member
from percaya.stages.notices.models import Notice


def line(notice: Notice) -> str:
    """ "Dewi mentioned you": who did what, without a word of the message itself."""
    who = _who(notice)
    match notice.kind:
        case "mentioned":
            return _("%(who)s mentioned you") % {"who": who}
        case "assigned":
            return _("%(who)s gave you a ticket") % {"who": who}
        case "reply":
            return _("%(who)s wrote again") % {"who": who}
        case "noted":
            return _("%(who)s left a note in your ticket") % {"who": who}
        case "followed":
            return _("%(who)s wrote in a ticket you follow") % {"who": who}
        case "reminded":
            return _("You wanted to be reminded of this")
        case "promise_near":
            return _("A promise of yours falls due soon")
        case "promise_late":
            return _("A promise of yours is late")
        case "promise_unseen":
            return _("Who promised something here no longer sees the ticket: hand the promise over")
        case "failed":
            return _("Your answer did not arrive")
        case "draft_help":
            return _("%(who)s asks for help with a draft") % {"who": who}
        case "escalated":
            return _("A ticket was escalated to you")
        case "escalation_due":
            return _("The next update of an escalation is due")
        case "update_near":
            return _("A customer is to hear from you soon")
        case "rule":
            return _("A rule asks you to look at this")
        case _:
            return _("Something happened in your ticket")


def _who(notice: Notice) -> str:
    if notice.actor_kind == "member" and notice.actor_id is not None:
        found = Member.objects.filter(pk=notice.actor_id, workspace_id=notice.workspace_id).values_list("name", flat=True).first()
        return found or _("A former member")
    if notice.actor_kind == "contact" and notice.actor_id is not None:
        rows = Contact.objects.filter(pk=notice.actor_id, workspace_id=notice.workspace_id)
        return rows.values_list("name", flat=True).first() or _("The customer")
    return "Percaya"
