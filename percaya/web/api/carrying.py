"""What a reply of a program carries besides its words, and whether its channel takes it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from percaya.channels.common.template_words import filled
from percaya.channels.contract import Capabilities
from percaya.channels.registry import channels
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.tickets.models import Ticket
from percaya.stages.delivery.queries import File, ToSend, may_send, template_in, templates_of
from percaya.web.api.schemas.inputs import ReplyIn, TemplateChoice


def parts_of(ticket: Ticket, given: ReplyIn) -> tuple[dict[str, Any], str]:
    """``Reply.out``, and the words to keep: of a template its own. Raises ``Refused``."""
    out = given.model_dump(include={"quotes", "template", "offer", "location", "reaction"}, exclude_none=True)
    if given.template is None:
        return out, given.text
    if given.text.strip():
        raise Refused(_("A template has its own words. Nothing was sent; leave out the text."))
    return out, _words(ticket, given.template)


def held_to_channel(ticket: Ticket, text: str, files: Sequence[StoredFile], out: dict[str, Any]) -> Capabilities | None:
    """What the ticket's channel can. Raises ``Refused`` for what it would not take now."""
    named = [File(name=file.name, content_type=file.content_type, size=file.size) for file in files]
    wanted = ToSend(text=text, files=named, by_person=False, is_template="template" in out, template=template_in(out))
    if refusal := may_send(ticket=ticket, what=wanted):
        raise Refused(refusal.sentence)
    own = channels().get(ticket.channel)
    if own is not None and own.capabilities.replies_through:
        own = channels().get(own.capabilities.replies_through)
    return own.capabilities if own else None


def _words(ticket: Ticket, wanted: TemplateChoice) -> str:
    rows = templates_of(ticket.account, only_usable=True) if ticket.account is not None else []
    row = next((one for one in rows if (one.name, one.language) == (wanted.name, wanted.language)), None)
    if row is None:
        raise Refused(_("No approved template has that name in that language. Nothing was sent; sync them, or choose another."))
    if missing := [str(blank) for blank in row.blanks if not wanted.values.get(str(blank), "").strip()]:
        raise Refused(_("These blanks are empty: %(blanks)s. Nothing was sent; fill them in.") % {"blanks": ", ".join(missing)})
    return filled(row, wanted.values)
