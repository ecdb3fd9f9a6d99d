"""Mail over HTTP: raw RFC 822 in, accepted only when it is durable."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.policy import REPLY
from percaya.core.workspace.queries import account_at, accounts
from percaya.stages.intake.actions import accept
from percaya.web.api import ids
from percaya.web.api.answers import answer
from percaya.web.api.bodies import file_body
from percaya.web.api.describing import RAW_MAIL
from percaya.web.api.idempotency import once
from percaya.web.api.problems import invalid
from percaya.web.api.schemas.inputs import Line
from percaya.web.api.schemas.outputs import ArrivalOut
from percaya.web.api.shapes.arrivals import arrival as shape
from percaya.web.api.tokens import ApiRequest, Caller, needs

router = Router(tags=["Inbound"])


@router.post("/email", auth=needs("inbound:write", REPLY), response={202: ArrivalOut}, openapi_extra=RAW_MAIL)
@once(in_one_transaction=False)
def receive_email(request: ApiRequest, to: Line = "", sender: Line = "") -> HttpResponse:
    """A raw mail as the body (message/rfc822), or as the one file of a form. ``to`` (or X-Envelope-To) is the address it
    was sent to; with a single mailbox it may be left out. ``sender`` (or X-Envelope-From) is the envelope's sender.
    202 means that it survives a crash; it is read right after."""
    caller = request.auth
    recipients = _recipients(to or request.headers.get("X-Envelope-To", ""))
    account = _mailbox(caller, recipients)
    raw, _name, _kind = file_body(request, settings.PERCAYA_MAX_MAIL)
    if not raw.strip():
        raise invalid(_("The body is empty. Send the raw mail."), "/")
    mail_from = sender or request.headers.get("X-Envelope-From")
    kept = accept(
        account=account,
        raw=raw,
        door="http",
        mail_from=mail_from.strip("<> ") if mail_from is not None else None,
        rcpt_to=recipients or [account.address],
        remote=request.META.get("REMOTE_ADDR", ""),
        by=caller.by,
    )
    where = f"/api/v1/arrivals/{ids.encode('arrival', kept.pk)}"
    return answer(shape(kept), status=202, headers={"Location": where})


def _recipients(text: str) -> list[str]:
    return [address for part in text.split(",") if (address := part.strip("<> ").lower())][:50]


def _mailbox(caller: Caller, recipients: list[str]) -> ChannelAccount:
    """The mailbox of this workspace that is addressed. Raises a 422 problem."""
    if not recipients:
        own = list(accounts(caller.workspace_id).filter(channel="email", is_active=True)[:2])
        if len(own) == 1:
            return own[0]
        raise invalid(_("Say with “to” which mailbox this is for."), "/to")
    for address in recipients:
        account = account_at("email", address)
        if account is not None and account.workspace_id == caller.workspace_id:
            return account
    raise invalid(_("No mailbox of this workspace has this address."), "/to")
