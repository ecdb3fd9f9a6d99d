"""WhatsApp by Twilio as a channel of its own: it has a window, templates and read marks, which SMS has not."""

from collections.abc import Mapping, Sequence

from percaya.channels.common.marks import WHATSAPP
from percaya.channels.common.twilio import checking, sending, signing, templates, wire
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
from percaya.channels.contract.abilities import Fetched, HookRequest, Knock, TemplateFacts, Verdict

_PREFIX = "whatsapp:"
# https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages
_TYPES = (
    "image/jpeg", "image/png", "audio/", "video/mp4", "application/pdf", "application/msword", "application/vnd.", "text/vcard",
)  # fmt: skip


class TwilioWhatsAppChannel:
    """People write on WhatsApp to a sender that is registered with Twilio."""

    key = "twilio_whatsapp"
    name_en = "WhatsApp (Twilio)"
    name_id = "WhatsApp (Twilio)"
    icon = "message-square-dot"
    capabilities = Capabilities(
        max_text=sending.MOST_TEXT,
        max_attachment=16 * 1024 * 1024,
        max_attachments=10,  # each goes as a message of its own
        attachment_types=_TYPES,
        attachment_sizes=(("image/", 5 * 1024 * 1024),),
        fetches_files=True,
        location=True,
        receipts=True,
        templates=True,
        reply_window_hours=24,
        undo_seconds=5,
        conversational=True,
    )
    settings: tuple[Setting, ...] = (
        Setting(
            key="address",
            kind="text",
            label_en="WhatsApp number",
            label_id="Nomor WhatsApp",
            required=True,
            help_en="Your WhatsApp sender at Twilio, with its country: +14155238886.",
            help_id="WhatsApp sender Anda di Twilio, dengan kode negara: +14155238886.",
        ),
        *KEYS,
    )
    handle_kind = HandleKind.EXTERNAL
    steps = steps("Messaging, Senders, WhatsApp senders, your number", "Messaging, Senders, WhatsApp senders, nomor Anda")
    leaving_en = LEAVING_EN
    leaving_id = LEAVING_ID

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """One form. Raises ``Unreadable``."""
        return read_form(arrival, account, self.key)

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """The first message. Raises ``ValueError`` with a sentence for a person."""
        first = self.next_parcel(out, account, {})
        if first is None:
            raise ValueError("There is nothing in this message that Twilio could carry.")
        return first

    def next_parcel(self, out: Outgoing, account: AccountFacts, done: Mapping[str, Answer]) -> Parcel | None:
        """One message for each file. Raises ``ValueError`` with a sentence for a person."""
        return sending.next_parcel(out, account, done, key=self.key, prefix=_PREFIX, marks=WHATSAPP)

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        return sending.interpret(parcel, answer)

    def knock(self, request: HookRequest, account: AccountFacts) -> Knock:
        return signing.knock(request, account, _PREFIX)

    def fetch(self, ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
        return sending.fetch(ref, account, so_far)

    def media_hosts(self, account: AccountFacts) -> tuple[str, ...]:
        return wire.media_hosts(account)

    def list_templates(self, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | tuple[TemplateFacts, ...]:
        return templates.list_templates(account, so_far)

    def checks(self, account: AccountFacts, hook_url: str) -> tuple[Parcel, ...]:
        """A WhatsApp sender is no number of the account's list, so only the keys are tried."""
        return checking.checks(account, owns_number=False)

    def verdict(self, answers: Sequence[Answer]) -> Verdict:
        return checking.verdict(answers)


CHANNEL = TwilioWhatsAppChannel()
