"""What the fast day asks of the house's database. Loaded by ``tests.journeys.killing.inside``."""

from datetime import datetime

from django.conf import settings
from django.test import Client

from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.actions.members import add_member, create_user
from percaya.core.workspace.models import Workspace
from percaya.stages.sla.actions.policies import promise_replies
from percaya.stages.sla.models import Clock

PEOPLE = {"sari": "supervisor", "dewi": "agent", "budi": "agent"}


def furnish(smtp_port: str) -> dict[str, str]:
    """A mailbox, a level of an hour to the first reply, three people; the supervisor's session."""
    workspace, by = Workspace.objects.get(), Actor.system()
    sending = {"smtp_host": "127.0.0.1", "smtp_port": int(smtp_port), "smtp_security": "none"}
    mailbox = {"name": "Toko Senja", "address": "halo@senja.example", "settings": sending}
    connect_account(workspace=workspace, channel="email", by=by, **mailbox)  # type: ignore[arg-type]
    promise_replies(workspace=workspace, minutes=60, by=by)
    for name, role in PEOPLE.items():
        user = create_user(email=f"{name}@senja.example", name=name.title(), password="kain lurik dari Klaten")
        member = add_member(workspace=workspace, user=user, role=role, by=by)
    client = Client()
    client.force_login(workspace.member_set.get(name="Sari").user)
    return {"slug": member.workspace.slug, "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value}


def truth(now: str) -> dict[str, int]:
    """Every number, counted row by row out of tickets, messages and clocks."""
    moment = datetime.fromisoformat(now)
    tickets = list(Ticket.objects.filter(is_spam=False, merged_into=None))
    active = [one for one in tickets if one.is_open]
    said = Message.objects.filter(direction="outbound", auto="").exclude(delivery_state="cancelled")
    standing = [one for one in Clock.objects.all() if not one.cancelled_at and not one.paused_at]
    due = [one for one in standing if one.due_at and one.due_at < moment]
    return {
        "created": len(tickets),
        "open": len(active),
        "waiting": sum(one.waiting_since is not None for one in active),
        "untaken": sum(one.assignee_id is None for one in active),
        "unclaimed": sum(one.assignee_id is None and one.state in ("new", "open") for one in active),
        "overdue": sum(one.due_at is not None and one.due_at < moment for one in active),
        "replies": said.count(),
        "due": len(due),
        "met": sum(one.met_at is not None and one.met_at <= one.due_at for one in due if one.due_at),
        "breached": sum(one.met_at is None or one.met_at > one.due_at for one in due if one.due_at),
    }
