"""The channel itself, the same for Instagram and Messenger: every question goes to the file that knows the answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from percaya.channels.common.graph import (
    social_control,
    social_forgetting,
    social_media,
    social_outcomes,
    social_reading,
    social_recalling,
    social_sending,
    social_setup,
)
from percaya.channels.common.graph.calling import graph_get
from percaya.channels.common.graph.hooks import knock
from percaya.channels.common.graph.social import COMMENT, Social
from percaya.channels.common.payloads import load_payload, word
from percaya.channels.contract import (
    AccountFacts,
    Answer,
    HandleKind,
    MediaRef,
    Outcome,
    Outgoing,
    Parcel,
    RawArrival,
    Reading,
    Unreadable,
)
from percaya.channels.contract.abilities import Fetched, HookRequest, Knock, Verdict


class SocialChannel:
    """All abilities over the Graph API but templates and renewing; ``social`` tells the two channels apart."""

    social: Social
    handle_kind = HandleKind.EXTERNAL

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """What a webhook says of this account. Raises ``Unreadable``."""
        return social_reading.read(arrival, account, self.social)

    def knock(self, request: HookRequest, account: AccountFacts) -> Knock:
        return knock(request, account, addresses=social_reading.addresses, sender=social_reading.only_sender)

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """The first step. Raises ``ValueError`` with a sentence for a person."""
        parcel = self.next_parcel(out, account, {})
        assert parcel is not None, "a message has a step at least"
        return parcel

    def next_parcel(self, out: Outgoing, account: AccountFacts, done: Mapping[str, Answer]) -> Parcel | None:
        return social_sending.next_parcel(out, account, done, self.social)

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        return social_outcomes.interpret(parcel, answer)

    def fetch(self, ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
        return social_media.fetch(ref, account, so_far)

    def media_hosts(self, account: AccountFacts) -> tuple[str, ...]:
        return social_media.media_hosts(account)

    def ask_name(self, address: str, account: AccountFacts) -> Parcel | None:
        """Meta tells who somebody is once they have written to us."""
        person = address.removeprefix(f"{self.social.key}:")
        if not person.isdecimal() or address.startswith(COMMENT):
            return None
        return graph_get(account, person, {"fields": self.social.profile_fields}, step="name", vendor=self.social.host(account))

    def name_in(self, answer: Answer) -> str:
        """The name; Instagram's people may have none, then it is what they are called there."""
        if not 200 <= answer.code < 300:
            return ""
        try:
            said = load_payload(answer.body or answer.text.encode("utf-8", "replace"))
        except Unreadable:
            return ""
        whole = " ".join(filter(None, (word(said, "first_name", 100), word(said, "last_name", 100))))
        called = word(said, "username", 100)
        return word(said, "name", 200) or whole or (f"@{called}" if called else "")

    def forget(self, raw: bytes, target: str) -> bytes | None:
        """Without what that message said."""
        return social_forgetting.forget(raw, target)

    def take_over(self, address: str, account: AccountFacts) -> Parcel:
        """Take the talk from the app that holds it, or ask that app where the page's roles say so."""
        return social_control.take_over(address, account, self.social)

    def recall(self, account: AccountFacts, since: datetime, so_far: Sequence[Answer]) -> Parcel | tuple[bytes, ...]:
        return social_recalling.recall(account, since, so_far, self.social)

    def checks(self, account: AccountFacts, hook_url: str) -> tuple[Parcel, ...]:
        return social_setup.checks(account, hook_url, self.social)

    def verdict(self, answers: Sequence[Answer]) -> Verdict:
        return social_setup.verdict(answers, self.social)
