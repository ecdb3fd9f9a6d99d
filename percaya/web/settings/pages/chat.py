"""Giving a live chat out: the line to paste, the secret with which the site signs who its visitors are, a preview."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy, queries, seal
from percaya.core.workspace.actions.accounts import change_account
from percaya.core.workspace.models import ChannelAccount
from percaya.web.forms.finding import form_address
from percaya.web.settings.frame import key_of, show
from percaya.web.ui.doors import MemberRequest, member_view
from percaya.web.widget.definition import CHANNEL, definition_of
from percaya.web.widget.identity import SECRET

# What the site's own server runs; the names stand for its own.
EXAMPLE = """import hashlib, hmac, time

until = int(time.time()) + 8 * 3600
said = f"{customer_id}|{until}"
token = {"id": customer_id, "exp": until,
         "hash": hmac.new(SECRET, said.encode(), hashlib.sha256).hexdigest()}"""


@member_view(policy.ADMINISTER)
@require_http_methods(["GET", "POST"])
def page(request: MemberRequest, public_id: str) -> HttpResponse:
    """POST makes a new secret and shows it in the answer itself, once; the one before stops working."""
    rows = queries.accounts(request.workspace.pk).select_related("workspace", "brand")
    account = rows.filter(pk=key_of("account", public_id), channel=CHANNEL).first()
    if account is None:
        raise Http404
    made = ""
    if request.method == "POST":
        made = seal.new_secret()
        change_account(account=account, secrets={SECRET: made}, by=Actor.member(request.member.pk))
    return show(request, "chat", "channels", {**_context(account, public_id), "made": made})


def _context(account: ChannelAccount, public_id: str) -> dict[str, Any]:
    chat = definition_of(account)
    root = settings.PUBLIC_URL.rstrip("/")
    line = format_html(
        '<script async src="{}" data-channel="{}" data-colour="{}" data-lang="{}"></script>',
        f"{root}{reverse('widget:loader')}", public_id, chat.colour, chat.language,
    )  # fmt: skip
    form = form_address(account.workspace_id)
    without = format_html('<noscript><a href="{}">{}</a></noscript>', f"{root}{form}", chat.title) if form else ""
    return {
        "account": account,
        "chat": chat,
        "public_id": public_id,
        "line": f"{line}{without}",
        "policy": f"script-src {root}; frame-src {root}",
        "has_secret": bool(account.sealed and seal.unseal(account.sealed).get(SECRET)),
        "panel": reverse("widget:panel", args=[public_id]),
        "example": EXAMPLE,
        "identify": "percaya('identify', token)",
    }
