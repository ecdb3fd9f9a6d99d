"""A throw-away Dovecot: IMAP with and without TLS for whoever knows the password, LMTP for Postfix, mail in a folder."""

import grp
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from imap_tools import MailBoxUnencrypted

from tests.services.ports import free_port, wait_for
from tests.services.tls import Papers

PASSWORD = "kain lurik"
USERS = ("halo@senja.example", "rina@contoh.example", "john@contoh.example")

_CONFIG = """\
base_dir = {home}/run
state_dir = {home}/state
instance_name = percaya-test
log_path = {home}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{home}/mail/%u
mail_uid = {user}
mail_gid = {group}
ssl = yes
ssl_cert = <{papers.certificate}
ssl_key = <{papers.key}
disable_plaintext_auth = no
auth_mechanisms = plain login
recipient_delimiter = +
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {home}/users
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service auth-worker {{
  user = {user}
}}
"""


@dataclass(frozen=True)
class Dovecot:
    imap: int  # plain and STARTTLS
    imaps: int  # TLS
    lmtp: int
    home: Path

    def box(self, user: str) -> MailBoxUnencrypted:
        """A logged-in look into somebody's mailbox."""
        box = MailBoxUnencrypted("127.0.0.1", self.imap, timeout=20)
        box.login(user, PASSWORD)
        return box

    def mails(self, user: str) -> list[bytes]:
        """What is in the INBOX, oldest first."""
        with self.box(user) as box:
            uids = box.uids()
            fetched = [box.client.uid("FETCH", uid, "(BODY.PEEK[])")[1][0] for uid in uids]
            return [bytes(item[1]) for item in fetched if isinstance(item, tuple)]

    def kick(self) -> None:
        """Throw everybody out, as a restart of the server would."""
        who = subprocess.run(["pgrep", "-P", str(self._pid()), "-x", "imap"], capture_output=True, check=False)
        for pid in who.stdout.split():
            os.kill(int(pid), signal.SIGKILL)

    def _pid(self) -> int:
        return int((self.home / "run" / "master.pid").read_text())

    def empty(self) -> None:
        """A clean slate for the next test."""
        for user in USERS:
            with self.box(user) as box:
                for folder in box.folder.list():
                    box.folder.set(folder.name)
                    box.delete(box.uids())


@contextmanager
def dovecot(home: Path, papers: Papers) -> Iterator[Dovecot]:
    """Running as long as the ``with`` lasts. ``home`` must be passable for the user dovecot."""
    running = Dovecot(free_port(), free_port(), free_port(), home)
    user = "dovecot"
    group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
    for name in ("run", "state", "mail"):
        (home / name).mkdir(parents=True, exist_ok=True)
    shutil.chown(home / "mail", user, group)
    (home / "users").write_text("".join(f"{one}:{PASSWORD}::::::\n" for one in USERS))
    config = home / "dovecot.conf"
    config.write_text(
        _CONFIG.format(
            home=home, papers=papers, user=user, group=group, imap=running.imap, imaps=running.imaps, lmtp=running.lmtp
        )
    )
    process = subprocess.Popen(["dovecot", "-F", "-c", str(config)], stderr=subprocess.PIPE)
    try:
        for port in (running.imap, running.imaps, running.lmtp):
            wait_for(port)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
