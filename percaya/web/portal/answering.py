"""What a customer writes on the status page goes through intake: durable first, read after."""

import base64
from collections.abc import Sequence
from typing import Any

import orjson
from django.core.files.uploadedfile import UploadedFile

from percaya.channels.registry import channel
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import add_handle, confirm_handle
from percaya.core.people.models import Contact, Handle
from percaya.core.people.queries import handles
from percaya.core.tickets.models import Participant, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount, Workspace
from percaya.stages.intake.actions import take_in
from percaya.stages.intake.models import Arrival
from percaya.web.portal.ways import Reader

CHANNEL = "portal"
MAX_TOTAL = 20 * 1024 * 1024  # bytes of all files of one answer


def answer(ticket: Ticket, reader: Reader, *, text: str, files: Sequence[UploadedFile], submission: str, remote: str) -> Arrival:
    """Take the answer. When this returns it cannot be lost; it is usually in the ticket already.

    Raises ``intake``'s ``TooLarge``, or what the disk raises: then nothing was taken.
    """
    payload = {"ticket": public_ids.encode("ticket", ticket.pk), "text": text, "submission": submission}
    return _taken(ticket.workspace, reader.contact, _own(reader) or _known_handle(ticket, reader.contact), payload, files, remote)


def request_help(
    workspace: Workspace, handle: Handle, *, subject: str, text: str, fields: Sequence[dict[str, str]],
    files: Sequence[UploadedFile], submission: str, remote: str,
) -> Arrival:  # fmt: skip
    """A new matter of somebody who is in by ``handle``: as ``answer``, for a ticket of its own."""
    payload = {"new": True, "subject": subject, "text": text, "fields": list(fields), "submission": submission}
    return _taken(workspace, handle.contact, handle, payload, files, remote)


def _taken(
    workspace: Workspace, contact: Contact, handle: Handle, payload: dict[str, Any], files: Sequence[UploadedFile], remote: str
) -> Arrival:
    payload["sender"] = {"name": contact.name, _SENDER_KEYS[handle.kind]: handle.value}
    payload["files"] = [_file(each) for each in files]
    return take_in(
        account=_account(workspace), raw=orjson.dumps(payload), door=CHANNEL, mail_from=handle.value, remote=remote,
        by=Actor.contact(contact.pk),
    )  # fmt: skip


_SENDER_KEYS = {"email": "email", "phone": "phone", "external": "external_id"}


def too_much(files: Sequence[UploadedFile]) -> bool:
    """More than the channel carries."""
    can = channel(CHANNEL).capabilities
    sizes = [each.size or 0 for each in files]
    return len(files) > (can.max_attachments or 0) or max(sizes, default=0) > (can.max_attachment or 0) or sum(sizes) > MAX_TOTAL


def _file(given: UploadedFile) -> dict[str, str]:
    return {
        "name": given.name or "",
        "type": given.content_type or "",
        "content": base64.b64encode(given.read()).decode(),
    }


def _own(reader: Reader) -> Handle | None:
    """The address by which the reader came; whoever came by a link that was sent there has proved a claim to it."""
    handle = reader.handle
    if handle is not None and handle.claim and not confirm_handle(handle=handle, by=Actor.contact(handle.contact_id)):
        return None
    return handle


def _known_handle(ticket: Ticket, contact: Contact) -> Handle:
    """The address by which this very contact is found again. The link was sent there, so a claim to it is proved."""
    asked = Participant.objects.filter(ticket=ticket, role="requester").values_list("kind", "value")
    own = sorted(handles(contact.pk), key=lambda each: ((each.kind, each.value) not in asked, each.claim))
    for handle in own:
        if not handle.claim:
            return handle
        if confirm_handle(handle=handle, by=Actor.contact(contact.pk)):
            return handle
    named = public_ids.encode("contact", contact.pk)
    return add_handle(contact=contact, kind="external", value=named, by=Actor.system())


def _account(workspace: Workspace) -> ChannelAccount:
    """The workspace's status page, connected at its first answer."""
    found = ChannelAccount.objects.filter(workspace=workspace, channel=CHANNEL).order_by("pk").first()
    if found:
        return found
    kind = channel(CHANNEL)
    name = kind.name_id if workspace.language == "id" else kind.name_en
    return connect_account(workspace=workspace, channel=CHANNEL, name=name, by=Actor.system())
