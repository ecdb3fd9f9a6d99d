"""What both directions speak of: addresses, accounts, what a channel can do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What a channel can do; sizes in bytes, text lengths in characters, ``None`` for no limit."""

    max_text: int | None = None
    counts_utf16: bool = False  # lengths count as UTF-16 does: most emoji are two
    max_attachment: int | None = None
    max_attachments: int | None = None
    attachment_types: tuple[str, ...] = ()  # content-type prefixes; empty means any
    html: bool = False  # carries formatted text
    subject: bool = False  # messages have a subject line
    copies: bool = False  # Cc and Bcc
    max_caption: int | None = None  # of the text that rides on a file; longer words go as a message of their own
    attachment_sizes: tuple[tuple[str, int], ...] = ()  # (content-type prefix, bytes) where kinds have limits of their own
    fetches_files: bool = False  # the vendor fetches our files by public links: it takes an https address of ours
    links_the_rest: bool = False  # what it has no message for goes as a link in the words, which has to fit in there
    shown_types: tuple[str, ...] = ()  # content-type prefixes of files that need no link in the words then
    quotes: bool = False  # an answer can name the very message it answers
    reactions: bool = False  # we can react with an emoji
    emojis: tuple[str, ...] = ()  # with these alone; empty means any
    location: bool = False  # we can send a place
    buttons: int = 0  # quick answers that one message may offer; 0 for none
    button_text: int = 20
    choice_bytes: int = 200  # of the id that a button carries
    max_button_words: int | None = None  # characters of the words over buttons, where they may be shorter than others
    list_rows: int = 0  # rows of a list to choose from; 0 for none
    public_answers: bool = False  # a comment can also be answered under itself, for all to see
    receipts: bool = False  # tells delivered / read
    edits: bool = False
    templates: bool = False  # needs approved templates outside the window
    reply_window_hours: int | None = None  # free text only this long after the last inbound
    human_window_hours: int | None = None  # what a person types (no rule, no machine) may still go this long
    per_second: float | None = None  # messages that an account may send; delivery keeps below it, with any number of workers
    per_peer_seconds: float | None = None  # one message to the same person in so many seconds …
    per_peer_burst: int = 1  # … but so many at once, to be paid back by waiting
    undo_seconds: int = 10  # how long an outgoing message can be called back
    conversational: bool = False  # bursts of short messages; one open ticket per person
    live: bool = False  # the customer sits at the other end of it just now: told at once, and may see that we type
    acknowledges: bool = True  # a human reads replies here, so an automatic receipt makes sense
    shows_standing: bool = False  # the customer reads there how their ticket stands, and by when they hear from us
    sends: bool = True  # carries replies itself
    replies_through: str = ""  # where it does not: key of the channel whose accounts carry them


class HandleKind(StrEnum):
    """Kinds of address; a contact may hold many."""

    EMAIL = "email"
    PHONE = "phone"
    EXTERNAL = "external"  # an id given by the channel or by the caller's own system; a vendor's is "<channel key>:<id>"


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
    hook_url: str = ""  # where a vendor reaches this account's webhook


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


class RichKind(StrEnum):
    """What a message may hold beside words and files."""

    LOCATION = "location"  # latitude, longitude, name, address
    CONTACTS = "contacts"  # people: [{"name", "phones": [..], "emails": [..], "organisation"}]
    CHOICE = "choice"  # the customer pressed a button or chose a row: id, title, description
    FORM = "form"  # a filled flow: name, answers {label: value}
    ORDER = "order"  # catalogue, items: [{"id", "quantity", "price", "currency"}], note
    STORY = "story"  # answered or mentioned us in a story: id, url, how ("reply" | "mention")
    ADVERT = "advert"  # came from an advertisement or a link: headline, url, source
    SYSTEM = "system"  # the channel itself says something: text
    COMMENT = "comment"  # written under a post of ours, for all to see: id, parent, post, kind (of the post), url
    UNSUPPORTED = "unsupported"  # a kind that we do not know: kind; the raw arrival is kept


@dataclass(frozen=True, kw_only=True)
class Rich:
    """One such thing, in either direction; ``data`` as the kind says, plain JSON."""

    kind: RichKind
    data: Mapping[str, Any] = field(default_factory=dict)


class Word(StrEnum):
    """Why something did not go out, as the house knows it; delivery has a sentence in both languages for each."""

    NONE = ""
    WINDOW_CLOSED = "window-closed"  # only an approved template may go now
    UNREACHABLE = "unreachable"  # not on this channel, or no longer
    BLOCKED = "blocked"  # the customer does not want to hear from us
    NO_MARKETING = "no-marketing"  # the customer wants no advertising from us here; anything else may go
    TOO_MANY = "too-many"  # throughput or pair rate: later
    NOT_NOW = "not-now"  # the vendor says: not before a day has passed
    SPAM_LIMIT = "spam-limit"
    TOO_LONG = "too-long"
    WRONG_MEDIA = "wrong-media"
    MEDIA_LOST = "media-lost"
    TEMPLATE_MISSING = "template-missing"  # not found in that language
    TEMPLATE_MISFIT = "template-misfit"  # its blanks are filled wrongly
    TEMPLATE_PAUSED = "template-paused"
    TOKEN_EXPIRED = "token-expired"
    NO_RIGHT = "no-right"
    PAYMENT = "payment"
    ACCOUNT_BLOCKED = "account-blocked"
    MAINTENANCE = "maintenance"
    VENDOR = "vendor"  # the vendor is in trouble: later
    HELD_ELSEWHERE = "held-elsewhere"  # another app of the business holds the talk: take it over, or answer there
    REFUSED = "refused"  # anything else, for good
    UNKNOWN = "unknown"  # it may have left
