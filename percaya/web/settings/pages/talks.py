"""Conversations: how long a resolved ticket opens again when its customer goes on talking in a chat."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from percaya.channels.contract import Channel, HandleKind
from percaya.channels.registry import channels
from percaya.core import public_ids
from percaya.core.workspace import policy, queries
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.core.workspace.talks import DEFAULT_HOURS, MOST_HOURS, reopen_hours
from percaya.web.settings.frame import saved, show
from percaya.web.ui.doors import MemberRequest, member_view

_HOURS = (0, 1, 4, 12, 24, 48, 72, 168, 720)


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def page(request: MemberRequest) -> HttpResponse:
    """POST ``reopen_hours`` and one ``reopen_<account's public id>`` each: hours, empty for what stands above."""
    accounts = [
        (public_ids.encode("account", one.pk), one)
        for one in queries.accounts(request.workspace.pk)
        if one.channel in channels() and _talks(channels()[one.channel])
    ]
    if request.method == "POST":
        own = {key: hours for key, _one in accounts if (hours := _hours(request, f"reopen_{key}")) is not None}
        usual = _hours(request, "reopen_hours")
        talks = {"reopen_hours": DEFAULT_HOURS if usual is None else usual, "accounts": own}
        change_workspace(workspace=request.workspace, by=request.by, talks=talks)
        return saved(request, "talks")
    kept = request.workspace.settings.get("talks", {})
    own = kept.get("accounts", {})
    context = {
        "usual": reopen_hours(kept),
        "rows": [(key, account.name, own.get(key)) for key, account in accounts],
        "choices": [(hours, _span(hours)) for hours in sorted({*_HOURS, reopen_hours(kept), *own.values()})],
    }
    return show(request, "talks", "talks", context)


def _talks(kind: Channel) -> bool:
    """Where people talk in one place for years: chats, and what other systems bring under a key of their own."""
    return kind.capabilities.conversational or kind.handle_kind == HandleKind.EXTERNAL


def _hours(request: MemberRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return min(MOST_HOURS, int(text)) if text.isascii() and text.isdecimal() and len(text) < 5 else None


def _span(hours: int) -> str:
    if not hours:
        return _("Never: a new ticket that follows it")
    days, rest = divmod(hours, 24)
    if days and not rest:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
