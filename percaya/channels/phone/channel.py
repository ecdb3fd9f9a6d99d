"""The telephone as a channel: it holds tickets that began with a call."""

from percaya.channels.common.json_arrivals import digest, line, load_object, mapping, moment, sender, text
from percaya.channels.contract import (
    AccountFacts,
    Answer,
    Capabilities,
    HandleKind,
    MessageIn,
    Outcome,
    OutcomeKind,
    Outgoing,
    Parcel,
    RawArrival,
    Reading,
    Setting,
    Unreadable,
)


class PhoneChannel:
    """Somebody called, or was called."""

    key = "phone"
    name_en = "Telephone"
    name_id = "Telepon"
    icon = "phone"
    capabilities = Capabilities(max_attachments=0, acknowledges=False, sends=False, replies_through="email")
    settings: tuple[Setting, ...] = ()
    handle_kind = HandleKind.EMAIL

    def read(self, arrival: RawArrival, account: AccountFacts) -> Reading:
        """A call as a telephone system tells of it. Raises ``Unreadable``."""
        data = load_object(arrival.raw)
        person, said, known_as = sender(mapping(data, "sender"), verified=False), text(data, "text"), line(data, "id")
        if not said:
            raise Unreadable("no-content", "The call says nothing of what was said.")
        return Reading(
            messages=(
                MessageIn(
                    external_id=known_as,
                    content_digest=digest("phone", known_as, person.value, said),
                    sender=person,
                    text=said,
                    sent_at=moment(data, "at"),
                ),
            )
        )

    def compose(self, out: Outgoing, account: AccountFacts) -> Parcel:
        """Never possible: see ``capabilities.replies_through``."""
        raise ValueError("Words cannot be sent by telephone; they leave through an e-mail channel.")

    def interpret(self, parcel: Parcel, answer: Answer) -> Outcome:
        """Nothing of ours was sent, so nothing can have arrived."""
        return Outcome(kind=OutcomeKind.FAILED, permanent=True, reason="Words cannot be sent by telephone.")


CHANNEL = PhoneChannel()
