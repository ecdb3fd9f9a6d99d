"""The web form as a channel: it brings questions in; answers leave by e-mail."""

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
from percaya.channels.webform.settings import SETTINGS
from percaya.channels.webform.submission import read_submission


class WebformChannel:
    """A form on a page; whoever fills it in leaves an address for the answer."""

    key = "webform"
    name_en = "Web form"
    name_id = "Formulir web"
    icon = "clipboard-list"
    capabilities = Capabilities(
        max_attachment=10 * 1024 * 1024, max_attachments=20, subject=True, sends=False, replies_through="email"
    )
    settings = SETTINGS
    handle_kind = HandleKind.EMAIL

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """The submission as a message. Raises ``Unreadable``."""
        return read_submission(arrival)

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """Never possible: see ``capabilities.replies_through``."""
        raise ValueError("A web form cannot carry replies; they leave through an email channel.")

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        """Nothing of ours was sent, so nothing can have arrived."""
        return Outcome(kind=OutcomeKind.FAILED, permanent=True, reason="A web form cannot carry replies.")


CHANNEL = WebformChannel()
