"""The API as a channel."""

import hashlib

from percaya.channels.api.submission import read_submission
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


class ApiChannel:
    """Messages of another system; a reply is sent the moment that system can read it."""

    key = "api"
    name_en = "API"
    name_id = "API"
    icon = "braces"
    capabilities = Capabilities(
        max_attachment=10 * 1024 * 1024, max_attachments=20, subject=True, undo_seconds=0, acknowledges=False
    )
    settings: tuple[Setting, ...] = (
        Setting(
            key="system",
            kind="text",
            label_en="Name of the system",
            label_id="Nama sistem",
            help_en="Shown beside its messages, e.g. Checkout.",
            help_id="Tampil di samping pesannya, misalnya Kasir.",
        ),
    )
    handle_kind = HandleKind.EXTERNAL

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """The message. Raises ``Unreadable``."""
        return read_submission(arrival)

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """A parcel nobody has to carry: the caller reads the reply where it wrote its question."""
        named = hashlib.sha256(f"api\0{account.public_id}\0{out.message_token}".encode()).hexdigest()[:32]
        return Parcel(carrier="none", external_id=f"api-{named}", recipients=tuple(address.value for address in out.to))

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        """Sent at once: there is nothing between the desk and the API that could lose it."""
        return Outcome(kind=OutcomeKind.SENT, proof="available through the API")


CHANNEL = ApiChannel()
