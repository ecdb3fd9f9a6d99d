"""Mailed reports, as their owner sees them."""

from django.db.models import QuerySet

from percaya.stages.analytics.models import ReportMail


def mails_of(member_id: int) -> QuerySet[ReportMail]:
    return ReportMail.objects.filter(owner=member_id, stopped_at=None).order_by("id")


def mail_of_member(member_id: int, pk: int) -> ReportMail | None:
    return mails_of(member_id).filter(pk=pk).first()
