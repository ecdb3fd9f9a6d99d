"""Mail about accounts: invitations. Password mail is allauth's own, in our words (templates/account/email)."""

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from percaya.core.workspace.models import Member

log = structlog.get_logger()
_NOWHERE = ("console", "dummy", "filebased")


def can_mail() -> bool:
    """Whether mail of the house itself goes anywhere (it does not until an SMTP server is set)."""
    return not any(f".{word}." in settings.EMAIL_BACKEND for word in _NOWHERE)


def mail_invitation(*, to: str, link: str, by: Member) -> bool:
    """Send the link. False when it could not be handed over; the inviter still has the link on the page."""
    if not can_mail():
        return False
    subject = _("%(name)s invites you to %(workspace)s") % {"name": by.name, "workspace": by.workspace.name}
    text = render_to_string("account/email/invitation.txt", {"link": link, "by": by})
    try:
        return bool(send_mail(" ".join(subject.split()), text, None, [to]))
    except (OSError, SMTPException) as trouble:
        log.warning("invitation.not_mailed", workspace=by.workspace_id, trouble=type(trouble).__name__)
        return False
