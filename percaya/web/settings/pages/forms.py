"""The builder of web forms."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.channels.registry import channel
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy, queries
from percaya.core.workspace.actions.accounts import change_account, connect_account
from percaya.core.workspace.models import ChannelAccount
from percaya.web.forms.definition import MAX_FIELDS, Definition, Field, as_settings, definition_of
from percaya.web.settings import builder
from percaya.web.settings.frame import key_of, saved, show
from percaya.web.ui.doors import MemberRequest, member_view

CHANNEL = "webform"


@member_view(policy.ADMINISTER)
@require_POST
def new(request: MemberRequest) -> HttpResponse:
    """A plain form, ready to be given out; change it as you like."""
    draft = ChannelAccount(workspace=request.workspace, channel=CHANNEL, name=_("Contact form"))
    account = connect_account(
        workspace=request.workspace, channel=CHANNEL, name=draft.name, settings=as_settings(definition_of(draft)),
        by=Actor.member(request.member.pk),
    )  # fmt: skip
    return redirect("settings:form", request.workspace.slug, public_ids.encode("account", account.pk))


@member_view(policy.ADMINISTER)
@require_http_methods(["GET", "POST"])
def build(request: MemberRequest, public_id: str) -> HttpResponse:
    rows = queries.accounts(request.workspace.pk).select_related("workspace")
    account = rows.filter(pk=key_of("account", public_id), channel=CHANNEL).first()
    if account is None:
        raise Http404
    if request.method == "GET":
        return _show(request, account, definition_of(account), {})
    built, strange = builder.read(request.POST)
    troubles = _troubles(built, strange)
    if troubles:
        return _show(request, account, built, troubles)
    _save(request, account, built)
    return saved(request, "form", public_id, said=_("Saved. The form shows it at once."))


def _troubles(built: Definition, strange: list[str]) -> dict[str, str]:
    troubles = {}
    if not built.title:
        troubles["title"] = _("A form needs a title.")
    if not (built.asks("email") or built.asks("phone")):
        troubles["fields"] = _("Ask for an e-mail address or a phone number: without one nobody can be answered.")
    if any(field.kind == "choice" and len(field.choices) < 2 for field in built.fields):
        troubles["fields"] = _("A choice needs at least two answers, one a line.")
    if strange:
        troubles["origins"] = _("These are no web addresses: %(bad)s.") % {"bad": ", ".join(strange[:3])}
    return troubles


def _save(request: MemberRequest, account: ChannelAccount, built: Definition) -> None:
    teams = {public_ids.encode("team", team.pk): team for team in queries.teams(request.workspace.pk)}
    change_account(
        account=account,
        name=request.POST.get("name", "").strip()[:120] or built.title,
        team=teams.get(request.POST.get("team", "")),
        settings={**account.settings, **as_settings(built), "replies_from": _reply_address(request)},
        by=Actor.member(request.member.pk),
    )


def _reply_accounts(request: MemberRequest) -> list[str]:
    """Addresses of the channel that carries a form's replies."""
    way = channel(CHANNEL).capabilities.replies_through
    return [each.address for each in queries.accounts(request.workspace.pk).filter(channel=way, is_active=True)]


def _reply_address(request: MemberRequest) -> str:
    chosen = request.POST.get("replies_from", "")
    return chosen if chosen in _reply_accounts(request) else ""


def _show(request: MemberRequest, account: ChannelAccount, form: Definition, troubles: dict[str, str]) -> HttpResponse:
    public_id = public_ids.encode("account", account.pk)
    own_page = reverse("forms:form", args=[public_id])
    address = settings.PUBLIC_URL.rstrip("/") + own_page
    blank = [Field(key="", label="", kind="text")] if len(form.fields) < MAX_FIELDS else []
    teams = [(public_ids.encode("team", each.pk), each.name) for each in queries.teams(request.workspace.pk)]
    page = {
        "account": account,
        "public_id": public_id,
        "form": form,
        "blocks": [*form.fields, *blank],
        "kinds": _kinds(),
        "troubles": troubles,
        "own_page": own_page,
        "address": address,
        "line": f'<script async src="{address}.js"></script>',
        "teams": [("", _("No team")), *teams],
        "team": public_ids.encode("team", account.team_id) if account.team_id else "",
        "reply_accounts": [("", _("The first address")), *((each, each) for each in _reply_accounts(request))],
        "replies_from": account.settings.get("replies_from", ""),
        "origins": request.POST.get("origins", "\n".join(form.origins)),
        "name": request.POST.get("name", account.name),
    }
    return show(request, "form", "channels", page, 422 if troubles else 200)


def _kinds() -> list[tuple[str, str]]:
    return [
        ("text", _("One line")),
        ("long", _("Long text")),
        ("email", _("E-mail address")),
        ("phone", _("Phone number")),
        ("choice", _("Choice")),
        ("number", _("Number")),
        ("date", _("Date")),
        ("file", _("Files")),
    ]
