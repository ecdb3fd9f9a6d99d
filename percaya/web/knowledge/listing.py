"""The list of articles: by state, category, words; the newest change first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from percaya.core import public_ids
from percaya.core.knowledge.models import Article, ArticleText, Category
from percaya.core.knowledge.queries import search
from percaya.core.workspace.policy import CURATE
from percaya.web.knowledge.finding import STATE_HUES, is_changed, state_said
from percaya.web.ui.doors import MemberRequest, member_view

STATES = ("all", "draft", "review", "published", "archived")
SHOWN = 100
_WHERE = {
    "all": Q(archived_at=None),
    "draft": Q(published_at=None, archived_at=None, asked_at=None),
    "review": Q(asked_at__isnull=False, archived_at=None),
    "published": Q(published_at__isnull=False, archived_at=None),
    "archived": Q(archived_at__isnull=False),
}


@dataclass(frozen=True)
class Row:
    public_id: str
    title: str
    languages: tuple[str, ...]
    state: str
    state_word: str
    hue: str
    is_changed: bool
    is_internal: bool
    category: str
    helped: int
    missed: int
    updated_at: datetime
    publish_at: datetime | None


@require_GET
@member_view()
def page(request: MemberRequest) -> HttpResponse:
    """``state``, ``category`` (public id), ``q``."""
    asked, question = request.GET.get("state", "all"), request.GET.get("q", "").strip()[:300]
    state = asked if asked in STATES else "all"
    chosen = request.GET.get("category", "")
    rows = Article.objects.filter(_WHERE[state], workspace=request.workspace).select_related("category")
    if category_id := public_ids.decode("category", chosen):
        rows = rows.filter(Q(category_id=category_id) | Q(category__parent_id=category_id))
    rows = _asked_for(rows, request, question).order_by("-updated_at", "-pk") if question else rows.order_by("-updated_at", "-pk")
    shelves = Category.objects.filter(workspace=request.workspace)
    context = {
        "rows": _rows(list(rows[:SHOWN]), request.member.language),
        "state": state,
        "states": [(one, state_said(one) if one != "all" else "") for one in STATES],
        "question": question,
        "category": chosen,
        "categories": [(public_ids.encode("category", one.pk), one.named(request.member.language)) for one in shelves],
        "may_write": request.member.may(CURATE),
    }
    return render(request, "knowledge/list.html", context)


def _asked_for(rows: QuerySet[Article], request: MemberRequest, question: str) -> QuerySet[Article]:
    """What readers would find, and drafts whose title or text has the words."""
    found = search(request.workspace.pk, question, language=request.member.language, audience="internal", limit=50)
    keys = [public_ids.decode("article", one.article) for one in found]
    drafts = ArticleText.objects.filter(workspace=request.workspace).filter(
        Q(title__icontains=question) | Q(body__icontains=question)
    )
    return rows.filter(Q(pk__in=[key for key in keys if key]) | Q(pk__in=drafts.values("article_id")))


def _rows(articles: list[Article], language: str) -> list[Row]:
    texts: dict[int, list[ArticleText]] = {}
    for text in ArticleText.objects.filter(article__in=articles).select_related("live").order_by("language"):
        texts.setdefault(text.article_id, []).append(text)
    return [_row(article, texts.get(article.pk, []), language) for article in articles]


def _row(article: Article, texts: list[ArticleText], language: str) -> Row:
    named = sorted((text for text in texts if text.title), key=lambda text: text.language != language)
    return Row(
        public_id=public_ids.encode("article", article.pk),
        title=named[0].title if named else "",
        languages=tuple(text.language for text in texts if text.body),
        state=article.state,
        state_word=state_said(article.state),
        hue=STATE_HUES[article.state],
        is_changed=article.published_at is not None and any(is_changed(text) for text in texts),
        is_internal=article.audience == "internal",
        category=article.category.named(language) if article.category else "",
        helped=article.helped,
        missed=article.missed,
        updated_at=article.updated_at,
        publish_at=article.publish_at,
    )
