"""The API as a channel: a marketplace, an app of the business's own, whatever can post and be posted to."""

from collections.abc import Sequence

from percaya.channels.api import sending
from percaya.channels.api.hook import knock, read_events
from percaya.channels.api.settings import LEAVING_EN, LEAVING_ID, SETTINGS, STEPS
from percaya.channels.api.submission import message_of
from percaya.channels.common.json_arrivals import load_object
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
from percaya.channels.contract.abilities import HookRequest, Knock, Verdict


class ApiChannel:
    """Messages of another system. Its answers are posted to it, signed; without an address it reads them itself."""

    key = "api"
    name_en = "API"
    name_id = "API"
    icon = "braces"
    capabilities = Capabilities(
        max_attachment=10 * 1024 * 1024,
        max_attachments=20,
        subject=True,
        undo_seconds=0,
        acknowledges=False,
        quotes=True,
        receipts=True,
    )
    settings = SETTINGS
    handle_kind = HandleKind.EXTERNAL
    steps = STEPS
    leaving_en = LEAVING_EN
    leaving_id = LEAVING_ID

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """A message as our API takes it, or events as they are posted to the hook. Raises ``Unreadable``."""
        data = load_object(arrival.raw)
        if "type" in data or "events" in data:
            return read_events(data)
        return Reading(messages=(message_of(data, trusted=arrival.door != "hook"),))

    def knock(self, request: HookRequest, account: AccountFacts) -> Knock:
        return knock(request, account)

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """A signed POST, or a parcel that nobody has to carry. Raises ``ValueError`` without a secret."""
        return sending.compose(out, account)

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        return sending.interpret(parcel, answer)

    def checks(self, account: AccountFacts, hook_url: str) -> tuple[Parcel, ...]:
        """Ring the other system, where it has an address."""
        return (sending.ping(account, hook_url),) if sending.url_of(account) else ()

    def verdict(self, answers: Sequence[Answer]) -> Verdict:
        return sending.verdict(answers)


CHANNEL = ApiChannel()
