"""A phone-like screen for each channel of a demo: write as its customers do, and see what the desk answered."""

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from percaya.channels.registry import channels
from percaya.core import public_ids
from percaya.core.workspace import queries
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.policy import REPLY
from percaya.demo.phones.keeping import KINDS, STAND_IN, line_of, recall
from percaya.demo.phones.line import Line
from percaya.demo.pictures import picture
from percaya.web.ui.doors import MemberRequest, member_view

LONGEST = 2000  # characters of what a customer writes here


@require_GET
@member_view(REPLY)
def page(request: MemberRequest, public_id: str = "", name: str = "") -> HttpResponse:
    """One telephone, and the others to choose. Raises ``Http404`` where the workspace is no demo."""
    accounts = _accounts(request)
    account = next((one for key, one in accounts if key == public_id), None)
    if public_id and account is None:
        raise Http404
    if account is None and accounts:
        public_id, account = accounts[0]
    people = KINDS[account.channel].people if account else {}
    who = name or next(iter(people), "")
    if who and who not in people:
        raise Http404
    line = line_of(account.pk) if account else None
    context: dict[str, Any] = {
        "phones": [(key, one.name, channels()[one.channel].icon, KINDS[one.channel].people) for key, one in accounts],
        "account": account, "public_id": public_id, "who": who, "name": people.get(who, ""), "line": line,
    }  # fmt: skip
    return render(request, "simulator/page.html", {**context, **(_shown(line, who) if line else {})})


@require_GET
@member_view(REPLY)
def thread(request: MemberRequest, public_id: str, name: str) -> HttpResponse:
    """The words on the screen; having them there is reading them."""
    line = _line(request, public_id, name)
    recall(line)
    line.look(name)
    return render(request, "simulator/thread.html", {"public_id": public_id, "who": name, **_shown(line, name)})


@require_POST
@member_view(REPLY)
def do(request: MemberRequest, public_id: str, name: str, verb: str) -> HttpResponse:
    """What the customer does. POST ``text``, or ``bubble`` with ``offer`` or ``emoji``."""
    line, who, given = _line(request, public_id, name), name, request.POST
    recall(line)
    match verb:
        case "say":
            if text := given.get("text", "").strip()[:LONGEST]:
                line.say(who, text)
        case "picture" if line.can_send_pictures(who):
            line.send_picture(who, picture(f"{who}-{len(line.bubbles(who))}"))
        case "place":
            line.share_place(who)
        case "press":
            line.press(who, given.get("bubble", ""), given.get("offer", ""))
        case "react" if given.get("emoji") in line.emoji:
            line.react(who, given.get("bubble", ""), given["emoji"])
        case _:
            raise Http404
    if request.headers.get("HX-Request"):
        return render(request, "simulator/thread.html", {"public_id": public_id, "who": who, **_shown(line, who)})
    return redirect("simulator:phone", request.workspace.slug, public_id, who)


def _shown(line: Line, who: str) -> dict[str, Any]:
    recall(line)
    bubbles = [(one, datetime.fromtimestamp(one.at, UTC)) for one in line.bubbles(who)]
    return {"bubbles": bubbles, "emoji": line.emoji}


def _accounts(request: MemberRequest) -> list[tuple[str, ChannelAccount]]:
    """Those of the demo that are played here. Raises ``Http404`` elsewhere."""
    if not request.workspace.is_demo:
        raise Http404
    rows = queries.accounts(request.workspace.pk)
    return [(public_ids.encode("account", one.pk), one) for one in rows if one.channel in KINDS and one.settings.get(STAND_IN)]


def _line(request: MemberRequest, public_id: str, who: str) -> Line:
    account = next((one for key, one in _accounts(request) if key == public_id), None)
    line = line_of(account.pk) if account else None
    if line is None or who not in line.people:
        raise Http404
    return line
