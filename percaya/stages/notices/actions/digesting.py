"""The digest: one mail with what a member has not seen for a while."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from percaya.core.journal.jobs import task
from percaya.core.workspace.models import Member
from percaya.stages.notices.models import Notice
from percaya.stages.notices.queries import unmailed
from percaya.stages.notices.staff_words import line


@task("notices.digest", queue="outbound", attempts=4)
def digest(*, member_id: int) -> None:
    """Mail what is still unread. The notices are claimed before the mail leaves, so that none is mailed twice; a mail that
    certainly did not leave gives them back and is tried again."""
    member = Member.objects.select_related("workspace", "user").filter(pk=member_id, is_active=True).first()
    waiting = unmailed(member) if member else []
    if member is None or not waiting:
        return
    claimed = Notice.objects.filter(pk__in=[one.pk for one in waiting], mailed_at=None)
    if not claimed.update(mailed_at=timezone.now()):
        return
    try:
        with translation.override(member.language):
            send_mail(_subject(member, len(waiting)), _body(member, waiting), None, [member.user.email])
    except OSError:
        Notice.objects.filter(pk__in=[one.pk for one in waiting], read_at=None).update(mailed_at=None)
        raise


def _subject(member: Member, count: int) -> str:
    said = ngettext("%(count)s ticket waits for you", "%(count)s tickets wait for you", count) % {"count": count}
    return f"{said} · {member.workspace.name}"


def _body(member: Member, waiting: list[Notice]) -> str:
    base = settings.PUBLIC_URL.rstrip("/")
    lines = [_("Hello %(name)s,") % {"name": member.name}, "", _("you have not looked at this yet:"), ""]
    for notice in waiting:
        address = base + reverse("inbox:ticket", args=[member.workspace.slug, notice.ticket.number])
        lines += [f"• {line(notice)}: #{notice.ticket.number} {notice.ticket.subject}".rstrip(), f"  {address}"]
    habits = base + reverse("notices:settings", args=[member.workspace.slug])
    return "\n".join([*lines, "", _("What is mailed and when is yours to choose: %(link)s") % {"link": habits}])
