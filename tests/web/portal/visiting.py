"""A customer's browser at the portal: asks for a code, reads it out of the mail, goes in."""

import re

from django.core import mail
from django.test import Client

from percaya.core.people.models import Contact, PortalEntry
from percaya.core.people.queries import address_for
from percaya.core.workspace.models import Workspace
from percaya.web.portal.sending import send_entry


def ask(client: Client, workspace: Workspace, address: str, *, origin: str = "", **more: str) -> str:
    """Ask for a code, and send what is asked for; the text of the mail, "" when there was none."""
    before = len(mail.outbox)
    response = client.post(f"/p/{workspace.slug}/enter", {"address": address, **more})
    assert response.status_code == 302
    text = letter_of(origin)
    return text if len(mail.outbox) > before else ""


def letter_of(origin: str = "") -> str:
    """Send what was asked for last; the text of the newest mail."""
    send_entry(entry_id=PortalEntry.objects.latest("pk").pk, origin=origin)
    return str(mail.outbox[-1].body) if mail.outbox else ""


def code_in(text: str) -> str:
    found = re.search(r"\b(\d{3}) (\d{3})\b", text)
    assert found is not None
    return found[1] + found[2]


def link_in(text: str) -> str:
    """Its path."""
    found = re.search(r"https?://[^/\s]+(/p/\S+)", text)
    assert found is not None
    return found[1]


def inside(contact: Contact) -> Client:
    """A browser that is in as that customer."""
    client = Client()
    address = address_for(contact.pk, "email")
    assert address is not None
    text = ask(client, contact.workspace, address.value)
    response = client.post(f"/p/{contact.workspace.slug}/code", {"code": code_in(text)})
    assert response.status_code == 302 and response["Location"] == f"/p/{contact.workspace.slug}"
    return client
