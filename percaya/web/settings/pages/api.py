"""API tokens: made, shown once, revoked."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy, queries
from percaya.core.workspace.actions.tokens import create_token, revoke_token
from percaya.web.settings.frame import key_of, saved, show
from percaya.web.ui.doors import MemberRequest, member_view

_LIVES = ("30", "90", "365", "")  # days; "" is for ever


@member_view(policy.ADMINISTER)
@require_http_methods(["GET", "POST"])
def page(request: MemberRequest) -> HttpResponse:
    """POST ``name``, ``scopes``, ``days``: shows the secret, this once (it is in this answer and nowhere else)."""
    secret, trouble = "", ""
    if request.method == "POST":
        try:
            secret = _make(request)
        except ValidationError as refusal:
            trouble = " ".join(refusal.messages)
    page = {
        "tokens": [(public_ids.encode("token", token.pk), token) for token in queries.tokens(request.workspace.pk)],
        "scopes": [(scope, _scope_words()[scope]) for scope in policy.SCOPES],
        "chosen": request.POST.getlist("scopes") if trouble else ["tickets:read"],
        "lives": [(days, _("%(days)s days") % {"days": days} if days else _("until revoked")) for days in _LIVES],
        "now": timezone.now(),
        "secret": secret,
        "trouble": trouble,
    }
    return show(request, "api", "api", page, 422 if trouble else 200)


@member_view(policy.ADMINISTER)
@require_POST
def revoke(request: MemberRequest, public_id: str) -> HttpResponse:
    token = queries.tokens(request.workspace.pk).filter(pk=key_of("token", public_id)).first()
    if token is None:
        raise Http404
    revoke_token(token=token, by=Actor.member(request.member.pk))
    return saved(request, "api", said=_("Revoked. Whoever uses it is refused from now on."))


def _make(request: MemberRequest) -> str:
    name = request.POST.get("name", "").strip()
    if not name:
        raise ValidationError(_("Give it a name, so that you know later what uses it."))
    days = request.POST.get("days", "")
    expires = timezone.now() + timedelta(days=int(days)) if days in _LIVES and days else None
    scopes = request.POST.getlist("scopes")
    _token, secret = create_token(
        member=request.member, name=name, scopes=scopes, expires_at=expires, by=Actor.member(request.member.pk)
    )
    return secret


def _scope_words() -> dict[str, str]:
    return {
        "tickets:read": _("read tickets"),
        "tickets:write": _("make and change tickets"),
        "messages:read": _("read messages and files"),
        "messages:write": _("write answers and notes"),
        "contacts:read": _("read contacts"),
        "contacts:write": _("make and change contacts"),
        "workspace:read": _("read members, teams and labels"),
        "arrivals:read": _("read raw arrivals"),
        "inbound:write": _("hand in e-mail and messages"),
        "workspace:write": _("change working calendars"),
        "events:read": _("follow events"),
    }
