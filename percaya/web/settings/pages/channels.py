"""Channels and how they fare. Every page is made from what a channel declares; only the form builder is a room of its own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from percaya.channels.contract import Channel
from percaya.channels.registry import channel, channels
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy, queries, seal
from percaya.core.workspace.actions.accounts import change_account, connect_account, report_milestone
from percaya.core.workspace.models import ChannelAccount, Team
from percaya.stages.delivery.queries import health, template_counts
from percaya.web.onboarding import trying
from percaya.web.settings import channel_shown as shown
from percaya.web.settings import slots
from percaya.web.settings.frame import key_of, saved, show
from percaya.web.ui.doors import MemberRequest, member_view


@member_view(policy.ADMINISTER)
@require_GET
def page(request: MemberRequest) -> HttpResponse:
    rows = [shown.row_of(account) for account in queries.accounts(request.workspace.pk).select_related("workspace")]
    context = {
        "rows": rows,
        "offers": shown.offers(channels().values()),
        "name_of": slots.channel_name,
        "own_room": shown.OWN_ROOM,
    }
    return show(request, "channels", "channels", context)


@member_view(policy.ADMINISTER)
@require_http_methods(["GET", "POST"])
def connect(request: MemberRequest, key: str) -> HttpResponse:
    kind = channels().get(key)
    if kind is None or not kind.settings or key in shown.OWN_ROOM:
        raise Http404
    return form_page(request, kind, None)


@member_view(policy.ADMINISTER)
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    """``part=state``: what changes by itself while somebody sets it up."""
    account = account_of(request, public_id)
    kind = channel(account.channel)
    if request.method == "GET" and request.GET.get("part") == "state":
        return render(request, "settings/parts/channel_state.html", {**_state(kind, account), "public_id": public_id})
    return form_page(request, kind, account)


class AccountForm(forms.Form):
    """What every account has, whatever its channel."""

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("No team"))] + [(public_ids.encode("team", team.pk), team.name) for team in teams]
        self.fields["account_name"] = forms.CharField(
            label=_("Name of the channel"), max_length=120, help_text=_("As your team calls it.")
        )
        self.fields["account_team"] = forms.ChoiceField(label=_("New tickets go to"), required=False, choices=choices)


def form_page(
    request: MemberRequest,
    kind: Channel,
    account: ChannelAccount | None,
    *,
    checked: list[tuple[str, str]] | None = None,
    made: tuple[str, str] | None = None,
    is_answer: bool = False,
) -> HttpResponse:
    """The page of an account, or of one to be connected. ``checked``: what trying it showed; ``made``: (label, secret) that is
    shown this once. ``is_answer``: after another deed than saving its form."""
    saving = request.method == "POST" and not is_answer
    data = request.POST if saving else None
    kept = shown.sealed(account)
    stored = {**account.settings, "address": account.address} if account else None
    form = slots.slot_form(kind, data=data, stored=stored, sealed=kept)
    teams = list(queries.teams(request.workspace.pk))
    team_id = public_ids.encode("team", account.team_id) if account and account.team_id else ""
    own = AccountForm(data, teams=teams, initial={"account_name": account.name if account else "", "account_team": team_id})
    if saving and form.is_valid() and own.is_valid():
        try:
            return _saved(request, kind, account, form, own, teams)
        except ValidationError as refusal:
            own.add_error(None, refusal)
    wrong = bool(form.errors or own.errors)
    page = {
        "kind_name": slots.channel_name(kind), "kind": kind, "account": account, "own": own, "made": made, "wrong": wrong,
        "public_id": public_ids.encode("account", account.pk) if account else "",
        "groups": slots.groups(kind, form), "group_word": slots.group_word, "checked": checked,
        "can_try": bool(account and account.is_active and trying.can_try(account)),
        "secrets": shown.secrets(kind, kept) if account else [], **shown.abilities(kind, account),
        **(_state(kind, account) if account else {"row": None}),
    }  # fmt: skip
    return show(request, "channel", "channels", page, 422 if wrong else 200)


def _state(kind: Channel, account: ChannelAccount) -> dict[str, Any]:
    steps = shown.steps(kind, account)
    return {
        "account": account, "kind": kind, "row": shown.row_of(account), "fares": health(account), "facts": shown.facts(account),
        "steps": steps, "is_set_up": all(step.is_done for step in steps), "hook_url": shown.hook_url(kind, account),
        "template_counts": template_counts(account) if shown.abilities(kind, account)["has_templates"] else {},
        **shown.abilities(kind, account),
    }  # fmt: skip


def _saved(
    request: MemberRequest, kind: Channel, account: ChannelAccount | None, form: forms.Form, own: AccountForm, teams: list[Team]
) -> HttpResponse:
    """A secret that was made for a new account stands in the answer itself, and nowhere else again."""
    plain, secrets = slots.split(kind, form.cleaned_data)
    made = None
    ours = next((slot for slot in kind.settings if slot.key in slots.OURS), None) if account is None else None
    if ours is not None and not secrets.get(ours.key):
        secrets[ours.key] = seal.new_secret()
        made = (slots.label_of(ours), secrets[ours.key])
    kept = _save(request, kind, account, plain, secrets, own, teams)
    report_milestone(kept.pk, "saved")
    if made is not None:
        fresh = account_of(request, public_ids.encode("account", kept.pk))
        return form_page(request, kind, fresh, made=made, is_answer=True)
    return saved(request, "channel", public_ids.encode("account", kept.pk), said=_("Saved. Check the connection now."))


def _save(
    request: MemberRequest,
    kind: Channel,
    account: ChannelAccount | None,
    plain: dict[str, Any],
    secrets: dict[str, str],
    own: AccountForm,
    teams: list[Team],
) -> ChannelAccount:
    """Raises ``ValidationError`` when the address is another account's."""
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


def account_of(request: MemberRequest, public_id: str) -> ChannelAccount:
    rows = queries.accounts(request.workspace.pk).select_related("workspace", "team")
    account = rows.filter(pk=key_of("account", public_id)).first()
    if account is None:
        raise Http404
    return account
