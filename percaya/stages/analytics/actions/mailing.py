"""Telling those above that nobody takes care of an alert."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from percaya.core.journal.jobs import task
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import ADMINISTER
from percaya.core.workspace.queries import members
from percaya.stages.analytics.models import Alert
from percaya.stages.analytics.words import advice, said


@task("analytics.tell_next", queue="outbound", attempts=4)
def tell_next(*, alert_id: int) -> None:
    """Mail everyone who runs the workspace, each in their own language; nobody when someone has taken it up meanwhile."""
    alert = Alert.objects.select_related("workspace", "team").filter(pk=alert_id, taken_by=None, over_at=None).first()
    if alert is None:
        return
    for member in members(alert.workspace_id).select_related("user"):
        if member.may(ADMINISTER):
            _mail(alert, member)


def _mail(alert: Alert, member: Member) -> None:
    link = settings.PUBLIC_URL.rstrip("/") + reverse("board:page", args=[alert.workspace.slug])
    with translation.override(member.language):
        lines = [
            _("Hello %(name)s,") % {"name": member.name},
            "",
            _("for ten minutes nobody has taken care of this:"),
            f"• {said(alert)}",
            f"  {advice(alert)}.",
            "",
            link,
        ]
        send_mail(f"{said(alert)} · {alert.workspace.name}", "\n".join(lines), None, [member.user.email])
