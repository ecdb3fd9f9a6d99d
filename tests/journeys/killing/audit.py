"""What the test asks of a house's database. Loaded by ``inside`` once Django is awake."""

from collections import Counter

from percaya.core.journal.actor import Actor
from percaya.core.journal.blobs import store
from percaya.core.journal.jobs import engine
from percaya.core.journal.queries import verify
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import Workspace
from percaya.stages.intake.models import Arrival


def connect(smtp_port: str) -> None:
    """A mailbox that sends through the test's mail server."""
    settings = {"smtp_host": "127.0.0.1", "smtp_port": int(smtp_port), "smtp_security": "none"}
    workspace = Workspace.objects.get()
    connect_account(
        workspace=workspace,
        channel="email",
        name="Toko Senja",
        address="halo@senja.example",
        settings=settings,
        by=Actor.system(),
    )


def audit() -> object:
    """Everything that has to be true afterwards, as plain data."""
    inbound = Message.objects.filter(direction="inbound")
    outbound = Message.objects.filter(direction="outbound")
    shas = set(Arrival.objects.values_list("sha256", flat=True))
    numbers = sorted(Ticket.objects.values_list("number", flat=True))
    return {
        "messages": Counter(inbound.values_list("external_id", flat=True)),
        "sources": Counter(inbound.values_list("raw_sha", flat=True)),
        "arrivals": Counter(Arrival.objects.values_list("state", flat=True)),
        "shas": sorted(shas),
        "missing_blobs": [sha for sha in shas if not store().exists(sha)],
        "deliveries": Counter(outbound.values_list("delivery_state", flat=True)),
        "replies": list(outbound.filter(auto="").values_list("external_id", "delivery_state")),
        "broken": [str(broken) for broken in verify()],
        "numbers_whole": numbers == list(range(1, len(numbers) + 1)),
        "depth": engine().depth(),
    }
