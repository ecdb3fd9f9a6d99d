"""The status page as a channel: it brings answers in; ours leave the way the ticket came."""

from percaya.channels.contract import (
    AccountFacts,
    Answer,
    Capabilities,
    HandleKind,
    Outcome,
    OutcomeKind,
    Outgoing,
    Parcel,
    RawArrival,
    Reading,
    Setting,
)
from percaya.channels.portal.submission import read_submission


class PortalChannel:
    """A reply box under a ticket's public story."""

    key = "portal"
    name_en = "Status page"
    name_id = "Halaman status"
    icon = "link"
    capabilities = Capabilities(
        max_text=20_000,
        max_attachment=10 * 1024 * 1024,
        max_attachments=10,
        acknowledges=False,  # the page itself says that it arrived
        shows_standing=True,
        sends=False,
        replies_through="email",
    )
    settings: tuple[Setting, ...] = ()
    handle_kind = HandleKind.EMAIL

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """The answer as a message of the linked ticket. Raises ``Unreadable``."""
        return read_submission(arrival)

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """Never possible: see ``capabilities.replies_through``."""
        raise ValueError("The status page cannot carry replies; they leave through an email channel.")

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        """Nothing of ours was sent, so nothing can have arrived."""
        return Outcome(kind=OutcomeKind.FAILED, permanent=True, reason="The status page cannot carry replies.")


CHANNEL = PortalChannel()
