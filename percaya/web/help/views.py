"""What readers see: the home, a category, an article, the search. All of it works without scripts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from percaya.core.knowledge.actions.hearing import note_gap
from percaya.core.knowledge.queries import look
from percaya.core.knowledge.shelves import Shelf, shelves, text_at
from percaya.web.help.door import HelpRequest, centres, of_help, tongue_of, workspace_at
from percaya.web.help.feedback import told_before
from percaya.web.help.frame import article_page, page

SHOWN = 12  # results of a page
SUGGESTED = 5  # while somebody types
LONGEST = 300  # characters of a question


@require_GET
def index(request: HttpRequest, slug: str = "") -> HttpResponse:
    """``/bantuan`` and ``/bantuan/<slug>``: on to the reader's language; of several businesses the reader chooses one."""
    found = [workspace_at(slug)] if slug else centres(request)
    if len(found) > 1:
        listed = [(one, reverse("help:of", args=[one.slug])) for one in found]
        return render(request, "help/centres.html", {"centres": listed})
    workspace = found[0]
    response = redirect("help:home", workspace.slug, tongue_of(request, workspace))
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@require_GET
@of_help
def home(request: HelpRequest) -> HttpResponse:
    found = shelves(request.workspace.pk, request.tongue)
    return page(request, "home", {"found": found, "question": ""}, alternates=_everywhere(request, "help:home"))


@require_GET
@of_help
def category(request: HelpRequest, name: str) -> HttpResponse:
    found = shelves(request.workspace.pk, request.tongue)
    shelf, parent = _shelf(list(found.shelves), name)
    return page(
        request,
        "category",
        {"shelf": shelf, "parent": parent, "question": ""},
        alternates=_everywhere(request, "help:category", name),
    )


@require_GET
@of_help
def article(request: HelpRequest, name: str) -> HttpResponse:
    text, moved = text_at(request.workspace.pk, request.tongue, name)
    if text is None or text.live is None:
        if not moved:
            raise Http404
        address = reverse("help:article", args=[request.workspace.slug, request.tongue, moved])
        return HttpResponseRedirect(address, status=301)
    return article_page(request, text, told_before(request))


@require_GET
@of_help
def search(request: HelpRequest) -> HttpResponse:
    """``q``. With ``part`` only the list, for those who are typing; then nothing is counted as looked for in vain."""
    question = request.GET.get("q", "").strip()[:LONGEST]
    typing = "part" in request.GET
    answer = look(request.workspace.pk, question, language=request.tongue, limit=SUGGESTED if typing else SHOWN)
    context: dict[str, Any] = {"answer": answer, "question": question}
    if typing:
        return render(request, "help/parts/suggested.html", context)
    if question and not answer.found:
        note_gap(workspace_id=request.workspace.pk, language=request.tongue, words=question)
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    places = {tongue: f"{at}{query}" for tongue, at in _everywhere(request, "help:search").items()}
    return page(request, "search", context, alternates=places)


def _everywhere(request: HelpRequest, name: str, *more: str) -> dict[str, str]:
    return {tongue: reverse(name, args=[request.workspace.slug, tongue, *more]) for tongue in ("id", "en")}


def _shelf(listed: list[Shelf], name: str) -> tuple[Shelf, Shelf | None]:
    for top in listed:
        if top.category.slug == name:
            return top, None
        for one in top.shelves:
            if one.category.slug == name:
                return one, top
    raise Http404
