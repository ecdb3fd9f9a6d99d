"""Mail from an MTA's pipe: one mail on standard input, one exit code of sysexits.h that the MTA acts upon."""

import structlog
from django.conf import settings

from percaya.stages.intake.doors.keeping import Mail, addressee, keep

log = structlog.get_logger("percaya.doors")
KEPT = 0  # durable: the MTA may forget it
NO_INPUT = 66  # EX_NOINPUT
NO_SUCH_USER = 67  # EX_NOUSER: the MTA bounces it
NEVER = 69  # EX_UNAVAILABLE: too large; the MTA bounces it
COME_BACK = 75  # EX_TEMPFAIL: the MTA keeps it and tries again


def take_from_pipe(*, raw: bytes, to: str, mail_from: str | None = None) -> int:
    """Keep one mail for the mailbox of that address; the exit code. Works whether or not the server runs."""
    if not raw.strip():
        return NO_INPUT
    if len(raw) > settings.PERCAYA_MAX_MAIL:
        return NEVER
    try:
        account = addressee(to)
    except Exception as error:
        log.error("recipient_not_looked_up", door="pipe", error=f"{type(error).__name__}: {error}")
        return COME_BACK
    if account is None:
        return NO_SUCH_USER
    answer = keep(Mail(raw=raw, door="pipe", mail_from=mail_from), account, [to])
    if answer.is_yes:
        return KEPT
    return NEVER if answer.code >= 500 else COME_BACK
