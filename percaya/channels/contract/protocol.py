"""The protocol itself."""

from typing import Protocol

from percaya.channels.contract.incoming import RawArrival, Reading
from percaya.channels.contract.outgoing import Answer, Outcome, Outgoing, Parcel
from percaya.channels.contract.terms import AccountFacts, Capabilities, HandleKind, Setting


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
