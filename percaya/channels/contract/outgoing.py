"""What goes out: a message, the parcel made of it, and what the other side's answer means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from percaya.channels.contract.terms import Address, Word


@dataclass(frozen=True, kw_only=True)
class AttachmentOut:
    """The links are made only where ``Capabilities.fetches_files``: signed, and dead after their time."""

    name: str
    content: bytes
    content_type: str
    link: str = ""  # the file, for the vendor to fetch within a day
    reader_link: str = ""  # the file, for a person to open within thirty days
    stand_in: str = ""  # a small neutral picture, where the vendor wants one to show instead


@dataclass(frozen=True, kw_only=True)
class LogoOut:
    """The logo of whose name stands as the sender's; ``width`` and ``height`` in which it is shown."""

    content: bytes
    content_type: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class TemplateOut:
    """An approved template with its blanks filled: ``values`` by blank ("1" or its name; "header.1", "button.0.1")."""

    name: str
    language: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A button or a row that the customer may choose."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Quick answers under our words: buttons, or (``button`` named) a list that opens with that button."""

    choices: tuple[Choice, ...]
    button: str = ""


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
    conversation: str = ""  # the channel's own key of the conversation, as that message named it
    references: tuple[str, ...] = ()  # external ids of the thread, oldest first
    quoted: str = ""  # earlier words to quote beneath, plain text
    quoted_intro: str = ""  # "Pada … Rina menulis:"
    automatic: bool = False  # acknowledgements and notices (RFC 3834)
    signature: str | None = None  # what stands below it; "" for nothing, None for the account's own
    language: str = "id"
    composed_at: datetime | None = None  # aware; becomes the Date
    quotes: str = ""  # external id of the very message it answers, where the agent chose one
    by_person: bool = True  # a member typed it; no rule, no machine
    window_open: bool = True  # at the moment of sending; False: only templates, or what ``human_window_hours`` allows
    template: TemplateOut | None = None
    offer: Offer | None = None
    location: Mapping[str, Any] | None = None  # latitude, longitude, name, address
    public: bool = False  # under the comment that it answers, for all to see; else privately to its writer
    reaction: str | None = None  # an emoji on ``quotes``; "" takes ours away. Then nothing else is sent
    kept: Mapping[str, Any] = field(default_factory=dict)  # ``MessageIn.fields["_kept"]`` of the message that it answers
    kept_of_quote: Mapping[str, Any] = field(default_factory=dict)  # and of the very one that was chosen
    logo: LogoOut | None = None  # only where the channel carries formatted text
    stop_url: str = ""  # where the reader wants no more such messages, by a single POST (RFC 8058); "" where none is owed
    tried_at: datetime | None = None  # the moment of this try, where a vendor's token lives for seconds only


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
    method: str = "POST"
    step: str = ""  # the name of this step where a message takes several (``abilities.Stepped``)
    repeatable: bool = False  # doing it twice says nothing twice (an upload): an unknown outcome is simply tried again


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the other side said to a parcel. ``code`` is SMTP's or HTTP's; 0 when nothing came back. ``headers`` in lower case."""

    code: int
    text: str = ""
    sent_anything: bool = True  # False when the connection was never made, so nothing can have left
    refused: Mapping[str, tuple[int, str]] = field(default_factory=dict)  # recipient -> (code, text)
    body: bytes = b""  # HTTP: cut at the carrier's limit; ``text`` is its beginning
    headers: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""  # hex of the whole, where ``body`` may be only its beginning: a file that was fetched lies on disk


class OutcomeKind(StrEnum):
    SENT = "sent"  # the other side has taken responsibility
    FAILED = "failed"
    UNKNOWN = "unknown"  # it may have left; never retried blindly


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a try ended. ``permanent`` is the one bit that decides whether to try again.

    ``hold``: the account is in trouble, not the message: it waits in the queue until somebody has mended the account.
    """

    kind: OutcomeKind
    permanent: bool = False
    reason: str = ""
    code: str = ""
    proof: str = ""
    retry_after: int | None = None  # seconds
    refused: tuple[tuple[str, str], ...] = ()  # recipients that were refused while others were taken
    external_id: str = ""  # the other side's own id of the message, where it gives one only now
    word: Word = Word.NONE
    hold: bool = False
