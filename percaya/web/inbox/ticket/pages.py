"""One ticket: its page, its pane for htmx, and the fragments that keep it true while it is open."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from percaya.core.tickets.actions.mentioning import mark_mentions_read
from percaya.core.tickets.actions.shelving import mark_seen
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries import timeline
from percaya.core.tickets.queries.joinings import where_it_goes_on
from percaya.core.tickets.queries.sentences import Names
from percaya.core.tickets.queries.tickets import message_of
from percaya.core.workspace.policy import REPLY, SUPERVISE
from percaya.runtime.presence import Kind, presence
from percaya.web.inbox.composer.composing import composer, said_steps
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.heading import heading
from percaya.web.inbox.joining.merged import goes_on
from percaya.web.inbox.listing import Wanted, wanted_by
from percaya.web.inbox.lists.pages import list_context
from percaya.web.inbox.reference import reference
from percaya.web.inbox.ticket import story
from percaya.web.inbox.ticket.around import beside_context
from percaya.web.inbox.ticket.beside import keep_tab
from percaya.web.inbox.ticket.files import file_url
from percaya.web.inbox.ticket.news import others
from percaya.web.inbox.ticket.people import person

_OVERLAP = 10  # entries given again with the new ones: their delivery marks may have moved


@require_GET
@member_view()
def ticket(request: MemberRequest, number: int) -> HttpResponse:
    """The ticket; htmx, asking for the pane, gets the pane and the person beside it. ``?at=`` opens it at a message, and one
    that was merged leads to where it goes on, unless ``?stay=1``."""
    found = ticket_of(request, number)
    if (elsewhere := goes_on(request, found)) is not None:
        return elsewhere
    wanted = wanted_by(request)
    if request.htmx and request.htmx.target == "ticket":
        response = render(request, "inbox/parts/panes.html", {**ticket_context(request, found), "wanted": wanted})
        response.headers["Vary"] = "HX-Request, HX-Target"
        return response
    listed = list_context(request, wanted, found)  # first: it asks for the labels of all at once
    return keep_tab(request, render(request, "inbox/ticket.html", {**listed, **ticket_context(request, found)}))


@require_GET
@member_view()
def earlier(request: MemberRequest, number: int) -> HttpResponse:
    """The entries before ``?before=`` or after ``?later=`` (places that the page before gave)."""
    found = ticket_of(request, number)
    later = timeline.Place.read(request.GET.get("later", ""))
    if later is not None:
        told = timeline.onwards(found, later)
    else:
        told = timeline.story(found, before=timeline.Place.read(request.GET.get("before", "")))
    context = {**_story_context(request, found, told, live=later is not None), "ticket": found}
    context |= {"wanted": Wanted.read(request.GET), "before": None if later is not None else told.before}
    page = "inbox/parts/earlier.html" if request.htmx else "inbox/earlier.html"
    return render(request, page, context)


@require_GET
@member_view()
def fresh(request: MemberRequest, number: int) -> HttpResponse:
    """The head, and the entries after ``?after=`` with a few before them; a whole window when a merge or a split has
    rearranged the thread, for ``?whole=1``, and around the message of ``?at=``."""
    found = ticket_of(request, number)
    mark = _message_at(request, found)
    after = _number(request.GET.get("after", "")) or found.version
    told = timeline.since(found, after, again=_OVERLAP)
    news = others(request, found, told.entries, after)
    if request.GET.get("seen") == "1":
        mark_seen(ticket=found, member=request.member)
        _settle_mentions(request, found)
    whole = told.rearranged or mark is not None or request.GET.get("whole") == "1"
    if whole:
        told = timeline.around(found, mark) if mark else timeline.story(found)
    context = _story_context(request, found, told, live=not whole)
    beside = beside_context(request, found)
    return render(
        request, "inbox/parts/fresh.html", {**heading(request, found), **context, **beside, "whole": whole, "news": news}
    )


@require_GET
@member_view(REPLY)
def offers(request: MemberRequest, number: int) -> HttpResponse:
    """A long menu of the head, asked for when it opens: ``?of=team``, ``label``, else whom the ticket can be given to. Without
    scripts it is a page of its own."""
    found, known = ticket_of(request, number), reference(request.member)
    own = {label for label, _name in known.labels_on([found.pk])[found.pk]}
    context = {
        "of": request.GET.get("of", ""),
        "ticket": found,
        "people": known.answerers,
        "teams": known.teams,
        "labels": [one for one in known.labels if one.pk not in own],
        "list_query": Wanted.read(request.GET).query(),
    }
    return render(request, "inbox/parts/offers.html" if request.htmx else "inbox/offers.html", context)


def ticket_context(request: MemberRequest, found: Ticket) -> dict[str, Any]:
    mark = _message_at(request, found)
    told = timeline.around(found, mark) if mark else timeline.story(found)
    unread = unread_of(found)
    if request.headers.get("X-Prefetch") != "1":  # fetched ahead, it is not before anybody yet
        _now_before(request, found, unread)
    writing = composer(request, found)
    return {
        "observes": from_board(request),
        **heading(request, found),
        **_story_context(request, found, told, unread=max(0, unread or 0)),
        "composer": writing,
        "may_point": writing["can"],
        "person": person(request.member, found, writing["people"].handles),
        **beside_context(request, found),
        "at": mark.pk if mark else None,
        **_merged(request, found),
    }


def _merged(request: MemberRequest, found: Ticket) -> dict[str, Any]:
    """Of a ticket that goes on elsewhere: where. Nothing is changed or written on it any more."""
    if found.merged_into_id is None:
        return {}
    return {"goes_on": where_it_goes_on(found, request.member), "may_reply": False, "may_note": False}


def _now_before(request: MemberRequest, found: Ticket, unread: int | None) -> None:
    """The member has it before them: read, heard, and seen to be looked at."""
    if unread != 0:  # looking at it again asks nothing more
        mark_seen(ticket=found, member=request.member)
    _settle_mentions(request, found)
    if request.looker is None:
        kind: Kind = "observing" if from_board(request) else "viewing"
        presence().touch(found.pk, request.member.pk, kind, request.workspace.pk, number=found.number)


def from_board(request: MemberRequest) -> bool:
    """A supervisor came from the board to see how it goes: the others read that they observe."""
    return request.GET.get("from") == "board" and request.member.may(SUPERVISE)


def _message_at(request: MemberRequest, found: Ticket) -> Message | None:
    """The message of ``?at=`` when it is of this ticket."""
    wanted = _number(request.GET.get("at", ""))
    return message_of(found, wanted) if wanted else None


def _story_context(
    request: MemberRequest, found: Ticket, told: timeline.Story, *, unread: int = 0, live: bool = False
) -> dict[str, Any]:
    names = Names(found.workspace_id, {found.contact_id: found.contact.name}, reference(request.member).names)
    return {
        "may_reply": request.member.may(REPLY),
        "file_url": file_url,
        "steps_of": lambda deeds: [words for _step, words in said_steps(request, deeds)],
        "previewed_types": story.PREVIEWED,
        "risky_types": story.RISKY,
        "heard_types": story.HEARD,
        "watched_types": story.WATCHED,
        "items": story.items(told, found, names=names, unread=unread, live=live),
        "before": told.before,
        "later": told.later,
        "marked": told.marked,
        "last_seq": found.version if told.later else max((entry.seq for entry in told.entries), default=0) or found.version,
    }


def _settle_mentions(request: MemberRequest, found: Ticket) -> None:
    if vars(found)["mentioned"]:
        mark_mentions_read(ticket=found, member=request.member)


def unread_of(found: Ticket) -> int | None:
    """How many of the customer's messages are new to the reader; ``None`` before the first look."""
    seen: int | None = vars(found)["seen_by_reader"]
    return found.inbound_count - seen if seen is not None else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
