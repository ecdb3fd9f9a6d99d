"""A connection to an IMAP folder: opened by the account's settings, listed, read without leaving a mark."""

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from imap_tools import BaseMailBox
from imap_tools.errors import MailboxStarttlsError
from imap_tools.utils import check_command_status

from percaya.channels.contract import AccountFacts
from percaya.core.workspace.hosts import Imap, ImapTls

TIMEOUT = 30.0  # seconds for each answer of the server
_CHUNK = 200
_UID = re.compile(rb"UID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Listed:
    """A message of the folder, not read yet. ``delivered_at``: the server's clock when it came into the mailbox."""

    uid: int
    size: int
    delivered_at: datetime | None


class Folder:
    """The selected folder of a mailbox. Every method raises what the network and ``imaplib`` raise."""

    def __init__(self, box: BaseMailBox, name: str, validity: int) -> None:
        self.box = box
        self.name = name
        self.validity = validity
        self.can_idle = "IDLE" in box.client.capabilities

    def uids(self, beyond: int = 0) -> list[int]:
        """UIDs greater than ``beyond``, ascending."""
        self.box.client.untagged_responses.pop("EXISTS", None)
        found = (int(uid) for uid in self.box.uids(f"UID {beyond + 1}:*" if beyond else "ALL"))
        return sorted(uid for uid in found if uid > beyond)  # "n:*" names the last one even when it is below n

    def has_news(self) -> bool:
        """Whether the server spoke of more mail since ``uids`` was asked. It says so once: IDLE does not repeat it."""
        return "EXISTS" in self.box.client.untagged_responses

    def listed(self, uids: Sequence[int]) -> Iterator[Listed]:
        for start in range(0, len(uids), _CHUNK):
            some = ",".join(map(str, uids[start : start + _CHUNK]))
            for line in _lines(self.box.client.uid("FETCH", some, "(UID RFC822.SIZE INTERNALDATE)")):
                uid, size = _UID.search(line), _SIZE.search(line)
                if uid and size:
                    yield Listed(int(uid[1]), int(size[1]), _instant(line))

    def raw(self, uid: int, part: str = "") -> bytes | None:
        """The bytes (``part`` "HEADER": of the header only); ``None`` when it is gone from the folder by now."""
        _kind, data = self.box.client.uid("FETCH", str(uid), f"(UID BODY.PEEK[{part}])")
        for item in data or []:
            if isinstance(item, tuple) and (found := _UID.search(item[0])) and int(found[1]) == uid:
                return bytes(item[1])
        return None

    def mark_seen(self, uid: int) -> None:
        self.box.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")


def open_folder(account: AccountFacts, timeout: float = TIMEOUT) -> Folder:
    """Connect, log in, select. Raises what ``trouble.sentence`` has words for."""
    settings = account.settings
    host = str(settings.get("imap_host") or "").strip()
    security = str(settings.get("imap_security") or "tls")
    port = int(settings.get("imap_port") or (993 if security == "tls" else 143))
    box = _connect(host, port, security, timeout)
    try:
        box.client.sock.settimeout(timeout)
        _log_in(box, str(settings.get("imap_user") or account.address), account.secrets.get("imap_password", ""))
        name = str(settings.get("imap_folder") or "INBOX")
        # EXAMINE: looking at a mailbox changes nothing in it, unless it was asked for.
        box.folder.set(name, readonly=not settings.get("imap_mark_seen"))
        _kind, said = box.client.response("UIDVALIDITY")
        return Folder(box, name, int(said[0]) if said and said[0] else 0)
    except BaseException:
        box.client.shutdown()
        raise


def close_folder(folder: Folder) -> None:
    try:
        folder.box.logout()
    except Exception:
        folder.box.client.shutdown()


class _Box(BaseMailBox):
    """imap_tools' mailbox on a connection of ours, which leads nowhere it should not."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        self.made = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self.made


def _connect(host: str, port: int, security: str, timeout: float) -> BaseMailBox:
    match security:
        case "tls":
            return _Box(ImapTls(host, port, timeout=timeout, ssl_context=ssl.create_default_context()))
        case "starttls":
            client = Imap(host, port, timeout)
            check_command_status(client.starttls(ssl.create_default_context()), MailboxStarttlsError)
            return _Box(client)
        case _:
            return _Box(Imap(host, port, timeout))


def _log_in(box: BaseMailBox, user: str, password: str) -> None:
    if user.isascii() and password.isascii():
        box.login(user, password, initial_folder=None)
    else:
        box.login_utf8(user, password, initial_folder=None)


def _lines(answer: tuple[str, list[object]]) -> Iterator[bytes]:
    for item in answer[1] or []:
        if isinstance(item, tuple):
            yield b" ".join(bytes(piece) for piece in item)
        elif isinstance(item, bytes):
            yield item


def _instant(line: bytes) -> datetime | None:
    parsed = imaplib.Internaldate2tuple(line)
    return datetime(*parsed[:6]).astimezone(UTC) if parsed else None  # local time, by its docs
