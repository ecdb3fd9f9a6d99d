"""What the test of the full disk asks of a house's database. Loaded by ``tests.journeys.killing.inside``."""

from collections import Counter

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.blobs import store
from percaya.core.journal.jobs import engine
from percaya.core.journal.queries import verify
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import Workspace
from percaya.stages.intake.models import Arrival


def connect(smtp_port: str) -> str:
    """A mailbox that sends through the test's mail server, and a form; the form's public id."""
    workspace = Workspace.objects.get()
    settings = {"smtp_host": "127.0.0.1", "smtp_port": int(smtp_port), "smtp_security": "none"}
    mailbox = {"name": "Toko Senja", "address": "halo@senja.example", "settings": settings}
    connect_account(workspace=workspace, channel="email", by=Actor.system(), **mailbox)  # type: ignore[arg-type]
    form = connect_account(workspace=workspace, channel="webform", name="Formulir", by=Actor.system())
    return public_ids.encode("account", form.pk)


def audit() -> object:
    """Everything that has to be true afterwards, as plain data."""
    shas = set(Arrival.objects.values_list("sha256", flat=True))
    numbers = sorted(Ticket.objects.values_list("number", flat=True))
    inbound = Message.objects.filter(direction="inbound")
    return {
        "subjects": Counter(Ticket.objects.values_list("subject", flat=True)),
        "messages": inbound.count(),
        "arrivals": Counter(Arrival.objects.values_list("state", flat=True)),
        "missing_blobs": [sha for sha in shas if not store().exists(sha)],
        "torn_blobs": [sha for sha in shas if store().exists(sha) and store().put(store().read(sha)) != sha],
        "deliveries": Counter(Message.objects.filter(direction="outbound").values_list("delivery_state", flat=True)),
        "broken": [str(broken) for broken in verify()],
        "numbers_whole": numbers == list(range(1, len(numbers) + 1)),
        "stuck": engine().depth()["stuck"],
    }
