"""WhatsApp as a channel: what it can do, and its functions. Each ability has a file of its own."""

from collections.abc import Mapping, Sequence

from percaya.channels.common import graph
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
)
from percaya.channels.contract.abilities import Fetched, HookRequest, Knock, TemplateFacts, Verdict
from percaya.channels.whatsapp import checking, fetching, forgetting, sending, templates
from percaya.channels.whatsapp.offering import BUTTONS, MAX_BODY, ROWS
from percaya.channels.whatsapp.outcomes import outcome_of
from percaya.channels.whatsapp.pieces import MAX_CAPTION, MAX_TEXT
from percaya.channels.whatsapp.reading import numbers_of, person_in, read_webhook
from percaya.channels.whatsapp.settings import LEAVING_EN, LEAVING_ID, SETTINGS, STEPS

_MB = 1024 * 1024


class WhatsAppChannel:
    """One number of WhatsApp's Cloud API."""

    key = "whatsapp"
    name_en = "WhatsApp"
    name_id = "WhatsApp"
    icon = "message-circle"
    capabilities = Capabilities(
        max_text=MAX_TEXT,
        max_caption=MAX_CAPTION,
        max_attachment=100 * _MB,
        max_attachments=10,
        attachment_types=(
            "image/jpeg", "image/png", "image/webp", "video/mp4", "video/3gpp", "audio/aac", "audio/amr", "audio/mpeg",
            "audio/mp4", "audio/ogg", "text/", "application/pdf", "application/msword", "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint", "application/vnd.openxmlformats-officedocument.",
        ),
        attachment_sizes=(
            ("image/webp", 500 * 1024), ("image/jpeg", 5 * _MB), ("image/png", 5 * _MB), ("video/", 16 * _MB),
            ("audio/", 16 * _MB),
        ),
        quotes=True,
        reactions=True,
        location=True,
        buttons=BUTTONS,
        max_button_words=MAX_BODY,
        list_rows=ROWS,
        receipts=True,
        templates=True,
        reply_window_hours=24,
        undo_seconds=5,
        conversational=True,
        acknowledges=False,  # its ticks say that it arrived
        per_second=80,
        per_peer_seconds=6,
        per_peer_burst=45,
    )  # fmt: skip
    settings = SETTINGS
    handle_kind = HandleKind.EXTERNAL
    steps = STEPS
    leaving_en = LEAVING_EN
    leaving_id = LEAVING_ID

    def knock(self, request: HookRequest, account: AccountFacts) -> Knock:
        """Meta's handshake or signed news, for every number that they name."""
        return graph.knock(request, account, addresses=numbers_of, sender=person_in)

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """What a webhook says of this number. Raises ``Unreadable``."""
        return read_webhook(arrival, account)

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """The first request of the message. Raises ``ValueError`` with a sentence."""
        parcel = self.next_parcel(out, account, {})
        if parcel is None:
            raise ValueError("There is nothing to send.")
        return parcel

    def next_parcel(self, out: Outgoing, account: AccountFacts, done: Mapping[str, Answer]) -> Parcel | None:
        """Files are uploaded first, each before the message that shows it."""
        return sending.next_parcel(out, account, done)

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        """By Meta's table of error codes."""
        return outcome_of(parcel, answer)

    def fetch(self, ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
        """Where the file lies, then the file."""
        return fetching.fetch(ref, account, so_far)

    def media_hosts(self, account: AccountFacts) -> tuple[str, ...]:
        return fetching.media_hosts(account)

    def forget(self, raw: bytes, target: str) -> bytes | None:
        """Without what that message said."""
        return forgetting.forget(raw, target)

    def list_templates(self, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | tuple[TemplateFacts, ...]:
        """All templates of the business account, in pages of a hundred."""
        return templates.list_templates(account, so_far)

    def checks(self, account: AccountFacts, hook_url: str) -> tuple[Parcel, ...]:
        """The number, the token, and that news of the account come to ``hook_url``."""
        return checking.checks(account, hook_url)

    def verdict(self, answers: Sequence[Answer]) -> Verdict:
        return checking.verdict(answers)


CHANNEL = WhatsAppChannel()
