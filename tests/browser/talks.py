"""What the test of a chat across cuts and kills asks of the house's database. Loaded by ``inside`` once Django is awake."""

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.queries import verify
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import Workspace
from percaya.stages.chat.models import Conversation


def furnish(origin: str) -> dict[str, str]:
    """A chat for the site at ``origin``; whose owner answers in their own time."""
    workspace = Workspace.objects.get()
    settings = {"origins": origin, "title": "Toko Senja", "language": "id", "unanswered_after": 0}
    account = connect_account(workspace=workspace, channel="webchat", name="Chat", settings=settings, by=Actor.system())
    return {"slug": workspace.slug, "channel": public_ids.encode("account", account.pk)}


def number_of(words: str) -> int:
    """The ticket in which these words were said first."""
    return Message.objects.filter(body_text=words).order_by("pk").values_list("ticket__number", flat=True)[:1].get()


def told() -> dict[str, object]:
    """Every word of every ticket in its order, whose conversation it is, and whether the journal's chain is whole."""
    said = Message.objects.filter(direction__in=("inbound", "outbound"), auto="").order_by("pk")
    return {
        "words": {
            str(ticket.number): [[each.direction, each.body_text] for each in said.filter(ticket=ticket)]
            for ticket in Ticket.objects.order_by("number")
        },
        "conversations": sorted(Conversation.objects.values_list("ticket__number", flat=True)),
        "broken": [repr(each) for each in verify(Workspace.objects.get().pk)],
    }
