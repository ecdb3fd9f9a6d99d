"""The same for what messages hold beside words and files."""

from django.utils.translation import gettext_noop as _

CARRIED = {
    "ReplyIn.quotes": _("The id of the message of this ticket that it answers."),
    "ReplyIn.template": _(
        "A template that the provider has approved: what may still go when the time to reply freely has passed."
    ),
    "ReplyIn.offer": _("Quick answers under the words."),
    "ReplyIn.location": _("A place, as a message of its own."),
    "ReplyIn.reaction": _("An emoji on the message that ``quotes`` names; empty takes ours away. It is no answer."),
    "TemplateChoice.name": _("The template's name, as the provider has it."),
    "TemplateChoice.language": _("The template's language, as the provider has it."),
    "TemplateChoice.values": _("The words for each blank, by its key."),
    "OfferIn.button": _("The words of the button that opens the list; empty for buttons."),
    "OfferIn.choices": _("What the customer may choose from."),
    "ChoiceIn.id": _("Your own id of the choice; it comes back with the answer."),
    "ChoiceIn.title": _("What the customer reads."),
    "ChoiceIn.description": _("An explanation, in lists."),
    "PlaceIn.latitude": _("Degrees north."),
    "PlaceIn.longitude": _("Degrees east."),
    "PlaceIn.name": _("The name of the place."),
    "PlaceIn.address": _("Its address."),
    "MessageOut.rich": _("What it holds beside words and files: places, people, choices, orders."),
    "MessageOut.reactions": _("Emojis on it."),
    "MessageOut.edited_at": _("When its writer last changed it; null when never."),
    "MessageOut.deleted_at": _("When its writer took it back; then nothing of it is told. Null when never."),
    "ReactionOut.emoji": _("The emoji."),
    "ReactionOut.by": _("Whose it is."),
    "ReactionOut.name": _("The name of who reacted."),
    "RichOut.kind": _("What kind of thing it is."),
    "RichOut.data": _("What it says, as its kind has it."),
    # telephone calls
    "CallIn.ticket": _("The ticket it belongs to; left out when it opens one."),
    "CallIn.contact": _("Who was on the other side; for a call that opens a ticket."),
    "CallIn.subject": _("What the new ticket is called; left out, the first words of what was said."),
    "CallIn.text": _("What was said. It may be empty when nobody answered."),
    "CallOut.text": _("What was said."),
    "CallOut.ticket": _("The ticket in which it stands."),
    "CallOut.number": _("The number of the other side, where it is known."),
    **dict.fromkeys(("CallIn.direction", "CallOut.direction"), _("``in``: they called us; ``out``: we called them.")),
    **dict.fromkeys(("CallIn.at", "CallOut.at"), _("When it began. It cannot be in the future.")),
    **dict.fromkeys(("CallIn.minutes", "CallOut.minutes"), _("How many minutes it took.")),
    **dict.fromkeys(("CallIn.outcome", "CallOut.outcome"), _("How it ended: settled, something left to do, or nobody answered.")),
}
