"""A ticket that a member opens: for a customer who called, or to write to someone first."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.channels.registry import channels
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.opening import open_ticket
from percaya.core.tickets.actions.replying import Reply, add_note, write_reply
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.policy import REPLY
from percaya.core.workspace.queries import accounts
from percaya.web.inbox.answers import ticket_url
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.listing import Wanted
from percaya.web.inbox.lists import rail_context


@dataclass
class NewTicket:
    """The form: what was typed, and what is wrong with it by field."""

    address: str = ""
    name: str = ""
    subject: str = ""
    text: str = ""
    account: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, request: HttpRequest) -> "NewTicket":
        def given(name: str) -> str:
            return request.POST.get(name, "").strip()

        form = cls(given("address"), given("name"), given("subject"), given("text"), given("account"))
        if not form.address:
            form.errors["address"] = [_("Who is it about? An e-mail address or a phone number is enough.")]
        if not form.subject:
            form.errors["subject"] = [_("A few words on what it is about.")]
        return form

    @property
    def kind(self) -> str:
        return "email" if "@" in self.address else "phone"


@require_http_methods(["GET", "POST"])
@member_view(REPLY)
def new(request: MemberRequest) -> HttpResponse:
    """The form, and the ticket it makes."""
    if request.method != "POST":
        return _page(request, NewTicket(), 200)
    form = NewTicket.read(request)
    account = _account(request, form)
    if not form.errors:
        try:
            ticket = _open(request, form, account)
            return HttpResponseRedirect(ticket_url(request, ticket.number))
        except (Refused, ValidationError) as error:
            why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            form.errors["address"] = [why]
    return _page(request, form, 422)


@transaction.atomic
def _open(request: MemberRequest, form: NewTicket, account: ChannelAccount | None) -> Ticket:
    """The contact, the ticket, and the first words: a reply when it leaves through an account, a note otherwise."""
    contact, handle = resolve_contact(
        workspace_id=request.workspace.pk, kind=form.kind, value=form.address, name=form.name, by=request.by
    )
    ticket = open_ticket(
        workspace_id=request.workspace.pk,
        contact=contact,
        subject=form.subject,
        channel=account.channel if account else "api",
        account_id=account.pk if account else None,
        team_id=account.team_id if account else None,
        language=contact.language or request.workspace.language,
        address=(handle.kind, handle.value),
        by=request.by,
    )
    ticket = assign(ticket=ticket, to=request.member, by=request.by)
    if form.text and account is not None:
        to = [(handle.kind, handle.value, contact.name)]
        seconds = channels()[account.channel].capabilities.undo_seconds
        write_reply(ticket=ticket, reply=Reply(text=form.text, to=to, hold_seconds=seconds), member=request.member, by=request.by)
    elif form.text:
        add_note(ticket=ticket, text=form.text, member=request.member, by=request.by)
    return ticket


def _account(request: MemberRequest, form: NewTicket) -> ChannelAccount | None:
    """The account to write from; none leaves the words as a note. An address it cannot reach is an error."""
    if not form.account:
        return None
    found = next((one for one in sending_accounts(request) if str(one.pk) == form.account), None)
    if found is None:
        form.errors["account"] = [_("Choose one of the channels.")]
    elif form.address and channels()[found.channel].handle_kind != form.kind:
        form.errors["address"] = [_("This channel cannot write to that address. Your text is still here.")]
    return found


def sending_accounts(request: MemberRequest) -> list[ChannelAccount]:
    rows = accounts(request.workspace.pk).filter(is_active=True)
    return [one for one in rows if one.channel in channels() and channels()[one.channel].capabilities.sends]


def _page(request: MemberRequest, form: NewTicket, status: int) -> HttpResponse:
    options = [
        ("", _("Do not write: keep the words as a note")),
        *((str(a.pk), f"{a.name} ({a.address})") for a in sending_accounts(request)),
    ]
    context: dict[str, Any] = {**rail_context(request, Wanted.read(request.GET)), "form": form, "accounts": options}
    return render(request, "inbox/new.html", context, status=status)
