"""E-mail as a channel: what it can do, and its three functions."""

from percaya.channels.contract import (
    AccountFacts,
    Answer,
    Capabilities,
    HandleKind,
    Outcome,
    Outgoing,
    Parcel,
    RawArrival,
    Reading,
)
from percaya.channels.email.careful import careful_or_lenient
from percaya.channels.email.child import read_in_child
from percaya.channels.email.composing import compose_mail
from percaya.channels.email.guards import needs_a_child
from percaya.channels.email.outcomes import outcome_of
from percaya.channels.email.settings import SETTINGS


class EmailChannel:
    """Mail in and out of one address."""

    key = "email"
    name_en = "Email"
    name_id = "Email"
    icon = "mail"
    capabilities = Capabilities(
        max_attachment=20 * 1024 * 1024,  # base64 adds a third; most servers take 25 to 35 MB
        max_attachments=30,
        html=True,
        subject=True,
        copies=True,
        receipts=True,  # bounces
    )
    settings = SETTINGS
    handle_kind = HandleKind.EMAIL

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """The message, or the receipts of a bounce. Raises ``Unreadable``."""
        if needs_a_child(arrival.raw):
            return read_in_child(arrival, account)
        return careful_or_lenient(arrival, account)

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """An RFC 5322 mail for the "mail" carrier."""
        return compose_mail(out, account)

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        """The meaning of an SMTP answer."""
        return outcome_of(parcel, answer)


CHANNEL = EmailChannel()
