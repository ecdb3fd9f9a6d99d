"""How answers leave: how long they can be called back, and who is in copy by itself."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.channels.registry import channels
from percaya.core.workspace import policy, queries
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.core.workspace.models import ChannelAccount
from percaya.web.inbox.composer.sending import MOST_UNDO
from percaya.web.settings.frame import saved, show
from percaya.web.ui.doors import MemberRequest, member_view


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def page(request: MemberRequest) -> HttpResponse:
    """POST ``undo_seconds`` and one ``undo_<account>`` each: 0 to 30, empty for the usual; and ``reply_all``."""
    accounts = [one for one in queries.accounts(request.workspace.pk) if one.channel in channels()]
    if request.method == "POST":
        own = {str(one.pk): seconds for one in accounts if (seconds := _seconds(request, f"undo_{one.pk}")) is not None}
        changes: dict[str, Any] = {
            "undo_seconds": _seconds(request, "undo_seconds"),
            "undo_by_account": own,
            "reply_all": "reply_all" in request.POST,
        }
        change_workspace(workspace=request.workspace, by=request.by, **changes)
        return saved(request, "sending")
    settings = request.workspace.settings
    context = {
        "usual": settings.get("undo_seconds"),
        "rows": [(one, settings.get("undo_by_account", {}).get(str(one.pk)), _usual(one)) for one in accounts],
        "reply_all": settings.get("reply_all", True),
        "choices": _choices(),
    }
    return show(request, "sending", "sending", context)


def _seconds(request: MemberRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return min(MOST_UNDO, int(text)) if text.isdecimal() and len(text) < 4 else None


def _usual(account: ChannelAccount) -> int:
    return channels()[account.channel].capabilities.undo_seconds


def _choices() -> list[tuple[int, str]]:
    return [(0, _("Not at all"))] + [(seconds, _("%(count)s s") % {"count": seconds}) for seconds in (3, 5, 10, 15, 20, 30)]
