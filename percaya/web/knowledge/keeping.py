"""What keeps the help centre in order: categories, synonyms, gaps, readers' feedback."""

from collections import Counter

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core import public_ids
from percaya.core.knowledge.actions.hearing import close_feedback, close_gap, save_synonyms
from percaya.core.knowledge.actions.refusing import Refused
from percaya.core.knowledge.actions.shelving import remove_category, save_category
from percaya.core.knowledge.models import Article, Category, Feedback, Gap, Synonyms, Term
from percaya.core.tickets.queries.tickets import visible
from percaya.core.words import words
from percaya.core.workspace.policy import CURATE
from percaya.web.ui.doors import MemberRequest, member_view

SHOWN = 100
TOPICS = 20
LATEST = 500  # tickets whose topics are counted


@require_http_methods(["GET", "POST"])
@member_view(CURATE)
def categories(request: MemberRequest) -> HttpResponse:
    """POST ``name``, ``name_en``, ``about``, ``about_en``, ``parent``, ``position``, with ``known`` for one that is there;
    ``remove`` takes it away."""
    if request.method == "POST":
        try:
            _save_category(request)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("knowledge:categories", request.workspace.slug)
    rows = list(Category.objects.filter(workspace=request.workspace).annotate(articles=Count("article")))
    tops = [one for one in rows if one.parent_id is None]
    ordered = [row for top in tops for row in (top, *(one for one in rows if one.parent_id == top.pk))]
    context = {
        "rows": [(public_ids.encode("category", one.pk), one) for one in ordered],
        "parents": [("", _("None: on top")), *((public_ids.encode("category", one.pk), one.name) for one in tops)],
        "ids": {one.pk: public_ids.encode("category", one.pk) for one in rows},
    }
    return render(request, "knowledge/categories.html", context)


@require_http_methods(["GET", "POST"])
@member_view(CURATE)
def synonyms(request: MemberRequest) -> HttpResponse:
    """POST ``words`` with commas; ``known`` for a row that is there, which goes when the words are empty."""
    own = Synonyms.objects.filter(workspace=request.workspace)
    if request.method == "POST":
        pk = public_ids.decode("synonyms", request.POST.get("known", ""))
        known = own.filter(pk=pk).first() if pk else None
        said = [] if "remove" in request.POST else request.POST.get("words", "").split(",")
        try:
            save_synonyms(workspace_id=request.workspace.pk, words=said, known=known, by=request.by)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saved."))
        return redirect("knowledge:synonyms", request.workspace.slug)
    rows = [(public_ids.encode("synonyms", one.pk), ", ".join(map(str, one.words))) for one in own.order_by("pk")]
    return render(request, "knowledge/synonyms.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@member_view(CURATE)
def gaps(request: MemberRequest) -> HttpResponse:
    """What was looked for in vain, the most often first, and topics of tickets that no article is about. POST ``gap``."""
    own = Gap.objects.filter(workspace=request.workspace)
    if request.method == "POST":
        pk = public_ids.decode("gap", request.POST.get("gap", ""))
        found = own.filter(pk=pk).first() if pk else None
        if found is None:
            raise Http404
        close_gap(gap=found, by=request.by)
        return redirect("knowledge:gaps", request.workspace.slug)
    rows = own.filter(is_closed=False).order_by("-times", "-last_at")[:SHOWN]
    context = {"rows": [(public_ids.encode("gap", one.pk), one) for one in rows], "topics": _topics(request)}
    return render(request, "knowledge/gaps.html", context)


@require_http_methods(["GET", "POST"])
@member_view(CURATE)
def feedback(request: MemberRequest) -> HttpResponse:
    """What readers said, open ones first. POST ``feedback`` closes one."""
    own = Feedback.objects.filter(workspace=request.workspace)
    if request.method == "POST":
        pk = public_ids.decode("article_feedback", request.POST.get("feedback", ""))
        found = own.filter(pk=pk).first() if pk else None
        if found is None:
            raise Http404
        close_feedback(feedback=found, by=request.by)
        return redirect("knowledge:feedback", request.workspace.slug)
    rows = list(own.filter(is_closed=False).order_by("-pk")[:SHOWN])
    titles: dict[int, str] = {}
    for article in Article.objects.filter(pk__in={one.article_id for one in rows}).prefetch_related("texts"):
        titles[article.pk] = next((text.title for text in article.texts.all() if text.title), "")
    ids = {one.pk: (public_ids.encode("article_feedback", one.pk), public_ids.encode("article", one.article_id)) for one in rows}
    listed = [(*ids[one.pk], titles.get(one.article_id, ""), one) for one in rows]
    return render(request, "knowledge/feedback.html", {"rows": listed})


def _save_category(request: MemberRequest) -> None:
    said, own = request.POST, Category.objects.filter(workspace=request.workspace)
    known_id, parent_id = (
        public_ids.decode("category", said.get("known", "")),
        public_ids.decode("category", said.get("parent", "")),
    )
    known = own.filter(pk=known_id).first() if known_id else None
    if "remove" in said and known is not None:
        remove_category(category=known, by=request.by)
        messages.success(request, _("The category is gone."))
        return
    position = said.get("position", "")
    save_category(
        workspace_id=request.workspace.pk,
        name=said.get("name", ""),
        name_en=said.get("name_en", ""),
        about=said.get("about", ""),
        about_en=said.get("about_en", ""),
        parent=own.filter(pk=parent_id).first() if parent_id else None,
        position=int(position) if position.isdecimal() and len(position) < 4 else None,
        known=known,
        by=request.by,
    )
    messages.success(request, _("Saved."))


def _topics(request: MemberRequest) -> list[tuple[str, int]]:
    """Topics of the latest tickets whose words stand in no article."""
    rows = visible(request.member).exclude(topic="").order_by("-pk").values_list("topic", flat=True)[:LATEST]
    counted = Counter(rows).most_common(TOPICS)
    roots = {topic: set(words(topic)) for topic, _count in counted}
    wanted = set().union(*roots.values())
    terms = Term.objects.filter(workspace=request.workspace, root__in=wanted)
    said = set(terms.values_list("root", flat=True))
    return [(topic, count) for topic, count in counted if not roots[topic] <= said]
