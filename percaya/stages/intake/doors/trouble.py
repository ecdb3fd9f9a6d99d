"""What is wrong with a mail server, in one sentence for the person who set it up: what happened, what is safe, what to do."""

import imaplib
import smtplib
import socket
import ssl

from django.utils.translation import gettext as _
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from percaya.core.workspace.hosts import Forbidden
from percaya.core.workspace.seal import Unsealable


def sentence(error: BaseException, host: str) -> str:
    """The sentence, in the active language. ``host`` is the server's name as it was set."""
    said = {"host": host}
    match error:
        case Forbidden():
            return _("%(host)s is not a mail server that may be used. Nothing was sent to it; enter another server.") % said
        case Unsealable():
            return _("The stored password can no longer be opened. Mail stays where it is; enter the password again.")
        case socket.gaierror():
            return _("The server %(host)s cannot be found. Mail stays where it is; check the name of the server.") % said
        case ssl.SSLCertVerificationError():
            said["why"] = error.verify_message or str(error)
            return (
                _(
                    "The certificate of %(host)s could not be verified (%(why)s). No password was sent; check the name "
                    "of the server or its certificate."
                )
                % said
            )
        case ssl.SSLError():
            return (
                _("%(host)s does not speak TLS on this port. No password was sent; check the port and the kind of encryption.")
                % said
            )
        case MailboxLoginError() | smtplib.SMTPAuthenticationError():
            return _("%(host)s refused the user name or password. Mail stays where it is; enter them again.") % said
        case MailboxFolderSelectError():
            return _("%(host)s has no folder of that name. Mail stays where it is; check the folder.") % said
        case TimeoutError():
            return _("%(host)s does not answer. Mail stays where it is; check server and port, we keep trying.") % said
        case OSError() | smtplib.SMTPServerDisconnected():
            return _("%(host)s cannot be reached. Mail stays where it is; check server and port, we keep trying.") % said
        case ImapToolsError() | imaplib.IMAP4.error() | smtplib.SMTPException():
            said["why"] = " ".join(str(error).split())[:120]
            return _("%(host)s answered with an error (%(why)s). Mail stays where it is; we keep trying.") % said
    said["why"] = type(error).__name__
    return _("Fetching mail from %(host)s failed (%(why)s). Mail stays where it is; we keep trying.") % said
