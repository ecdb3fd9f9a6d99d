"""Step 3: the first place where customers write, and a test message that becomes a ticket at once."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.workspace import queries
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount
from percaya.web.forms.definition import as_settings, definition_of
from percaya.web.onboarding import progress, trying
from percaya.web.onboarding.steps.page import go_on, show
from percaya.web.ui.doors import MemberRequest


@dataclass(frozen=True)
class Shown:
    """A connected account as the page shows it: ``line`` is what to paste, ``address`` where to write."""

    account: ChannelAccount
    public_id: str
    line: str
    page: str


def page(request: MemberRequest) -> HttpResponse:
    """POST ``connect`` = webform | email (with ``address``); POST ``next`` goes on."""
    wanted = request.POST.get("connect", "")
    if request.method == "POST" and not wanted:
        return go_on(request, "channel")
    trouble = ""
    if wanted:
        try:
            _connect(request, wanted)
            return redirect(request.path)
        except ValidationError as refusal:
            trouble = " ".join(refusal.messages)
    return _show(request, {"trouble": trouble, "given": request.POST.get("address", "")}, 422 if trouble else 200)


def send_test(request: MemberRequest) -> HttpResponse:
    """POST ``account``: write to it as a customer would, and show the ticket with the time it took."""
    pk = public_ids.decode("account", request.POST.get("account", ""))
    account = queries.accounts(request.workspace.pk).filter(pk=pk, is_active=True).first() if pk else None
    if account is None or not trying.can_try(account):
        return redirect("onboarding:step", request.workspace.slug, "channel")
    tried = trying.send(account, request.member)
    if tried.ticket:
        progress.note(request.member, "channel", "done", ticket=tried.ticket.number)
    return _show(request, {"tried": tried, "tried_account": account.pk})


def _show(request: MemberRequest, more: dict[str, Any], status: int = 200) -> HttpResponse:
    accounts = [_shown(account) for account in queries.accounts(request.workspace.pk) if trying.can_try(account)]
    by_channel = {shown.account.channel: shown for shown in accounts}
    context = {
        "form": by_channel.get("webform"),
        "mailbox": by_channel.get("email"),
        "trouble": "",
        "given": "",
        "tried": None,
        "tried_account": 0,
        "ticket_root": f"/w/{request.workspace.slug}/inbox",
        **more,
    }
    return show(request, "channel", context, status)


def _connect(request: MemberRequest, wanted: str) -> None:
    """Once each: a second click finds what the first has made. Raises ``ValidationError``."""
    workspace, by = request.workspace, Actor.member(request.member.pk)
    if queries.accounts(workspace.pk).filter(channel=wanted).exists():
        return
    if wanted == "webform":
        unsaved = ChannelAccount(workspace=workspace, channel="webform", name=_("Contact form"))
        plain = as_settings(definition_of(unsaved))
        connect_account(workspace=workspace, channel="webform", name=unsaved.name, settings=plain, by=by)
    elif wanted == "email":
        address = request.POST.get("address", "").strip()
        try:
            validate_email(address)
        except ValidationError:
            raise ValidationError(_("This is no e-mail address. Example: halo@tokosenja.id")) from None
        settings_ = {"address": address, "display_name": workspace.name}
        connect_account(workspace=workspace, channel="email", name=address, address=address, settings=settings_, by=by)


def _shown(account: ChannelAccount) -> Shown:
    public_id = public_ids.encode("account", account.pk)
    page = reverse("forms:form", args=[public_id])
    address = settings.PUBLIC_URL.rstrip("/") + page
    return Shown(account, public_id, f'<script async src="{address}.js"></script>', page)
