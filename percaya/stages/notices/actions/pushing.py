"""Devices that may be woken, and waking them."""

import orjson
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from percaya.core.journal.jobs import RetryIn, task
from percaya.core.workspace.models import Member
from percaya.stages.notices import push_service
from percaya.stages.notices.models import Notice, PushDevice
from percaya.stages.notices.queries import unread_count
from percaya.stages.notices.staff_words import line

MOST_DEVICES = 10
_URGENT = ("mentioned", "assigned", "reply", "promise_late", "failed")


@transaction.atomic
def allow_push(*, member: Member, endpoint: str, p256dh: str, auth: str, name: str = "") -> PushDevice:
    """Remember a browser. Raises ``ValidationError`` for an address that is no push service's."""
    if len(endpoint) > 600 or len(p256dh) > 120 or len(auth) > 40 or not push_service.is_push_service(endpoint):
        raise ValidationError(_("This browser's push service is not one that we know. Nothing was changed."))
    keys = {"workspace": member.workspace, "member": member, "p256dh": p256dh, "auth": auth, "name": name[:80], "failures": 0}
    device, _made = PushDevice.objects.update_or_create(endpoint=endpoint, defaults=keys)
    kept = PushDevice.objects.filter(member=member).order_by("-id").values_list("pk", flat=True)[:MOST_DEVICES]
    PushDevice.objects.filter(member=member).exclude(pk__in=list(kept)).delete()
    return device


def forget_push(*, member: Member, endpoint: str = "", device_id: int | None = None) -> bool:
    rows = PushDevice.objects.filter(member=member)
    rows = rows.filter(pk=device_id) if device_id is not None else rows.filter(endpoint=endpoint)
    return bool(rows.delete()[0])


@task("notices.push", queue="outbound", attempts=4)
def push(*, device_id: int, ticket_id: int, event_id: int) -> None:
    """Wake one device for one notice; a notice that was read in the meantime wakes nobody."""
    device = PushDevice.objects.select_related("member__workspace").filter(pk=device_id).first()
    notice = Notice.objects.select_related("ticket").filter(ticket_id=ticket_id, read_at=None)
    found = notice.filter(member_id=device.member_id).first() if device else None
    if device is None or found is None or found.event_id > event_id or not device.member.is_active:
        return
    try:
        push_service.send(
            endpoint=device.endpoint,
            p256dh=device.p256dh,
            auth=device.auth,
            message=_message(found, device.member),
            topic=f"t{found.ticket_id}",
            urgent=found.kind in _URGENT,
        )
    except push_service.Gone:
        device.delete()
    except push_service.Later as error:
        raise RetryIn(error.seconds, str(error)) from error
    except ValueError:
        PushDevice.objects.filter(pk=device.pk).update(failures=device.failures + 1)
        if device.failures >= 4:
            device.delete()
        raise
    else:
        PushDevice.objects.filter(pk=device.pk).update(failures=0, last_used_at=timezone.now())


def _message(notice: Notice, member: Member) -> bytes:
    """What the service worker shows. No word of the customer is in it: a locked screen shows it to anybody."""
    with translation.override(member.language):
        ticket = notice.ticket
        return orjson.dumps(
            {
                "title": line(notice),
                "body": f"#{ticket.number} {ticket.subject}".strip(),
                "url": reverse("inbox:ticket", args=[member.workspace.slug, ticket.number]),
                "tag": f"t{ticket.pk}",
                "badge": unread_count(member),
            }
        )
