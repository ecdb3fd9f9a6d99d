"""Why something did not go out, said to the people of the desk: what happened and what to do."""

from django.utils.translation import gettext as _

from percaya.channels.contract import Word


def sentence(word: str) -> str:
    """The sentence of a ``contract.Word``; "" for none."""
    says = {
        Word.WINDOW_CLOSED: _("The time to reply freely has passed. Send an approved template, or wait for the customer."),
        Word.UNREACHABLE: _("This customer cannot be reached on this channel. Try another address of theirs."),
        Word.BLOCKED: _("The customer does not want messages from us here. Try another channel if it is urgent."),
        Word.NO_MARKETING: _("This customer wants no marketing from us here. Nothing was sent: write of their own matter only."),
        Word.TOO_MANY: _("Too many messages at once for this channel. It waits and leaves by itself."),
        Word.NOT_NOW: _("The channel does not deliver this to the customer today. Try again tomorrow, or use another channel."),
        Word.SPAM_LIMIT: _("The channel limits us because messages were reported as spam. Check the quality in its settings."),
        Word.TOO_LONG: _("The text is too long for this channel. Shorten it or send it in parts."),
        Word.WRONG_MEDIA: _("The channel does not take this kind of file, or it is too large. Send another format or a link."),
        Word.MEDIA_LOST: _("The channel could not get the file. Attach it again and send once more."),
        Word.TEMPLATE_MISSING: _("The channel does not know this template in that language. Sync them and choose again."),
        Word.TEMPLATE_MISFIT: _("The template's blanks are not filled as it was approved. Choose it again and fill every blank."),
        Word.TEMPLATE_PAUSED: _("This template is paused or switched off. Choose another one."),
        Word.TOKEN_EXPIRED: _("The channel's access has expired. Enter a new key in its settings; messages wait until then."),
        Word.NO_RIGHT: _("The channel's key lacks a permission for this. Grant it and check the keys; messages wait until then."),
        Word.PAYMENT: _("The channel's bill is not settled. Settle it with the provider; messages wait until then."),
        Word.ACCOUNT_BLOCKED: _("The provider has blocked or restricted this account. Appeal there; messages wait until then."),
        Word.MAINTENANCE: _("The provider is at work on this account. Messages wait and leave by themselves."),
        Word.VENDOR: _("The provider is in trouble. It is tried again by itself."),
        Word.HELD_ELSEWHERE: _(
            "Another app of your business holds this conversation, so nothing from here would go. Take it over, or answer there."
        ),
        Word.REFUSED: _("The provider refused this message for good. Read its reason, change the message and send again."),
        Word.UNKNOWN: _("It may have left: no answer came back. Ask the customer before you send it again."),
    }  # fmt: skip
    return says.get(Word(word), "") if word in set(Word) else ""
