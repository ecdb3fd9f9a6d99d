"""A visitor's pass: for somebody new, for one who comes back with a keeper, for one whom the site has signed for."""

from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.runtime.live.tokens import visitor_token
from percaya.stages.chat.models import Visitor
from percaya.stages.chat.queries import visitor_of
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.widget.doors import ChatRequest, called_by_panel, refused, slow_down
from percaya.web.widget.identity import Forged, proven
from percaya.web.widget.tokens import Holder, new_keeper, new_pass, read_keeper, stranger


@called_by_panel
@require_POST
def session(request: ChatRequest) -> HttpResponse:
    """POST JSON ``{"keeper"?, "identity"?}``. Makes no row and remembers nothing: that begins with the first message."""
    if too_often("chat-session", peer(request), limit=120, seconds=600):
        return slow_down(600)
    said = _said(request)
    if "identity" in said:
        try:
            holder = proven(request.account, said["identity"])
        except Forged:
            return refused(_("The site's signature for you is not valid (any more). Reload the page of the site."), 403)
    else:
        keeper = said.get("keeper")
        holder = (read_keeper(keeper, request.account.pk) if isinstance(keeper, str) else None) or stranger(request.account.pk)
    visitor = visitor_of(request.account.pk, holder.key)
    return JsonResponse(given(holder, visitor))


def given(holder: Holder, visitor: Visitor | None) -> dict[str, Any]:
    """What the panel needs to go on: where to listen only once there is something to hear."""
    stream = f"/rt/stream?{urlencode({'token': visitor_token(visitor.pk)})}" if visitor else ""
    return {
        "pass": new_pass(holder),
        "keeper": new_keeper(holder),
        "stream": stream,
        "known": visitor is not None or holder.is_signed,
        "signed": holder.is_signed,
    }


def _said(request: ChatRequest) -> dict[str, Any]:
    try:
        said = orjson.loads(request.body or b"{}")
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}
