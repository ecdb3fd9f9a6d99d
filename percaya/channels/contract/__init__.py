"""What a channel is: bytes in, dataclasses out, and a statement of what it can do.

A channel knows nothing of Django, tickets or its siblings. It has three pure functions:

``read``       what a raw arrival says            RawArrival -> Reading
``compose``    what has to go over the wire       Outgoing   -> Parcel
``interpret``  what the other side's answer means Answer     -> Outcome

The network lives elsewhere: doors bring arrivals in (``stages/intake``), carriers take parcels out
(``stages/delivery``). Pages and stages ask for *capabilities*, never for a channel's name. What only some channels can
(be told by webhooks, send in several steps, fetch media, keep templates) stands in ``contract/abilities.py``.
"""

from percaya.channels.contract.incoming import (
    AttachmentIn,
    AttachmentKind,
    AutoKind,
    ChangeIn,
    ChangeKind,
    MediaRef,
    MessageIn,
    NewsIn,
    NewsKind,
    RawArrival,
    Reading,
    ReceiptIn,
    ReceiptState,
    ThreadEvidence,
    Unreadable,
)
from percaya.channels.contract.outgoing import (
    Answer,
    AttachmentOut,
    Choice,
    LogoOut,
    Offer,
    Outcome,
    OutcomeKind,
    Outgoing,
    Parcel,
    TemplateOut,
)
from percaya.channels.contract.protocol import Channel
from percaya.channels.contract.terms import AccountFacts, Address, Capabilities, HandleKind, Rich, RichKind, Setting, Word

__all__ = [
    "AccountFacts",
    "Address",
    "Answer",
    "AttachmentIn",
    "AttachmentKind",
    "AttachmentOut",
    "AutoKind",
    "Capabilities",
    "ChangeIn",
    "ChangeKind",
    "Channel",
    "Choice",
    "HandleKind",
    "LogoOut",
    "MediaRef",
    "MessageIn",
    "NewsIn",
    "NewsKind",
    "Offer",
    "Outcome",
    "OutcomeKind",
    "Outgoing",
    "Parcel",
    "RawArrival",
    "Reading",
    "ReceiptIn",
    "ReceiptState",
    "Rich",
    "RichKind",
    "Setting",
    "TemplateOut",
    "ThreadEvidence",
    "Unreadable",
    "Word",
]
