"""Reports that leave the house: files that were taken, and mails that go out by themselves."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import cancel_alarm, set_alarm
from percaya.core.journal.jobs import task
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import SUPERVISE
from percaya.stages.analytics.events import ReportExported, ReportMailChanged
from percaya.stages.analytics.letters import letter
from percaya.stages.analytics.models import ReportMail
from percaya.stages.analytics.queries.metrics import Asked
from percaya.stages.analytics.rhythm import RHYTHMS, next_time, period

SALT = "percaya.report-mail"
NARROWING = ("team", "channel", "agent", "priority")


@transaction.atomic
def record_export(*, workspace_id: int, what: str, form: str, rows: int, by: Actor) -> None:
    record(ReportExported(workspace_id=workspace_id, what=what, form=form, rows=rows), by=by)


@transaction.atomic
def plan_mail(*, member: Member, rhythm: str, hour: int, filters: Mapping[str, Any], by: Actor) -> ReportMail:
    """Mail the report to ``member`` from now on. ``hour`` 0 to 23, local. Raises ``ValueError`` for a rhythm there is not."""
    if rhythm not in RHYTHMS or not 0 <= hour <= 23:
        raise ValueError(f"no such rhythm: {rhythm} at {hour}")
    now = timezone.now()
    mail = ReportMail.objects.create(
        workspace_id=member.workspace_id, owner=member, rhythm=rhythm, hour=hour, created_at=now,
        filters={name: filters[name] for name in NARROWING if filters.get(name)},
        next_at=next_time(rhythm, hour, after=now, zone=member.workspace.time_zone),
    )  # fmt: skip
    _arrange(mail)
    record(ReportMailChanged(workspace_id=member.workspace_id, mail=mail.pk, how="made"), by=by)
    return mail


@transaction.atomic
def stop_mail(*, mail: ReportMail, by: Actor) -> None:
    if ReportMail.objects.filter(pk=mail.pk, stopped_at=None).update(stopped_at=timezone.now()):
        cancel_alarm(_key(mail))
        record(ReportMailChanged(workspace_id=mail.workspace_id, mail=mail.pk, how="stopped"), by=by)


@task("analytics.report", queue="outbound", attempts=4)
def send_report(*, mail_id: int) -> None:
    """Mail one report and arrange the next. When it cannot leave, its owner reads why beside it, and it is tried again."""
    mail = ReportMail.objects.select_related("workspace", "owner__user").filter(pk=mail_id, stopped_at=None).first()
    if mail is None or not mail.owner.is_active or not mail.owner.may(SUPERVISE):
        return
    try:
        _send(mail)
    except OSError as error:
        ReportMail.objects.filter(pk=mail.pk).update(trouble=str(error)[:300] or type(error).__name__)
        raise
    finally:
        _plan_next(mail)


def token_of(mail: ReportMail) -> str:
    return signing.dumps(mail.pk, salt=SALT)


def mail_of(token: str) -> ReportMail | None:
    """The mail of a stop link; ``None`` for everything that is no such link."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return ReportMail.objects.select_related("workspace", "owner").filter(pk=pk).first() if isinstance(pk, int) else None


def _send(mail: ReportMail) -> None:
    now, workspace, owner = timezone.now(), mail.workspace, mail.owner
    start, end = period(mail.rhythm, now, workspace.time_zone)
    asked = Asked(workspace.pk, start, end, **mail.filters)
    base = settings.PUBLIC_URL.rstrip("/")
    with translation.override(owner.language), timezone.override(workspace.time_zone):
        said = letter(
            name=owner.name, workspace=workspace.name, asked=asked, now=now,
            link=base + reverse("reports:page", args=[workspace.slug]),
            stop=base + reverse("reports:stop_by_link", args=[token_of(mail)]),
        )  # fmt: skip
    send_mail(said.subject, said.body, None, [owner.user.email])
    ReportMail.objects.filter(pk=mail.pk).update(last_sent_at=now, trouble="")


def _plan_next(mail: ReportMail) -> None:
    """Also when this one failed; a try of an old one moves nothing that is arranged already."""
    now = timezone.now()
    if mail.next_at <= now:
        mail.next_at = next_time(mail.rhythm, mail.hour, after=now, zone=mail.workspace.time_zone)
        ReportMail.objects.filter(pk=mail.pk).update(next_at=mail.next_at)
        _arrange(mail)


def _arrange(mail: ReportMail) -> None:
    set_alarm("analytics.report", key=_key(mail), due_at=mail.next_at, args={"mail_id": mail.pk}, workspace_id=mail.workspace_id)


def _key(mail: ReportMail) -> str:
    return f"report-mail:{mail.pk}"
