"""A member's own keys: one table for all, the whole of it or one key at a time (from the help sheet)."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core.workspace.actions.members import change_habits
from percaya.web.settings.frame import saved, show
from percaya.web.ui import keys
from percaya.web.ui.commands import BY_ID, table
from percaya.web.ui.doors import MemberRequest, member_view


@member_view()
@require_http_methods(["GET", "POST"])
def page(request: MemberRequest) -> HttpResponse:
    """GET the table. POST ``command`` with ``key``, or ``off`` alone: a script's one change (204, 422 with a sentence).
    POST ``key-<command>`` of all, or ``restore``: the form."""
    if request.method != "POST":
        return _shown(request, request.member.settings.get("keys", {}), {})
    if request.headers.get("X-Requested-With") == "fetch":
        return _one(request)
    if "restore" in request.POST:
        change_habits(member=request.member, keys={})
        return saved(request, "keys", said=_("All keys are as they came."))
    return _all(request)


def _one(request: MemberRequest) -> HttpResponse:
    if "off" in request.POST:
        change_habits(member=request.member, keys_off=request.POST["off"] == "1")
        return HttpResponse(status=204)
    command = request.POST.get("command", "")
    own, troubles = _read({**_written(request.member.settings.get("keys", {})), command: request.POST.get("key", "")})
    if command not in BY_ID or command in troubles:
        why = troubles.get(command) or _("There is no such command.")
        return HttpResponse(why, status=422, content_type="text/plain; charset=utf-8")
    change_habits(member=request.member, keys=keys.chosen(own))
    return HttpResponse(status=204)


def _all(request: MemberRequest) -> HttpResponse:
    typed = {command: request.POST.get(f"key-{command}", keys.printed(BY_ID[command].key)) for command in BY_ID}
    own, troubles = _read(typed)
    if troubles:
        return _shown(request, own, troubles, typed)
    change_habits(member=request.member, keys=keys.chosen(own), keys_off="single" not in request.POST)
    return saved(request, "keys")


def _read(typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """(keys, what is wrong with them), both by command."""
    own: dict[str, str] = {}
    troubles: dict[str, str] = {}
    for command, text in typed.items():
        try:
            own[command] = keys.read(text[:24])
        except ValueError as error:
            troubles[command] = str(error)
    for command, other in keys.clashes(own).items():
        words = {"key": keys.printed(own.get(command, "")), "command": _(BY_ID[other].label)}
        troubles.setdefault(command, _("“%(key)s” already does “%(command)s”. Choose another key for one of them.") % words)
    return own, troubles


def _written(own: Mapping[str, str]) -> dict[str, str]:
    return {command: keys.printed(key) for command, key in own.items() if command in BY_ID}


def _shown(
    request: MemberRequest, own: Mapping[str, str], troubles: Mapping[str, str], typed: Mapping[str, str] | None = None
) -> HttpResponse:
    now = typed or _written(keys.bound(own))
    groups: dict[str, list[dict[str, object]]] = {}
    for row in table():
        command = row["id"]
        usual = keys.printed(BY_ID[command].key)
        line = {**row, "now": now.get(command, ""), "usual": usual, "trouble": troubles.get(command, "")}
        groups.setdefault(row["group"], []).append(line)
    single = "single" in request.POST if request.method == "POST" else not request.member.settings.get("keys_off")
    context = {"groups": groups, "single": single, "troubles": troubles}
    return show(request, "keys", "keys", context, 422 if troubles else 200)
