"""A ticket that a member opens: for a customer who called, or to write to someone first."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.channels.registry import channels
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.tickets import policy
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.checklists import add_steps
from percaya.core.tickets.actions.fields import set_fields
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.tickets.actions.opening import open_ticket
from percaya.core.tickets.actions.properties import add_label
from percaya.core.tickets.actions.replying import Reply, add_note, write_reply
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.fields import ticket_fields
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.policy import REPLY
from percaya.core.workspace.queries import accounts, teams
from percaya.web.inbox.answers import ticket_url
from percaya.web.inbox.composer.recipients import NOTHING
from percaya.web.inbox.composer.uploads import MOST_FILES, stored_for
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.fields import boxes, sentences
from percaya.web.inbox.listing import Wanted
from percaya.web.inbox.lists.pages import rail_context
from percaya.web.inbox.opening.form import NewTicket, chosen_template, template_choices
from percaya.web.ui.times import language


class NotTaken(Refused):
    """A file that the channel does not carry."""


@require_http_methods(["GET", "POST"])
@member_view(REPLY)
def new(request: MemberRequest) -> HttpResponse:
    """The form (``?template=`` begins it, or ``?subject=`` and ``?text=`` from elsewhere), and the ticket it makes."""
    if request.method != "POST":
        begun = NewTicket.begun(chosen_template(request.member, request.GET.get("template", "")))
        begun.subject = request.GET.get("subject", "")[:250] or begun.subject
        begun.text = request.GET.get("text", "")[:20_000] or begun.text
        return _page(request, begun, 200)
    form = NewTicket.read(request, ticket_fields(request.workspace.pk))
    account = _account(request, form)
    if not form.errors:
        try:
            ticket = _open(request, form, account, _files(request, account))
            return HttpResponseRedirect(ticket_url(request, ticket.number))
        except (Refused, ValidationError) as error:
            _note_refusal(form, error)
    return _page(request, form, 422)


def _note_refusal(form: NewTicket, error: Refused | ValidationError) -> None:
    """Beside the field it is about; what no field can be blamed for stands at the customer."""
    if isinstance(error, NotTaken):
        form.errors["files"] = [str(error)]
        return
    found = sentences(error) if isinstance(error, ValidationError) else {}
    why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    form.errors |= {f"field-{key}": said for key, said in found.items()} or {"address": [why]}


@transaction.atomic
def _open(request: MemberRequest, form: NewTicket, account: ChannelAccount | None, files: list[StoredFile]) -> Ticket:
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
        team_id=_team_id(request, form) or (account.team_id if account else None),
        language=contact.language or request.workspace.language,
        priority=form.priority if form.priority in policy.PRIORITIES else "normal",
        topic=form.topic,
        address=(handle.kind, handle.value),
        by=request.by,
    )
    ticket = assign(ticket=ticket, to=request.member, by=request.by)
    if form.fields:
        set_fields(ticket=ticket, values=form.fields, by=request.by, language=language())
    for word in form.words:
        add_label(ticket=ticket, name=word, by=request.by)
    if form.checklist:
        add_steps(ticket=ticket, steps=form.checklist, by=request.by)
    if (form.text or files) and account is not None:
        to = [(handle.kind, handle.value, contact.name)]
        seconds = channels()[account.channel].capabilities.undo_seconds
        reply = Reply(text=form.text, to=to, files=files, hold_seconds=seconds)
        write_reply(ticket=ticket, reply=reply, member=request.member, by=request.by)
    elif form.text or files:
        add_note(ticket=ticket, text=form.text, files=files, member=request.member, by=request.by)
    return ticket


def _files(request: MemberRequest, account: ChannelAccount | None) -> list[StoredFile]:
    """Those that were chosen, in the store before anything is written. Raises ``NotTaken``."""
    can = channels()[account.channel].capabilities if account else NOTHING
    given = [file for file in request.FILES.getlist("files") if isinstance(file, UploadedFile)]
    found: list[StoredFile] = []
    for file in given[: MOST_FILES + 1]:
        try:
            found.append(stored_for(can, file, before=len(found)))
        except Refused as why:
            raise NotTaken(f"{file.name}: {why}") from None
    return found


def _team_id(request: MemberRequest, form: NewTicket) -> int | None:
    """A team that the member may hand tickets to; any other choice counts as none."""
    wanted = int(form.team) if form.team.isascii() and form.team.isdecimal() and len(form.team) < 18 else 0
    own = teams(request.workspace.pk).exclude(pk__in=request.member.hidden_team_ids)
    return own.filter(pk=wanted).values_list("pk", flat=True).first()


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
    own = teams(request.workspace.pk).exclude(pk__in=request.member.hidden_team_ids)
    fields = ticket_fields(request.workspace.pk)
    typed = request.POST if request.method == "POST" else None
    wrong = {key.removeprefix("field-"): said for key, said in form.errors.items() if key.startswith("field-")}
    begun = {key: [str(word) for word in words] for key, words in form.fields.items() if isinstance(words, list)}
    context: dict[str, Any] = {
        **rail_context(request, Wanted.read(request.GET)),
        "form": form,
        "accounts": options,
        "teams": [("", "—"), *((str(pk), name) for pk, name in own.values_list("pk", "name"))],
        "priorities": policy.PRIORITIES,
        "boxes": boxes(fields, {} if typed is not None else begun, typed=typed, errors=wrong),
        "templates": template_choices(request.member),
        "template": request.GET.get("template", ""),
        "from_elsewhere": request.GET.get("shared") == "1",
    }
    return render(request, "inbox/new.html", context, status=status)
