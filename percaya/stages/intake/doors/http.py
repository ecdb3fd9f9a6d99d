"""Raw RFC 5322 mail over HTTP, for the API's ``POST /inbound/email``."""

from collections.abc import Sequence

from percaya.core.journal.actor import Actor
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import account_at
from percaya.stages.intake.actions.accepting import Unknown, accept
from percaya.stages.intake.doors.keeping import CHANNEL
from percaya.stages.intake.models import Arrival


def take_over_http(
    *,
    workspace_id: int,
    raw: bytes,
    to: Sequence[str] = (),
    mail_from: str | None = None,
    remote: str = "",
    by: Actor,
) -> list[Arrival]:
    """Keep a mail for each mailbox of the workspace that ``to`` names (without ``to``: the only one there is).

    Raises ``Unknown`` when it names none, ``TooLarge``, or what the disk or database raises: then nothing was accepted
    (or, of several mailboxes, some: the mail sent again is seen as a repeat there).
    """
    addressed = _by_mailbox(workspace_id, to)
    if not addressed:
        raise Unknown("None of these addresses is a connected mailbox of this workspace.")
    return [
        accept(account=account, raw=raw, door="http", mail_from=mail_from, rcpt_to=rcpt_to, remote=remote, by=by)
        for account, rcpt_to in addressed
    ]


def _by_mailbox(workspace_id: int, to: Sequence[str]) -> list[tuple[ChannelAccount, list[str]]]:
    if not to:
        rows = ChannelAccount.objects.filter(workspace_id=workspace_id, channel=CHANNEL, is_active=True)
        only = list(rows.select_related("workspace")[:2])
        return [(only[0], [])] if len(only) == 1 else []
    found: dict[int, tuple[ChannelAccount, list[str]]] = {}
    for address in to:
        account = account_at(CHANNEL, address)
        if account is not None and account.workspace_id == workspace_id:
            found.setdefault(account.pk, (account, []))[1].append(address)
    return list(found.values())
