"""LINE's Messaging API as a channel (https://developers.line.biz/en/reference/messaging-api/)."""

from collections.abc import Sequence

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
from percaya.channels.contract.abilities import Fetched, HookRequest, Knock, Verdict
from percaya.channels.line import checking, forgetting, introducing, parts, sending, wire
from percaya.channels.line.reading import read_webhook
from percaya.channels.line.settings import LEAVING_EN, LEAVING_ID, SETTINGS, STEPS


class LineChannel:
    """Friends of a LINE Official Account write to it; it answers as the business."""

    key = "line"
    name_en = "LINE"
    name_id = "LINE"
    icon = "message-circle-more"
    capabilities = Capabilities(
        max_text=sending.MOST_TEXT,
        counts_utf16=True,
        max_attachment=25 * 1024 * 1024,
        max_attachments=sending.MOST_MESSAGES - 1,  # one is for the words
        fetches_files=True,
        links_the_rest=True,
        shown_types=("image/jpeg", "image/png", "video/mp4", "audio/mp4", "audio/m4a", "audio/x-m4a"),
        quotes=True,
        location=True,
        buttons=13,
        button_text=20,
        choice_bytes=100,
        undo_seconds=5,
        conversational=True,
    )
    settings = SETTINGS
    handle_kind = HandleKind.EXTERNAL
    steps = STEPS
    leaving_en = LEAVING_EN
    leaving_id = LEAVING_ID

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """All events of one webhook. Raises ``Unreadable``."""
        return read_webhook(arrival)

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """One request. Raises ``ValueError`` with a sentence for a person."""
        return sending.compose(out, account)

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        return sending.interpret(parcel, answer)

    def knock(self, request: HookRequest, account: AccountFacts) -> Knock:
        return wire.knock(request, account)

    def fetch(self, ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
        return parts.fetch(ref, account, so_far)

    def media_hosts(self, account: AccountFacts) -> tuple[str, ...]:
        return wire.hosts(account)

    def ask_name(self, address: str, account: AccountFacts) -> Parcel | None:
        return introducing.ask_name(address, account)

    def name_in(self, answer: Answer) -> str:
        return introducing.name_in(answer)

    def checks(self, account: AccountFacts, hook_url: str) -> tuple[Parcel, ...]:
        return checking.checks(account, hook_url)

    def verdict(self, answers: Sequence[Answer]) -> Verdict:
        return checking.verdict(answers)

    def forget(self, raw: bytes, target: str) -> bytes | None:
        """Without what that message said."""
        return forgetting.forget(raw, target)


CHANNEL = LineChannel()
