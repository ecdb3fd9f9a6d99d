"""Channels and how they fare. Every page is made from what a channel declares; only the form builder is a room of its own."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from percaya.channels.contract import Channel
from percaya.channels.registry import channel, channels
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy, queries
from percaya.core.workspace.actions.accounts import change_account, connect_account
from percaya.core.workspace.models import ChannelAccount, Team
from percaya.core.workspace.seal import Unsealable
from percaya.stages.delivery.checking import check_outgoing
from percaya.stages.intake.doors.checking import check_incoming
from percaya.web.onboarding import trying
from percaya.web.settings import slots
from percaya.web.settings.frame import key_of, refused, saved, show
from percaya.web.ui.doors import MemberRequest, member_view

_OWN_ROOM = {"webform": "settings:form"}  # channels that are built rather than filled in


@dataclass(frozen=True)
class Row:
    account: ChannelAccount
    kind_name: str
    href: str
    health: str  # well | paused | trouble | mute | silent


@member_view(policy.ADMINISTER)
@require_GET
def page(request: MemberRequest) -> HttpResponse:
    rows = [_row(account) for account in queries.accounts(request.workspace.pk).select_related("workspace")]
    offered = [
        (each.key, slots.channel_name(each)) for each in channels().values() if each.settings and each.key not in _OWN_ROOM
    ]
    return show(request, "channels", "channels", {"rows": rows, "offered": offered})


@member_view(policy.ADMINISTER)
@require_http_methods(["GET", "POST"])
def connect(request: MemberRequest, key: str) -> HttpResponse:
    kind = channels().get(key)
    if kind is None or not kind.settings or key in _OWN_ROOM:
        raise Http404
    return _form_page(request, kind, None)


@member_view(policy.ADMINISTER)
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    account = _account(request, public_id)
    return _form_page(request, channel(account.channel), account)


@member_view(policy.ADMINISTER)
@require_POST
def pause(request: MemberRequest, public_id: str) -> HttpResponse:
    """Stop or go on taking and sending. Open tickets stay as they are."""
    account = _account(request, public_id)
    change_account(account=account, is_active=not account.is_active, by=Actor.member(request.member.pk))
    said = (
        _("It takes and sends again.")
        if account.is_active
        else _("Paused. Open tickets stay; nothing comes in or goes out here.")
    )
    return saved(request, "channels", said=said)


@member_view(policy.ADMINISTER)
@require_POST
def check(request: MemberRequest, public_id: str) -> HttpResponse:
    """Try to log in both ways, now; nothing is fetched or sent."""
    account = _account(request, public_id)
    try:
        found = [(_("Mail comes in"), check_incoming(account)), (_("Mail goes out"), check_outgoing(account))]
    except Unsealable as trouble:
        found = [(_("Passwords"), str(trouble))]
    checked = [(what, trouble) for what, trouble in found if trouble is not None]
    return _form_page(request, channel(account.channel), account, checked=checked)


@member_view(policy.ADMINISTER)
@require_POST
def send_test(request: MemberRequest, public_id: str) -> HttpResponse:
    """Write to the channel as a customer would: a real ticket, timed."""
    account = _account(request, public_id)
    if not trying.can_try(account) or not account.is_active:
        raise Http404
    tried = trying.send(account, request.member)
    if tried.ticket is None:
        said = _("It came in but could not be read. It is kept under “Held and stuck”; nothing was lost.")
        return refused(request, "channels", said=said)
    facts = {"number": tried.ticket.number, "time": tried.spoken}
    return saved(request, "channels", said=_("Ticket #%(number)s was there after %(time)s s.") % facts)


class AccountForm(forms.Form):
    """What every account has, whatever its channel."""

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("No team"))] + [(public_ids.encode("team", team.pk), team.name) for team in teams]
        self.fields["account_name"] = forms.CharField(
            label=_("Name of the channel"), max_length=120, help_text=_("As your team calls it.")
        )
        self.fields["account_team"] = forms.ChoiceField(label=_("New tickets go to"), required=False, choices=choices)


def _form_page(
    request: MemberRequest, kind: Channel, account: ChannelAccount | None, *, checked: list[tuple[str, str]] | None = None
) -> HttpResponse:
    saving = request.method == "POST" and checked is None
    data = request.POST if saving else None
    stored = {"address": account.address, **account.settings} if account else None
    form = slots.slot_form(kind, data=data, stored=stored, has_secrets=bool(account and account.sealed))
    teams = list(queries.teams(request.workspace.pk))
    team_id = public_ids.encode("team", account.team_id) if account and account.team_id else ""
    own = AccountForm(data, teams=teams, initial={"account_name": account.name if account else "", "account_team": team_id})
    if saving and form.is_valid() and own.is_valid():
        try:
            made = _save(request, kind, account, form, own, teams)
        except ValidationError as refusal:
            own.add_error(None, refusal)
        else:
            return saved(request, "channel", public_ids.encode("account", made.pk), said=_("Saved. Check the connection now."))
    page = {
        "kind_name": slots.channel_name(kind), "kind": kind, "account": account, "own": own,
        "public_id": public_ids.encode("account", account.pk) if account else "",
        "groups": slots.groups(kind, form), "group_word": slots.group_word, "checked": checked,
        "can_try": bool(account and account.is_active and trying.can_try(account)),
        "row": _row(account) if account else None, "slot_form": form,
        "can_check": any(slot.group in ("imap", "smtp") for slot in kind.settings),
    }  # fmt: skip
    return show(request, "channel", "channels", page, 422 if form.errors or own.errors else 200)


def _save(
    request: MemberRequest, kind: Channel, account: ChannelAccount | None, form: forms.Form, own: AccountForm, teams: list[Team]
) -> ChannelAccount:
    """Raises ``ValidationError`` when the address is another account's."""
    plain, secrets = slots.split(kind, form.cleaned_data)
    by = Actor.member(request.member.pk)
    chosen = public_ids.decode("team", own.cleaned_data["account_team"] or "")
    common: dict[str, Any] = {
        "name": own.cleaned_data["account_name"],
        "team": next((team for team in teams if team.pk == chosen), None),
        "address": str(plain.get("address", account.address if account else "")).strip().lower(),
    }
    if account is None:
        return connect_account(workspace=request.workspace, channel=kind.key, settings=plain, secrets=secrets, by=by, **common)
    return change_account(account=account, settings={**account.settings, **plain}, secrets=secrets, by=by, **common)


def _account(request: MemberRequest, public_id: str) -> ChannelAccount:
    rows = queries.accounts(request.workspace.pk).select_related("workspace", "team")
    account = rows.filter(pk=key_of("account", public_id)).first()
    if account is None:
        raise Http404
    return account


def _row(account: ChannelAccount) -> Row:
    kind = channel(account.channel)
    room = _OWN_ROOM.get(account.channel, "settings:channel")
    href = reverse(room, args=[account.workspace.slug, public_ids.encode("account", account.pk)])
    return Row(account, slots.channel_name(kind), href, _health(kind, account))


def _health(kind: Channel, account: ChannelAccount) -> str:
    if not account.is_active:
        return "paused"
    if account.trouble:
        return "trouble"
    if slots.lacks_way_out(kind, account.settings):
        return "mute"
    return "well" if account.last_in_at else "silent"
