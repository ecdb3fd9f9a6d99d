"""The demo: a whole shop that verifies, never sends, and goes without a trace."""

import re
from datetime import datetime

import pytest
from django.apps import apps
from django.core import mail
from django.utils import timezone

from percaya import demo
from percaya.core.journal.alarms import ring_due
from percaya.core.journal.blobs import store
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import verify
from percaya.core.journal.reactions import flow
from percaya.core.people.models import Contact, Organisation
from percaya.core.promises.models import Promise
from percaya.core.tickets.models import Attachment, Draft, Message, Shelf, Ticket
from percaya.core.tickets.queries.searching import find
from percaya.core.workspace.models import ChannelAccount, Member, User, Workspace
from percaya.stages.delivery.models import Attempt
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast
from tests.isolation.houses import state_of, strangers

pytestmark = pytest.mark.django_db


def _rows() -> dict[str, int]:
    """How many of everything. A follower's place in the journal belongs to no workspace, nor does Procrastinate's diary,
    which also notes what becomes of other tests' jobs."""
    left_out = ("journal.Cursor", "procrastinate.ProcrastinateEvent")
    return {m._meta.label: m._default_manager.count() for m in apps.get_models() if m._meta.label not in left_out}


def _out_of_order(workspace: Workspace) -> list[str]:
    """Events of tickets that tell of a time before the one that was told last."""
    last: dict[int, datetime] = {}
    found = []
    for row in EventRow.objects.filter(workspace_id=workspace.pk, stream_type="ticket").order_by("id"):
        if row.at < last.get(row.stream_id, row.at):
            found.append(f"{row.kind} of {row.stream_id} at {row.at}")
        last[row.stream_id] = row.at
    return found


@pytest.mark.slow
def test_the_shop_has_something_of_everything_and_its_journal_verifies(cast: Cast) -> None:
    def serve(_what: str, _count: int) -> None:
        """What a server beside it does, again and again."""
        ring_due(timezone.now())
        engine().run_pending()

    said = demo.load(serve)
    workspace = Workspace.objects.get(is_demo=True)
    tickets = Ticket.objects.filter(workspace=workspace)
    assert 50 <= tickets.count() <= 80
    shelves = {Shelf.ACTIVE, Shelf.WAITING, Shelf.SNOOZED, Shelf.RESOLVED, Shelf.CLOSED, Shelf.SPAM, Shelf.MERGED}
    assert set(tickets.values_list("shelf", flat=True)) == shelves
    assert {"new", "open", "waiting_customer", "waiting_other"} <= set(tickets.values_list("state", flat=True))
    assert tickets.filter(failed_delivery=True).count() == 2
    chats = {"whatsapp", "instagram", "telegram", "line", "twilio", "twilio_whatsapp"}
    assert set(tickets.values_list("channel", flat=True)) == {"email", "webform", "api", *chats}
    played = ChannelAccount.objects.filter(workspace=workspace, channel__in=chats)
    assert all(one.last_in_at and one.last_out_at and {"inbound", "outbound"} <= set(one.milestones) for one in played)
    assert set(tickets.values_list("language", flat=True)) == {"id", "en"}
    assert Arrival.objects.filter(workspace=workspace, state="quarantined").count() == 1
    assert Message.objects.filter(workspace=workspace, direction="note").exists()
    assert Attachment.objects.filter(workspace=workspace).exclude(sha256="").count() == 7
    assert not Attachment.objects.filter(workspace=workspace, sha256="").exists()
    rich = [one["kind"] for said in Message.objects.filter(workspace=workspace) for one in said.fields.get("rich", [])]
    assert {"order", "location", "contacts", "unsupported", "story", "comment"} <= set(rich)
    assert all(at < timezone.now() for at in Message.objects.filter(workspace=workspace).values_list("created_at", flat=True))
    assert Contact.objects.filter(workspace=workspace, is_vip=True).count() == 2
    assert Organisation.objects.filter(workspace=workspace, contact__isnull=False).count() == 2
    assert (
        Promise.objects.filter(workspace=workspace).count() == 3
        and Draft.objects.filter(workspace=workspace).exclude(text="").count() == 2
    )
    assert list(verify(workspace.pk)) == []
    assert _out_of_order(workspace) == []
    assert strangers() == []
    owner = Member.objects.get(workspace=workspace, role="owner")
    assert find(owner, "kebaya encim").rows
    password = re.search(r"all six is (\S+)", said)
    assert password is not None
    assert all(member.user.check_password(password[1]) for member in Member.objects.filter(workspace=workspace))
    assert demo.load().startswith("The demo is here already")


@pytest.mark.slow
def test_nothing_of_it_ever_leaves_the_house(cast: Cast) -> None:
    demo.load()
    tried = Attempt.objects.filter(workspace__is_demo=True).count()
    owner = Member.objects.get(workspace__is_demo=True, role="owner")
    ticket = Ticket.objects.filter(workspace__is_demo=True, state="open").latest("pk")
    sent = builders.reply(ticket, owner)
    engine().run_pending()
    sent.refresh_from_db()
    assert (sent.delivery_state, sent.delivery_code) == ("sent", "demo")
    assert Attempt.objects.filter(workspace__is_demo=True).count() == tried == 1  # to a stand-in on this machine, while it served
    assert not ChannelAccount.objects.filter(settings__has_key="base_url").exists()
    assert mail.outbox == []


@pytest.mark.slow
def test_clearing_takes_all_of_it_and_nothing_else(cast: Cast) -> None:
    builders.ticket(cast.rina)
    engine().run_pending()
    for follower in flow().followers:  # what they count of the other workspace is not the demo's
        follower.handle(list(EventRow.objects.order_by("id")))
    before, senja = _rows(), state_of(cast.workspace.pk)
    demo.load()
    workspace = Workspace.objects.get(is_demo=True)
    blob = Arrival.objects.filter(workspace=workspace).latest("pk").sha256
    engine().run_pending()
    assert demo.clear() == "The demo is gone."
    after = _rows()
    assert {label: after[label] - count for label, count in before.items() if after[label] != count} == {}
    assert state_of(cast.workspace.pk) == senja
    assert not store().exists(blob)
    assert not User.objects.filter(email__endswith="senja-batik.example").exists()
    assert demo.clear() == "There is no demo to clear."
