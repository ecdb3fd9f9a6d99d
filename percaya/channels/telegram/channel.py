"""Telegram's Bot API as a channel (https://core.telegram.org/bots/api)."""

from collections.abc import Mapping, Sequence

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
from percaya.channels.contract.abilities import Fetched, HookRequest, Knock, Polling, Verdict
from percaya.channels.telegram import asking, checking, sending
from percaya.channels.telegram.answers import outcome_of
from percaya.channels.telegram.fetching import fetch
from percaya.channels.telegram.reading import read_update
from percaya.channels.telegram.settings import LEAVING_EN, LEAVING_ID, SETTINGS, STEPS
from percaya.channels.telegram.wire import host


class TelegramChannel:
    """People and groups write to a bot; it answers as the business."""

    key = "telegram"
    name_en = "Telegram"
    name_id = "Telegram"
    icon = "send"
    capabilities = Capabilities(
        max_text=sending.MOST_TEXT,
        counts_utf16=True,
        max_caption=sending.MOST_CAPTION,
        max_attachment=sending.MOST_UP,
        max_attachments=10,
        quotes=True,
        reactions=True,
        emojis=("👍", "🙏", "❤️", "👏", "😁", "😢", "🎉", "👌"),  # of the few that a bot may use
        location=True,
        buttons=10,
        button_text=64,
        choice_bytes=64,
        edits=True,
        undo_seconds=5,
        conversational=True,
    )
    settings = SETTINGS
    handle_kind = HandleKind.EXTERNAL
    steps = STEPS
    leaving_en = LEAVING_EN
    leaving_id = LEAVING_ID

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """One update. Raises ``Unreadable``."""
        return read_update(arrival)

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """The first step. Raises ``ValueError`` with a sentence for a person."""
        return sending.steps(out, account)[0]

    def next_parcel(self, out: Outgoing, account: AccountFacts, done: Mapping[str, Answer]) -> Parcel | None:
        """The first step that has not been done."""
        return next((parcel for parcel in sending.steps(out, account) if parcel.step not in done), None)

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        return outcome_of(parcel, answer)

    def knock(self, request: HookRequest, account: AccountFacts) -> Knock:
        return asking.knock(request, account)

    def polls(self, account: AccountFacts) -> bool:
        return asking.polls(account)

    def poll(self, account: AccountFacts, cursor: str) -> Parcel:
        return asking.poll(account, cursor)

    def polled(self, answer: Answer, cursor: str) -> Polling:
        return asking.polled(answer, cursor)

    def fetch(self, ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
        return fetch(ref, account, so_far)

    def media_hosts(self, account: AccountFacts) -> tuple[str, ...]:
        return (host(account),)

    def checks(self, account: AccountFacts, hook_url: str) -> tuple[Parcel, ...]:
        return checking.checks(account, hook_url)

    def verdict(self, answers: Sequence[Answer]) -> Verdict:
        return checking.verdict(answers)


CHANNEL = TelegramChannel()
