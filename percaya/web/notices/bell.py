"""The bell: what is new for this member, one line a ticket."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from percaya.stages.notices.actions.noting import clear, clear_all
from percaya.stages.notices.models import Notice
from percaya.stages.notices.queries import CAP, latest, unread_count
from percaya.stages.notices.staff_words import line
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of

_IN_MENU = 8


@dataclass(frozen=True)
class Line:
    notice: Notice
    words: str
    href: str


@require_GET
@member_view()
def page(request: MemberRequest) -> HttpResponse:
    return render(request, "notices/list.html", {"lines": _lines(request, 30), "unread": unread_count(request.member)})


@require_GET
@member_view()
def menu(request: MemberRequest) -> HttpResponse:
    """The bell with its number; with ``?open=1`` also the newest lines."""
    lines = _lines(request, _IN_MENU) if request.GET.get("open") else []
    return render(request, "notices/parts/bell.html", {"lines": lines, "count": count_words(request)})


@require_GET
@member_view()
def follow(request: MemberRequest, number: int) -> HttpResponse:
    """To the ticket that a notice speaks of; it counts as read, with or without scripts."""
    ticket = ticket_of(request, number)
    clear(member=request.member, ticket_id=ticket.pk)
    return HttpResponseRedirect(reverse("inbox:ticket", args=[request.workspace.slug, number]))


@require_POST
@member_view()
def read(request: MemberRequest) -> HttpResponse:
    """All read."""
    clear_all(member=request.member)
    if request.htmx:
        return render(request, "notices/parts/bell.html", {"lines": _lines(request, _IN_MENU), "count": count_words(request)})
    return HttpResponseRedirect(reverse("notices:list", args=[request.workspace.slug]))


def count_words(request: MemberRequest) -> str:
    count = unread_count(request.member)
    return f"{CAP - 1}+" if count >= CAP else str(count or "")


def _lines(request: MemberRequest, limit: int) -> list[Line]:
    slug = request.workspace.slug
    found = latest(request.member, limit)
    return [Line(one, line(one), reverse("notices:follow", args=[slug, one.ticket.number])) for one in found]
