"""Articles of the help centre, as they are published."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router

from percaya.core.knowledge.models import ArticleText
from percaya.core.knowledge.queries import live_texts, search
from percaya.core.workspace.models import Workspace
from percaya.web.api import ids
from percaya.web.api.answers import answer
from percaya.web.api.problems import not_found
from percaya.web.api.schemas.articles import ArticleOut, ArticleQuery, Articles
from percaya.web.api.tokens import ApiRequest, needs

router = Router(tags=["Workspace"])


@router.get("/articles", auth=needs("workspace:read"), response=Articles)
def list_articles(request: ApiRequest, query: Query[ArticleQuery]) -> HttpResponse:
    """Published articles: the newest, or with q those that answer it, best first. Internal ones are among them."""
    workspace = request.auth.token.workspace
    language = query.language or workspace.language
    if query.q.strip():
        found = search(workspace.pk, query.q, language=language, audience="internal", limit=query.limit)
        keys = [ids.key_of("article", one.article) for one in found]
    else:
        rows = live_texts(workspace.pk, language=query.language or "", audience="internal").order_by("-article_id")
        keys = list(dict.fromkeys(rows.values_list("article_id", flat=True)[: query.limit * 2]))[: query.limit]
    return answer({"articles": _shapes(workspace, keys)})


@router.get("/articles/{article_id}", auth=needs("workspace:read"), response=ArticleOut)
def show_article(request: ApiRequest, article_id: str) -> HttpResponse:
    """One published article with its text in each language."""
    shapes = _shapes(request.auth.token.workspace, [ids.decode("article", article_id)])
    if not shapes:
        raise not_found()
    return answer(shapes[0])


def _shapes(workspace: Workspace, keys: Sequence[int]) -> list[dict[str, Any]]:
    """In the order of the keys; two statements however many."""
    texts: dict[int, list[ArticleText]] = {}
    for text in live_texts(workspace.pk, audience="internal").filter(article_id__in=keys).order_by("language"):
        texts.setdefault(text.article_id, []).append(text)
    return [_shape(workspace, texts[key]) for key in keys if key in texts]


def _shape(workspace: Workspace, texts: list[ArticleText]) -> dict[str, Any]:
    article = texts[0].article
    return {
        "id": ids.encode("article", article.pk),
        "audience": article.audience,
        "category": article.category.named(workspace.language) if article.category else None,
        "topic": article.topic,
        "texts": [_text(workspace, one, is_public=article.audience == "public") for one in texts],
    }


def _text(workspace: Workspace, text: ArticleText, *, is_public: bool) -> dict[str, Any]:
    live = text.live
    assert live is not None  # live_texts
    path = reverse("help:article", args=[workspace.slug, text.language, text.slug])
    return {
        "language": text.language,
        "title": live.title,
        "summary": live.summary,
        "body": live.body,
        "url": settings.PUBLIC_URL.rstrip("/") + path if is_public else "",
        "published_at": live.created_at,
    }
