"""Live chat on the business's own pages: the visitor's page brings words in and shows ours; nothing leaves the house."""

import hashlib

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
)
from percaya.channels.webchat.settings import SETTINGS
from percaya.channels.webchat.submission import read_submission


class WebchatChannel:
    """A panel on a page; whoever writes in it sees the answer there."""

    key = "webchat"
    name_en = "Live chat"
    name_id = "Chat langsung"
    icon = "messages-square"
    capabilities = Capabilities(
        max_text=5_000,
        max_attachment=25 * 1024 * 1024,
        max_attachments=5,
        receipts=True,
        undo_seconds=3,
        conversational=True,
        live=True,
        acknowledges=False,  # the panel itself says that it arrived
        shows_standing=True,
    )
    settings = SETTINGS
    handle_kind = HandleKind.EXTERNAL

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """The visitor's words as a message of their own conversation. Raises ``Unreadable``."""
        return read_submission(arrival)

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """Nothing to carry: the visitor's page fetches it. Raises ``ValueError`` without a visitor to show it to."""
        if not out.to:
            raise ValueError("This customer has no live chat with us. Answer through another channel.")
        named = hashlib.sha256(f"webchat {account.public_id} {out.message_token}".encode()).hexdigest()[:32]
        return Parcel(carrier="none", external_id=named, recipients=tuple(address.value for address in out.to))

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        """It stands where the visitor's page looks. Whether they saw it, their page says later."""
        return Outcome(kind=OutcomeKind.SENT, proof="in the panel")


CHANNEL = WebchatChannel()
