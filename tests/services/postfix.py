"""A throw-away Postfix: takes mail for the test's domains, delivers it to Dovecot, writes real bounces."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services.dovecot import USERS, Dovecot
from tests.services.ports import free_port, wait_for
from tests.services.tls import Papers

_MAIN = """\
compatibility_level = 3.6
queue_directory = {home}/spool
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {home}/log/postfix.log
maillog_file_prefixes = {home}
myhostname = mx.contoh.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
relayhost =
alias_maps =
local_recipient_maps =
recipient_delimiter = +
smtputf8_enable = yes
virtual_mailbox_domains = {domains}
virtual_mailbox_maps =
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
smtpd_reject_unlisted_recipient = no
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_tls_cert_file = {papers.certificate}
smtpd_tls_key_file = {papers.key}
smtpd_tls_security_level = may
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
lmtp_host_lookup = native
default_transport = error:no way out of this machine
minimal_backoff_time = 5s
queue_run_delay = 5s
in_flow_delay = 0
"""

_MASTER = """\
{port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 5 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""


@dataclass(frozen=True)
class Postfix:
    port: int
    home: Path

    @property
    def log(self) -> str:
        file = self.home / "log" / "postfix.log"
        return file.read_text(errors="replace") if file.exists() else ""


@contextmanager
def postfix(home: Path, papers: Papers, box: Dovecot) -> Iterator[Postfix]:
    """Running as long as the ``with`` lasts; needs root, as Postfix's master does."""
    running = Postfix(free_port(), home)
    config = home / "etc"
    for name in ("etc", "spool", "data", "log"):
        (home / name).mkdir(parents=True, exist_ok=True)
    shutil.chown(home / "data", "postfix", "postfix")
    domains = ", ".join(sorted({user.partition("@")[2] for user in USERS}))
    (config / "main.cf").write_text(_MAIN.format(home=home, papers=papers, domains=domains, lmtp=box.lmtp))
    (config / "master.cf").write_text(_MASTER.format(port=f"127.0.0.1:{running.port}"))
    environment = {**os.environ, "MAIL_CONFIG": str(config)}
    command = ["postfix", "-c", str(config)]
    subprocess.run([*command, "start"], check=True, env=environment, capture_output=True, timeout=60)
    try:
        wait_for(running.port)
        yield running
    finally:
        subprocess.run([*command, "abort"], check=False, env=environment, capture_output=True, timeout=60)
        _gone(home / "spool" / "pid" / "master.pid")


def _gone(pid_file: Path) -> None:
    """Wait until the master process has ended, so that its folder can be removed."""
    try:
        pid = int(pid_file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    for _turn in range(600):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
