"""The escalations of a ticket as its head shows them."""

from typing import Any

from django.utils import timezone

from percaya.core import public_ids
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import SUPERVISE
from percaya.stages.escalation.queries import open_of
from percaya.web.escalations.words import reason_word


def shown(ticket: Ticket, member: Member) -> list[dict[str, Any]]:
    """No statement for a ticket that has none."""
    above = member.may(SUPERVISE)
    return [
        {
            "public_id": public_ids.encode("escalation", one.pk),
            "row": one,
            "why": reason_word(one.reason),
            "is_late": one.next_update_at < timezone.now(),
            "may_take": (above or one.owner_id == member.pk) and one.acknowledged_by_id != member.pk,
            "may_close": above or member.pk in (one.owner_id, one.asked_by_id),
        }
        for one in open_of(ticket)
    ]
