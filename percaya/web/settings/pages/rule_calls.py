"""Webhooks: the secrets that calls are signed with, and the log of what was called and how it went."""

from urllib.parse import urlsplit

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core import public_ids
from percaya.core.workspace import policy
from percaya.stages.automation.actions.calling import call_again
from percaya.stages.automation.actions.rules import renew_secret
from percaya.stages.automation.models import Rule, WebhookCall
from percaya.stages.automation.queries import calls_of, calls_out, rules_of
from percaya.web.settings.frame import key_of, refused, saved, show
from percaya.web.ui.doors import MemberRequest, member_view

SHOWN = 100


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def page(request: MemberRequest) -> HttpResponse:
    """POST ``again`` with the public id of a failed call; or ``renew`` with a rule's: shows the new secret, this once (it is
    in this answer and nowhere else)."""
    callers = [one for one in rules_of(request.workspace.pk) if calls_out(one)]
    renewed, secret = None, ""
    if "again" in request.POST:
        return _again(request)
    if request.method == "POST":
        key = key_of("rule", request.POST.get("renew", ""))
        renewed = next((one for one in callers if one.pk == key), None)
        if renewed is None:
            raise Http404
        secret = renew_secret(rule=renewed, by=request.by)
    return _page(request, callers, renewed, secret)


def _page(request: MemberRequest, callers: list[Rule], renewed: Rule | None, secret: str) -> HttpResponse:
    calls = calls_of(request.workspace.pk)[:SHOWN]
    context = {
        "callers": [(public_ids.encode("rule", one.pk), one, _addresses(one)) for one in callers],
        "calls": [(public_ids.encode("webhook_call", one.pk), one, _place(one.url), _state(one), _trouble(one)) for one in calls],
        "renewed": renewed,
        "secret": secret,
        "shown": SHOWN,
    }
    answer = show(request, "rule_calls", "rules", context)
    if secret:
        answer["Cache-Control"] = "no-store"
    return answer


def _again(request: MemberRequest) -> HttpResponse:
    made = calls_of(request.workspace.pk).filter(pk=key_of("webhook_call", request.POST["again"])).first()
    if made is None:
        raise Http404
    if not call_again(made=made, by=request.by):
        return refused(request, "rule_calls", said=_("This call has not failed (any more). Nothing was sent again."))
    return saved(request, "rule_calls", said=_("It is called again now; how it went stands here in a moment."))


def _addresses(rule: Rule) -> list[str]:
    return [_place(str(one["value"])) for one in rule.actions if one["do"] == "webhook"]


def _place(url: str) -> str:
    """Without what follows a question mark: a key to somewhere else often stands there."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}" + ("?…" if parts.query else "")


def _state(made: WebhookCall) -> str:
    if made.state == "waiting":
        return _("on its way") if made.tries == 0 else _("is tried again")
    return _("arrived") if made.state == "sent" else _("failed")


def _trouble(made: WebhookCall) -> str:
    if made.state == "sent" or not made.error:
        return ""
    if made.status is not None:
        return _("The address answered with %(status)s instead of 200.") % {"status": made.status}
    if made.error == "demo":
        return _("A practice workspace calls nobody.")
    if made.error == "the address is not a public one":
        return _("The address is not a public one with https, so it is never called.")
    return _("Nobody answered: %(error)s") % {"error": made.error}
