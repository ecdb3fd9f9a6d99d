"""SMS (and MMS) by Twilio as a channel."""

from collections.abc import Sequence

from percaya.channels.common.marks import PLAIN
from percaya.channels.common.twilio import checking, sending, signing, wire
from percaya.channels.common.twilio.reading import read_form
from percaya.channels.common.twilio.settings import KEYS, LEAVING_EN, LEAVING_ID, steps
from percaya.channels.contract import (
    AccountFacts,
    Answer,
    Capabilities,
    HandleKind,
    MediaRef,
    Outcome,
    Outgoing,
    Parcel,
    RawArrival,
    Reading,
    Setting,
)
from percaya.channels.contract.abilities import Fetched, HookRequest, Knock, Verdict


class TwilioChannel:
    """People send text messages to a number; it answers as the business."""

    key = "twilio"
    name_en = "SMS (Twilio)"
    name_id = "SMS (Twilio)"
    icon = "message-square-text"
    capabilities = Capabilities(
        max_text=sending.MOST_TEXT,
        max_attachment=25 * 1024 * 1024,
        max_attachments=10,
        fetches_files=True,
        links_the_rest=True,
        receipts=True,
        undo_seconds=5,
        conversational=True,
        acknowledges=False,  # each receipt would be a message to pay for
    )
    settings: tuple[Setting, ...] = (
        Setting(
            key="address",
            kind="text",
            label_en="Number",
            label_id="Nomor",
            required=True,
            help_en="Of yours at Twilio, with its country: +12025550123.",
            help_id="Milik Anda di Twilio, dengan kode negara: +12025550123.",
        ),
        *KEYS,
    )
    handle_kind = HandleKind.EXTERNAL
    steps = steps("Phone Numbers, your number, A message comes in", "Phone Numbers, nomor Anda, A message comes in")
    leaving_en = LEAVING_EN
    leaving_id = LEAVING_ID

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """One form. Raises ``Unreadable``."""
        return read_form(arrival, account, self.key)

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """Raises ``ValueError`` with a sentence for a person."""
        if out.location or out.template:
            raise ValueError("A text message carries words alone. Write where it is instead.")
        return sending.compose(out, account, key=self.key, prefix="", marks=PLAIN)

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        return sending.interpret(parcel, answer)

    def knock(self, request: HookRequest, account: AccountFacts) -> Knock:
        return signing.knock(request, account, "")

    def fetch(self, ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
        return sending.fetch(ref, account, so_far)

    def media_hosts(self, account: AccountFacts) -> tuple[str, ...]:
        return wire.media_hosts(account)

    def checks(self, account: AccountFacts, hook_url: str) -> tuple[Parcel, ...]:
        return checking.checks(account, owns_number=True)

    def verdict(self, answers: Sequence[Answer]) -> Verdict:
        return checking.verdict(answers)


CHANNEL = TwilioChannel()
