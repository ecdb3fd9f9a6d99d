"""What comes in: raw arrivals, and all that reading one may give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from percaya.channels.contract.terms import Address, Rich


class Unreadable(Exception):
    """The arrival cannot be read: it goes to quarantine with this reason, raw bytes kept.

    ``reason`` is a short machine word ("timeout", "no-content"), ``detail`` one English sentence for a person.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, kw_only=True)
class RawArrival:
    """Bytes as they came, with the envelope of the door that took them."""

    raw: bytes
    door: str  # imap smtp lmtp pipe http form api
    received_at: datetime  # aware, UTC
    mail_from: str | None = None  # envelope sender; "" is the null sender; None when the door has no envelope
    rcpt_to: tuple[str, ...] = ()
    remote: str = ""  # address of the peer, for display and rate limits


@dataclass(frozen=True, kw_only=True)
class MediaRef:
    """A file that still lies with the vendor: intake fetches it at once, with retries (``abilities.Fetching``)."""

    key: str  # the vendor's id of it, or its address
    sha256: str = ""  # hex, where the vendor says it: what comes must match
    size: int | None = None  # bytes, where the vendor says it
    expires_at: datetime | None = None  # gone after this; then it was never kept


class AttachmentKind(StrEnum):
    FILE = "file"
    INLINE = "inline"  # shown inside the HTML through its content id
    MESSAGE = "message"  # a nested mail (message/rfc822)
    CALENDAR = "calendar"
    SIGNATURE = "signature"  # S/MIME or PGP part
    REPORT = "report"  # delivery report part


@dataclass(frozen=True, kw_only=True)
class AttachmentIn:
    """A file of an arrival. ``name`` is already safe to show; ``declared_type`` is what the sender claims."""

    name: str
    content: bytes
    declared_type: str
    content_type: str  # by looking at the bytes
    kind: AttachmentKind = AttachmentKind.FILE
    content_id: str = ""  # without angle brackets
    note: str = ""  # machine word: "from-winmail", "encrypted", "cut"
    details: Mapping[str, Any] = field(default_factory=dict)  # e.g. a calendar invite's summary and times
    fetch: MediaRef | None = None  # then ``content`` is empty until it has been fetched


class AutoKind(StrEnum):
    """Why an arrival was not written by a person just now."""

    NONE = ""
    AUTO_REPLY = "auto-reply"  # vacation notes and the like (RFC 3834)
    BULK = "bulk"  # lists, newsletters
    BOUNCE = "bounce"  # delivery status notification
    OWN_LOOP = "own-loop"  # our own mail came back


@dataclass(frozen=True, kw_only=True)
class ThreadEvidence:
    """What ties an arrival to a ticket, strongest first. Nothing in it is guessable by a stranger unless said so.

    ``tokens``: ticket tokens whose signature the channel has verified (ours, unforgeable).
    ``external_ids``: ids of earlier messages it answers, nearest first (In-Reply-To, then References last to first);
    they count only when the sender already takes part in that ticket.
    ``conversation``: the channel's own conversation key, where it has one.
    """

    tokens: tuple[str, ...] = ()
    external_ids: tuple[str, ...] = ()
    conversation: str = ""


@dataclass(frozen=True, kw_only=True)
class MessageIn:
    """One message of a person (or machine) as the desk wants it.

    ``also``: further addresses that the channel vouches for as the same person's (the phone beside a vendor's id).
    ``echo``: one of ours wrote it elsewhere (the phone's app, the vendor's own inbox) to ``sender``: kept as sent, never sent.
    ``quotes``: external id of the very message that it answers, where the person chose one.
    """

    external_id: str  # the channel's id of it, "" if it has none
    content_digest: str  # sha256 hex of what makes it the same message whatever door it came through
    sender: Address
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    text: str = ""  # what the person wrote now, without quoted text and signature
    quoted_text: str = ""  # folded, never deleted
    signature: str = ""
    html: str = ""  # safe to render in a sandboxed frame; remote images already neutralised
    remote_images: int = 0
    attachments: tuple[AttachmentIn, ...] = ()
    thread: ThreadEvidence = field(default_factory=ThreadEvidence)
    auto: AutoKind = AutoKind.NONE
    auto_evidence: str = ""  # the header or fact that says so
    spam_score: float = 0.0  # 0..1
    spam_evidence: tuple[str, ...] = ()
    sent_at: datetime | None = None  # the sender's clock
    warnings: tuple[str, ...] = ()  # machine words: "bad-charset", "html-cut", "attachments-cut", "lenient-parse"
    fields: Mapping[str, Any] = field(default_factory=dict)  # form fields, order data
    also: tuple[Address, ...] = ()
    rich: tuple[Rich, ...] = ()
    quotes: str = ""
    speaker: Address | None = None  # of a group: who spoke; ``name`` is the mark that stands for them before the text
    album: str = ""  # messages of one album (a vendor sends each file by itself) share this key
    echo: bool = False
    echo_token: str = ""  # ``Outgoing.message_token`` where the echo carries it: then it is our own sending come back
    echo_step: str = ""  # which later part of it; "" for the first


class ReceiptState(StrEnum):
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    PLAYED = "played"  # a voice note was listened to: more than read
    DELAYED = "delayed"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class ReceiptIn:
    """News of a message we sent: a bounce, a delivery mark. ``external_id`` is ours, as returned by ``compose``."""

    external_id: str
    state: ReceiptState
    permanent: bool = False
    recipient: str = ""
    reason: str = ""  # for a person, as the other side put it
    code: str = ""  # e.g. "5.1.1"
    word: str = ""  # of ``Outcome.word``
    token: str = ""  # our ``Outgoing.message_token``, where the other side gives it back: known even before its own id is
    step: str = ""  # which later part of the message ``token`` names, where it left in several; "" for the first
    at: datetime | None = None  # the other side's clock
    before: datetime | None = None  # no id but "all up to then" (a watermark), in the conversation with ``recipient``


class ChangeKind(StrEnum):
    EDITED = "edited"  # ``target`` now reads ``text``
    DELETED = "deleted"  # ``target`` was taken back: its content is hidden
    REACTED = "reacted"  # ``emoji`` on ``target``; "" takes it away
    RENUMBERED = "renumbered"  # ``sender`` is to be reached under ``successor`` from now on
    BLOCKED = "blocked"  # ``sender`` does not want to hear from us
    UNBLOCKED = "unblocked"
    HELD = "held"  # another app of the business (``text``: its id) holds the talk with ``sender``: our words would be refused
    FREED = "freed"  # it is ours again, or nobody's
    MARKETING_STOPPED = "marketing-stopped"  # ``sender`` wants no advertising from us here (``text``: the vendor's words)
    MARKETING_RESUMED = "marketing-resumed"


@dataclass(frozen=True, kw_only=True)
class ChangeIn:
    """Something that happened to an earlier message or to a person's address. It may come before what it speaks of."""

    kind: ChangeKind
    sender: Address
    target: str = ""  # external id of the message
    text: str = ""
    emoji: str = ""
    successor: Address | None = None
    echo: bool = False  # done by one of ours elsewhere
    at: datetime | None = None


class NewsKind(StrEnum):
    """What a vendor tells of the account itself."""

    TEMPLATE = "template"  # ``name``, ``language``: ``state`` and maybe ``reason``
    QUALITY = "quality"  # of a template (``name``) or of the number: ``state`` green yellow red
    LIMIT = "limit"  # ``state``: how many people may be written to
    ALARM = "alarm"  # something is wrong that a person must mend: ``reason``
    ROLE = "role"  # among the apps that share the account's talks: ``state`` "first" may take any, "second" has to ask


@dataclass(frozen=True, kw_only=True)
class NewsIn:
    kind: NewsKind
    name: str = ""
    language: str = ""
    state: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All that one arrival says: any number of each (usually one message or one receipt)."""

    messages: tuple[MessageIn, ...] = ()
    receipts: tuple[ReceiptIn, ...] = ()
    changes: tuple[ChangeIn, ...] = ()
    news: tuple[NewsIn, ...] = ()
    ignored: str = ""  # a machine word where there is rightly nothing to do
