"""A customer's message through the API goes the way of every other: kept raw, then read by intake — here at once, so
that the answer can hold what it became."""

import base64
from collections.abc import Sequence
from typing import Any

import orjson
import structlog
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.channels.contract import AccountFacts, RawArrival, Unreadable
from percaya.channels.registry import channel
from percaya.core.journal.blobs import store
from percaya.core.people import policy
from percaya.core.people.actions.contacts import add_handle
from percaya.core.people.models import Contact
from percaya.core.people.queries import handles
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import accounts
from percaya.stages.intake.actions import take_in
from percaya.stages.intake.models import Arrival
from percaya.web.api import finding, ids
from percaya.web.api.problems import invalid
from percaya.web.api.schemas.inputs import ContactRef
from percaya.web.api.tokens import Caller

log = structlog.get_logger(__name__)
Json = dict[str, Any]
# A submission is read without looking at the account, so a trial reading need not load what is known of it.
_NO_FACTS = AccountFacts(public_id="", workspace="", name="", address="")


def submit(caller: Caller, account: ChannelAccount, said: Json, files: Sequence[StoredFile]) -> Arrival:
    """Hand a submission in (the shape is channels/api/submission.py's) and have it read. Raises a 422 problem for what
    the channel could not read, before anything is kept. What was kept and cannot be read now (no room) is read later."""
    raw = orjson.dumps({**said, "files": [_packed(file) for file in files]})
    arrival = RawArrival(raw=raw, door="api", received_at=timezone.now())
    try:
        channel(account.channel).read(arrival, _NO_FACTS)
    except Unreadable as unreadable:
        raise invalid(unreadable.detail) from None
    return take_in(account=account, raw=raw, door="api", by=caller.by)


def api_account(caller: Caller, public_id: str | None) -> ChannelAccount:
    """The named account of the API channel; without a name the first one, which is made at first need."""
    rows = accounts(caller.workspace_id).select_related("workspace").filter(channel="api", is_active=True)
    if public_id is not None:
        named = rows.filter(pk=ids.key_of("account", public_id)).first()
        if named is None:
            raise invalid(_("There is no such account of the API channel."), "/account")
        return named
    found = rows.order_by("id").first()
    return found or connect_account(workspace=caller.token.workspace, channel="api", name="API", by=caller.by)


def sender(caller: Caller, given: ContactRef) -> Json:
    """Who writes, in the submission's words. Raises a 422 problem for an unknown id or an address that is none."""
    if given.id is not None:
        return known_sender(caller, finding.contact_named(caller, given.id, "/contact/id"))
    for kind, key in (("email", "email"), ("phone", "phone"), ("external", "external_id")):
        value = getattr(given, key)
        if value is not None:
            address = policy.normalise(kind, value)
            if not address:
                raise invalid(_("“%(value)s” is not an address we can use.") % {"value": value}, f"/contact/{key}")
            return {key: address, "name": given.name, "verified": given.verified}
    raise invalid(_("Name the contact."), "/contact")


def known_sender(caller: Caller, contact: Contact) -> Json:
    """A contact by one of its sure addresses; one without any gets its own id as an address of the API."""
    handle = handles(contact.pk).filter(claim="").first()
    if handle is None:
        value = ids.encode("contact", contact.pk)
        handle = add_handle(contact=contact, kind="external", value=value, by=caller.by)
    key = "external_id" if handle.kind == "external" else handle.kind
    return {key: handle.value, "name": contact.name, "verified": True}


def _packed(file: StoredFile) -> Json:
    content = base64.b64encode(store().read(file.sha256)).decode()
    return {"name": file.name, "type": file.declared_type or file.content_type, "content": content}
