"""What has to be done before a ticket is resolved: the fields that are required, and the steps of its checklist."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import ChecklistItem, Ticket
from percaya.core.tickets.queries.fields import lacking
from percaya.core.workspace.fields import called

FIRST_STEP = "checklist"


class NotReady(Refused):
    """``lacks``: where the first thing that is missing stands, a field's key or ``checklist``."""

    def __init__(self, sentence: str, lacks: str) -> None:
        super().__init__(sentence)
        self.lacks = lacks


def require_ready(ticket: Ticket, by: Actor) -> None:
    """Raise ``NotReady`` when a colleague or an integration resolves what is not ready. What the customer says is solved
    is solved, whatever we have left blank; and timers do not wait for us."""
    if by.kind not in ("member", "token"):
        return
    language = "en" if (get_language() or "id").startswith("en") else "id"
    if fields := lacking(ticket.pk, ticket.workspace_id):
        names = ", ".join(f"“{called(one, language)}”" for one in fields)
        raise NotReady(
            _("Not resolved yet: %(fields)s is required first. Fill it in and resolve again.") % {"fields": names}, fields[0].key
        )
    steps = ChecklistItem.objects.filter(ticket_id=ticket.pk, is_required=True, done_at=None).order_by("position", "pk")
    if texts := list(steps.values_list("text", flat=True)[:3]):
        named = ", ".join(f"“{text}”" for text in texts)
        raise NotReady(
            _("Not resolved yet: the step %(steps)s comes first. Tick it off and resolve again.") % {"steps": named}, FIRST_STEP
        )
