"""Postfix and Dovecot together, for the tests marked ``mailservers``."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services.dovecot import Dovecot, dovecot
from tests.services.postfix import Postfix, postfix
from tests.services.tls import Papers, issue


class Missing(Exception):
    """The servers cannot be started on this machine; the message says what to install."""


@dataclass(frozen=True)
class MailServers:
    postfix: Postfix
    dovecot: Dovecot
    papers: Papers


@contextmanager
def mail_servers() -> Iterator[MailServers]:
    """Both running, their authority trusted by this process. Raises ``Missing``."""
    for program in ("dovecot", "postfix"):
        if shutil.which(program) is None:
            raise Missing(f"{program} is not installed (Debian: apt-get install postfix dovecot-imapd dovecot-lmtpd)")
    if os.geteuid() != 0:
        raise Missing("Postfix's master must be started by root")
    home = Path(tempfile.mkdtemp(prefix="percaya-mail-"))
    home.chmod(0o755)  # the servers' own users must pass
    before = os.environ.get("SSL_CERT_FILE")
    try:
        papers = issue(home)
        os.environ["SSL_CERT_FILE"] = str(papers.authority)
        with dovecot(home / "dovecot", papers) as box, postfix(home / "postfix", papers, box) as mta:
            yield MailServers(mta, box, papers)
    finally:
        if before is None:
            os.environ.pop("SSL_CERT_FILE", None)
        else:
            os.environ["SSL_CERT_FILE"] = before
        shutil.rmtree(home, ignore_errors=True)
