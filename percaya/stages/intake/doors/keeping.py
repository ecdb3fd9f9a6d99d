"""What the doors for mail share: whose address it is, and keeping a mail with the answer that is true of the outcome."""

from dataclasses import dataclass

import structlog

from percaya.core.journal.room import is_full
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import account_at
from percaya.stages.intake.actions.accepting import TooLarge, accept

log = structlog.get_logger("percaya.doors")
CHANNEL = "email"


@dataclass(frozen=True)
class Answer:
    """An SMTP reply. ``code`` 250 only when the mail is durable; 4xx for what passes; 5xx for what never will."""

    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def is_yes(self) -> bool:
        return self.code == 250


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A mail with its envelope. ``mail_from`` "" is the null sender, ``None`` no envelope at all."""

    raw: bytes
    door: str
    mail_from: str | None = None
    remote: str = ""


def addressee(address: str) -> ChannelAccount | None:
    """The active mailbox of that address, plus-addresses included. Raises what the database raises."""
    return account_at(CHANNEL, address)


def keep(mail: Mail, account: ChannelAccount, rcpt_to: list[str]) -> Answer:
    """Keep the mail for one mailbox. Never raises: an unforeseen failure is a reason to come back, not to bounce."""
    try:
        arrival = accept(
            account=account, raw=mail.raw, door=mail.door, mail_from=mail.mail_from, rcpt_to=rcpt_to, remote=mail.remote
        )
    except TooLarge:
        return Answer(552, "5.3.4 This mail is larger than we take")
    except Exception as error:
        _tell(error, mail, account)
        return not_now(error)
    return Answer(250, f"2.0.0 Kept as {arrival.pk}")


def not_now(error: BaseException) -> Answer:
    """The refusal for a failure of ours: the sender keeps the mail and tries again."""
    if is_full(error):
        return Answer(452, "4.3.1 No room to keep this mail just now, please try again later")
    return Answer(451, "4.3.0 This mail could not be kept just now, please try again later")


def _tell(error: Exception, mail: Mail, account: ChannelAccount) -> None:
    if is_full(error):  # one line a mail: a trace for each would fill what is left
        log.error("disk_full", door=mail.door, account=account.pk, safe="refused for now, the sender keeps the mail")
    else:
        log.exception("mail_not_kept", door=mail.door, account=account.pk)
