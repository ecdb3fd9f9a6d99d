"""A raw arrival as the API shows it."""

from typing import Any

from percaya.stages.intake.models import Arrival
from percaya.web.api.ids import encode, out


def arrival(row: Arrival) -> dict[str, Any]:
    """``state``: accepted, processed, repeat, ignored or quarantined; ``ticket`` is what it became."""
    return {
        "id": encode("arrival", row.pk),
        "state": row.state,
        "reason": row.reason,
        "detail": row.detail,
        "channel": row.channel,
        "account": out("account", row.account_id),
        "door": row.door,
        "sha256": row.sha256,
        "size": row.size,
        "mail_from": row.mail_from,
        "rcpt_to": row.rcpt_to,
        "ticket": out("ticket", row.ticket_id),
        "message": out("message", row.message_id),
        "received_at": row.received_at,
        "processed_at": row.processed_at,
    }
