"""What a channel is: bytes in, dataclasses out, and a statement of what it can do.

A channel knows nothing of Django, tickets or its siblings. It has three pure functions:

``read``       what a raw arrival says            RawArrival -> Reading
``compose``    what has to go over the wire       Outgoing   -> Parcel
``interpret``  what the other side's answer means Answer     -> Outcome

The network lives elsewhere: doors bring arrivals in (``stages/intake``), carriers take parcels out
(``stages/delivery``). Pages and stages ask for *capabilities*, never for a channel's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class Unreadable(Exception):
    """The arrival cannot be read: it goes to quarantine with this reason, raw bytes kept.

    ``reason`` is a short machine word ("timeout", "no-content"), ``detail`` one English sentence for a person.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What a channel can do; sizes in bytes, text lengths in characters, ``None`` for no limit."""

    max_text: int | None = None
    max_attachment: int | None = None
    max_attachments: int | None = None
    attachment_types: tuple[str, ...] = ()  # content-type prefixes; empty means any
    html: bool = False  # carries formatted text
    subject: bool = False  # messages have a subject line
    copies: bool = False  # Cc and Bcc
    receipts: bool = False  # tells delivered / read
    edits: bool = False
    templates: bool = False  # needs approved templates outside the window
    reply_window_hours: int | None = None  # free text only this long after the last inbound
    undo_seconds: int = 10  # how long an outgoing message can be called back
    conversational: bool = False  # bursts of short messages; one open ticket per person
    live: bool = False  # the customer sits at the other end of it just now: told at once, and may see that we type
    acknowledges: bool = True  # a human reads replies here, so an automatic receipt makes sense
    sends: bool = True  # carries replies itself
    replies_through: str = ""  # where it does not: key of the channel whose accounts carry them


class HandleKind(StrEnum):
    """Kinds of address; a contact may hold many."""

    EMAIL = "email"
    PHONE = "phone"
    EXTERNAL = "external"  # an id given by the channel or by the caller's own system


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address of a person as the channel gives it. ``verified``: the channel vouches that the sender holds it."""

    kind: HandleKind
    value: str
    name: str = ""
    verified: bool = False


@dataclass(frozen=True, kw_only=True)
class AccountFacts:
    """What a channel may know of the account (mailbox, form, number) that an arrival came to or a reply leaves from.

    ``settings`` are the account's plain settings, ``secrets`` its decrypted ones; ``signing_key`` signs reply
    addresses and Message-IDs so that threading never trusts a stranger (16 bytes or more).
    """

    public_id: str
    workspace: str  # slug, for Message-ID domains and display
    name: str
    address: str  # the account's own address, e.g. "halo@toko.example"
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    signing_key: bytes = b""
    own_addresses: tuple[str, ...] = ()  # every address of the workspace, to see our own mail come back


@dataclass(frozen=True, kw_only=True)
class RawArrival:
    """Bytes as they came, with the envelope of the door that took them."""

    raw: bytes
    door: str  # imap smtp lmtp pipe http form api
    received_at: datetime  # aware, UTC
    mail_from: str | None = None  # envelope sender; "" is the null sender; None when the door has no envelope
    rcpt_to: tuple[str, ...] = ()
    remote: str = ""  # address of the peer, for display and rate limits


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
    """One message of a person (or machine) as the desk wants it."""

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


class ReceiptState(StrEnum):
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
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


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All that one arrival says: any number of messages and receipts (usually one of either)."""

    messages: tuple[MessageIn, ...] = ()
    receipts: tuple[ReceiptIn, ...] = ()
    ignored: str = ""  # a machine word where there is rightly nothing to do


@dataclass(frozen=True, kw_only=True)
class AttachmentOut:
    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A message on its way out. ``message_token`` is stable over retries: it becomes the Message-ID."""

    message_token: str
    ticket_token: str  # opaque; the channel signs it into the reply address
    ticket_number: int
    to: tuple[Address, ...]
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    subject: str = ""
    text: str = ""  # Markdown as the agent wrote it
    html: str = ""  # safe HTML of the same
    sender_name: str = ""  # "Dewi dari Toko Senja"
    attachments: tuple[AttachmentOut, ...] = ()
    answers: str = ""  # external id of the message it answers
    references: tuple[str, ...] = ()  # external ids of the thread, oldest first
    quoted: str = ""  # earlier words to quote beneath, plain text
    quoted_intro: str = ""  # "Pada … Rina menulis:"
    automatic: bool = False  # acknowledgements and notices (RFC 3834)
    signature: str | None = None  # what stands below it; "" for nothing, None for the account's own
    language: str = "id"
    composed_at: datetime | None = None  # aware; becomes the Date


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What a carrier is to take: ``external_id`` is known before it leaves, so that nothing goes out unnamed.

    ``carrier`` names the kind of transport ("mail", "http", "none"); ``body`` its bytes; the rest is its address.
    """

    carrier: str
    external_id: str
    body: bytes = b""
    mail_from: str = ""
    recipients: tuple[str, ...] = ()
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the other side said to a parcel. ``code`` is SMTP's or HTTP's; 0 when nothing came back."""

    code: int
    text: str = ""
    sent_anything: bool = True  # False when the connection was never made, so nothing can have left
    refused: Mapping[str, tuple[int, str]] = field(default_factory=dict)  # recipient -> (code, text)


class OutcomeKind(StrEnum):
    SENT = "sent"  # the other side has taken responsibility
    FAILED = "failed"
    UNKNOWN = "unknown"  # it may have left; never retried blindly


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a try ended. ``permanent`` is the one bit that decides whether to try again."""

    kind: OutcomeKind
    permanent: bool = False
    reason: str = ""
    code: str = ""
    proof: str = ""
    retry_after: int | None = None  # seconds
    refused: tuple[tuple[str, str], ...] = ()  # recipients that were refused while others were taken


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A slot of an account's settings, so that one page can show every channel's."""

    key: str
    kind: str  # text email number secret choice bool host
    label_en: str
    label_id: str
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    help_en: str = ""
    help_id: str = ""
    group: str = ""  # e.g. "imap", "smtp"


class Channel(Protocol):
    """The whole contract. A channel's folder exposes one as ``CHANNEL`` in ``channel.py``."""

    key: str
    name_en: str
    name_id: str
    icon: str  # a name of the icon set
    capabilities: Capabilities
    settings: tuple[Setting, ...]
    handle_kind: HandleKind  # the kind of address replies go to

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """Say what the arrival says. Raises ``Unreadable``; any other exception is a defect (also quarantined)."""
        ...

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """Make the parcel. Deterministic: the same message gives the same bytes and external id on every try.

        Raises ``ValueError`` with a sentence for a person when there is nobody to send it to.
        """
        ...

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        """Say what the answer means."""
        ...
