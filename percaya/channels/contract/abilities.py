"""What some channels can beside the three functions of the contract. Asked with ``isinstance``; all of it is as pure.

``Hooked``     is told by webhooks                 HookRequest -> Knock
``Polled``     is asked again and again            cursor -> Parcel; Answer -> Polling
``Stepped``    sends one message in several steps  Outgoing + answers so far -> Parcel | None
``Fetching``   media lies with the vendor          MediaRef + answers so far -> Parcel | Fetched
``Templated``  keeps approved templates            answers so far -> Parcel | templates
``Introducing`` says who an id is                id -> Parcel, Answer -> name
``Renewing``   has a key that ends, and a new one for it  -> Parcel, Answer -> Renewal
``Recalling``  is asked for what it could not tell       answers so far -> Parcel | arrivals
``Sharing``    talks are shared with other apps, and can be taken over  address -> Parcel
``Forgetting`` takes a message out of a raw arrival  bytes -> bytes
``Checked``    can try its keys and set itself up  -> Parcel, Answer -> Verdict
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from percaya.channels.contract import AccountFacts, Answer, MediaRef, Outgoing, Parcel


@dataclass(frozen=True, kw_only=True)
class HookRequest:
    """A request at our door as it came. ``url`` is the public one, as the vendor called it; header names in lower case."""

    method: str
    url: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Knock:
    """What a webhook's request means.

    ``take``: the bytes to keep as an arrival, ``None`` for a handshake or a refusal. The answer (``status``, ``body``) goes
    out only after they are durable. ``addresses``: whom of the workspace's accounts of this channel it speaks to, by
    ``ChannelAccount.address`` (one webhook may serve several numbers of one app); empty for the account in the URL alone.
    ``sender``: an id of the person when the request speaks of one, so that different people are read side by side.
    ``proof``: a machine word of what a set-up page may tick: "handshake", "signed"; "" when nothing was proven.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain"
    take: bytes | None = None
    addresses: tuple[str, ...] = ()
    sender: str = ""
    proof: str = ""


@runtime_checkable
class Hooked(Protocol):
    def knock(self, request: HookRequest, account: AccountFacts) -> Knock:
        """Judge a request by the account's secrets: signature over the raw body in constant time, handshakes answered.
        Never raises; what is not proven gets 401 or 403 and ``take`` stays ``None``."""
        ...


@dataclass(frozen=True, kw_only=True)
class Polling:
    """``arrivals`` in their order; ``cursor`` for the next time, kept once all of them are durable; ``trouble`` for a person."""

    arrivals: tuple[bytes, ...] = ()
    cursor: str = ""
    trouble: str = ""
    wait: float = 0.0  # seconds before asking again


@runtime_checkable
class Polled(Protocol):
    def polls(self, account: AccountFacts) -> bool:
        """Whether this account is asked rather than told."""
        ...

    def poll(self, account: AccountFacts, cursor: str) -> Parcel: ...

    def polled(self, answer: Answer, cursor: str) -> Polling: ...


@runtime_checkable
class Stepped(Protocol):
    def next_parcel(self, out: Outgoing, account: AccountFacts, done: Mapping[str, Answer]) -> Parcel | None:
        """The next step, given the answers of those that ended well, by ``Parcel.step``; ``None`` when all is done.

        Deterministic; the first step's parcel names the message (``external_id``). Raises ``ValueError`` with a sentence.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A file that came: its bytes are in ``content`` (of a large one the beginning; the whole lies on disk), or why it never
    will (``lost``, a machine word: "expired", "too-large", "mismatch", "not-media", "refused")."""

    content: bytes = b""
    content_type: str = ""
    name: str = ""
    lost: str = ""


@runtime_checkable
class Fetching(Protocol):
    def fetch(self, ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
        """What to ask next (a GET whose answer's ``body`` is handed back in ``so_far``), or the file. A ``Parcel`` that repeats
        the last one means: try again later. ``Parcel.url`` may only lead to the vendor's hosts (``media_hosts``)."""
        ...

    def media_hosts(self, account: AccountFacts) -> tuple[str, ...]:
        """Hosts that files may be fetched from: exact, or ".example" for all below. Redirects are held to them too."""
        ...


@dataclass(frozen=True, kw_only=True)
class TemplateFacts:
    """A template as the vendor keeps it. ``body`` and ``header`` hold blanks as {{1}} or {{name}}."""

    external_id: str
    name: str
    language: str
    category: str = ""
    state: str = ""  # approved pending rejected paused disabled
    quality: str = ""  # green yellow red, "" unknown
    reason: str = ""
    header: str = ""
    header_kind: str = ""  # text image video document location, "" for none
    body: str = ""
    footer: str = ""
    buttons: tuple[Mapping[str, Any], ...] = ()  # {"kind", "text", "url"}
    blanks: tuple[str, ...] = ()  # every key that ``TemplateOut.values`` must fill, in reading order
    examples: Mapping[str, str] = field(default_factory=dict)  # by blank


@runtime_checkable
class Templated(Protocol):
    def list_templates(self, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | tuple[TemplateFacts, ...]:
        """The next page to ask for, or all templates. Raises ``ValueError`` when the vendor refuses."""
        ...


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What trying the keys showed. ``facts`` are plain settings to keep (display name, expiry, quality, limit)."""

    is_well: bool
    word: str = ""  # of ``Word``, when not well
    code: str = ""
    said: str = ""  # as the vendor put it
    facts: Mapping[str, Any] = field(default_factory=dict)


@runtime_checkable
class Introducing(Protocol):
    """A channel whose messages name only an id of their sender: the name is asked for apart, once, and may be refused."""

    def ask_name(self, address: str, account: AccountFacts) -> Parcel | None:
        """The question who ``address`` (``Address.value``) is; ``None`` where there is nobody to ask about."""
        ...

    def name_in(self, answer: Answer) -> str:
        """The display name in the answer; "" when the vendor does not say."""
        ...


@runtime_checkable
class Recalling(Protocol):
    """A channel whose vendor shows earlier conversations: what was written while its webhook was off can be had afterwards."""

    def recall(self, account: AccountFacts, since: datetime, so_far: Sequence[Answer]) -> Parcel | tuple[bytes, ...]:
        """The next page to ask for, or all that was said since, oldest first, each as the webhook would have brought it.

        Raises ``ValueError`` with a sentence when the vendor refuses."""
        ...


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """``secrets`` to keep in place of those we had, and ``ends_in`` seconds when they end; or why there are none (``said``, as
    the vendor put it). ``is_dead``: the old key opens nothing any more, so only a person can help."""

    secrets: Mapping[str, str] = field(default_factory=dict)
    ends_in: int | None = None
    said: str = ""
    is_dead: bool = False


@runtime_checkable
class Renewing(Protocol):
    """A channel whose keys end by themselves unless they are renewed in time."""

    def ask_renewal(self, account: AccountFacts) -> Parcel | None:
        """The question for a new key; ``None`` where this account's does not end so, or cannot be renewed."""
        ...

    def renewal_in(self, answer: Answer) -> Renewal: ...


TAKE, ASK = "take-over", "ask-for"  # steps of ``Sharing.take_over``: after the first it is ours, after the second we wait


@runtime_checkable
class Sharing(Protocol):
    """A channel whose talks other apps of the business may hold (``ChangeKind.HELD``) while ours would be refused."""

    def take_over(self, address: str, account: AccountFacts) -> Parcel:
        """The request that makes the talk with ``address`` (``Address.value``) ours (step ``TAKE``) or, where this account may
        not, asks its holder for it (step ``ASK``). ``Channel.interpret`` says how it ended."""
        ...


@runtime_checkable
class Forgetting(Protocol):
    """A channel on which people take back what they wrote, and which asks that it be forgotten."""

    def forget(self, raw: bytes, target: str) -> bytes | None:
        """The raw arrival without what the message of that external id said, its edits included; that it was there, when, and
        everything else stays. ``None`` where there is nothing of it."""
        ...


@runtime_checkable
class Checked(Protocol):
    def checks(self, account: AccountFacts, hook_url: str) -> tuple[Parcel, ...]:
        """Requests that try the keys and, where the vendor lets us, set the webhook to ``hook_url``. Repeatable."""
        ...

    def verdict(self, answers: Sequence[Answer]) -> Verdict: ...


@dataclass(frozen=True, kw_only=True)
class SetupStep:
    """A step of the set-up page. ``done_by``: "saved", "checked", "handshake", "inbound", "outbound", "templates"."""

    key: str
    done_by: str
    label_en: str
    label_id: str
    help_en: str
    help_id: str


@runtime_checkable
class Guided(Protocol):
    """A channel whose set-up is led step by step; each step turns green on what really happened."""

    steps: tuple[SetupStep, ...]
    leaving_en: str  # what disconnecting does
    leaving_id: str
