"""Trying a mailbox out for the person who just typed its password in."""

from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.intake.doors.mailbox import close_folder, open_folder
from percaya.stages.intake.doors.trouble import sentence

PATIENCE = 10  # seconds a person waits at a page


def check_incoming(account: ChannelAccount) -> str | None:
    """ "" when the mailbox opens, else what is wrong, in a sentence; ``None`` when there is no mailbox to open."""
    known = facts(account)
    host = str(known.settings.get("imap_host") or "").strip()
    if not host:
        return None
    try:
        close_folder(open_folder(known, timeout=PATIENCE))
    except Exception as trouble:
        return sentence(trouble, host)
    return ""
