"""Reads that pages and stages share. What is for the public goes through ``LIVE`` and the audience here, nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from percaya.core import public_ids
from percaya.core.knowledge.models import LIVE, ArticleText, Passage
from percaya.core.knowledge.search import index
from percaya.core.knowledge.search.asking import asked
from percaya.core.knowledge.search.ranking import Candidate, ranked

_CANDIDATES = 200  # passages that are ranked
_SNIPPET = 220  # characters


@dataclass(frozen=True)
class Found:
    """An article that answers, by its best passage. ``anchor`` is "" for its beginning; ``language`` may be the other one
    when nothing in the reader's own was found."""

    article: str  # public id
    title: str
    summary: str
    slug: str
    language: str
    audience: str
    heading: str
    anchor: str
    snippet: str
    score: float


@dataclass(frozen=True)
class Answer:
    """``meant``: the question as it was read, when some words were taken for others; else ""."""

    found: tuple[Found, ...]
    meant: str = ""


def search(
    workspace_id: int, text: str, *, language: str, audience: str = "public", limit: int = 5, brand_id: int | None = None
) -> list[Found]:
    """Articles that answer, best first. ``audience`` "public" never sees what is internal; "internal" (members) sees both."""
    return list(look(workspace_id, text, language=language, audience=audience, limit=limit, brand_id=brand_id).found)


def look(
    workspace_id: int, text: str, *, language: str, audience: str = "public", limit: int = 5, brand_id: int | None = None
) -> Answer:
    """The same with what was probably meant. The other language is searched when the reader's has nothing."""
    audiences = ("public", "internal") if audience == "internal" else ("public",)
    question = asked(workspace_id, text, audiences)
    if not question.groups:
        return Answer(())
    for tongue in sorted(("id", "en"), key=lambda one: one != language):
        scopes = [index.scope(workspace_id, tongue, one) for one in audiences]
        found = _ranked(workspace_id, scopes, question.groups, audiences, limit, brand_id)
        if found:
            return Answer(tuple(found), _as_meant(text, question.meant))
    return Answer(())


def live_texts(
    workspace_id: int, *, language: str = "", audience: str = "public", brand_id: int | None = None
) -> QuerySet[ArticleText]:
    """Texts that readers see, with what their pages show."""
    rows = ArticleText.objects.filter(LIVE, workspace_id=workspace_id).select_related("article", "live", "article__category")
    if audience == "public":
        rows = rows.filter(article__audience="public")
    if brand_id is not None:
        rows = rows.filter(Q(article__brand=None) | Q(article__brand_id=brand_id))
    return rows.filter(language=language) if language else rows


def _ranked(
    workspace_id: int,
    scopes: Sequence[str],
    groups: Sequence[Sequence[str]],
    audiences: Sequence[str],
    limit: int,
    brand_id: int | None,
) -> list[Found]:
    keys = index.find(scopes, groups, every=True, limit=_CANDIDATES)
    if len(keys) < limit and len(groups) > 1:
        keys = list(dict.fromkeys([*keys, *index.find(scopes, groups, every=False, limit=_CANDIDATES)]))
    rows = Passage.objects.filter(pk__in=keys, workspace_id=workspace_id, text__article__audience__in=audiences)
    rows = rows.filter(text__article__published_at__isnull=False, text__article__archived_at=None)
    passages = {one.pk: one for one in rows.select_related("text", "text__article", "text__live")}
    candidates = [Candidate(pk, one.title_roots.split(), one.roots.split()) for pk, one in passages.items()]
    best: dict[int, Found] = {}
    for score, key in ranked(candidates, groups):
        passage = passages[key]
        article = passage.text.article
        if brand_id is not None and article.brand_id not in (None, brand_id):
            continue
        if article.pk not in best:
            best[article.pk] = _found(passage, score)
        if len(best) == limit:
            break
    return list(best.values())


def _found(passage: Passage, score: float) -> Found:
    text = passage.text
    live = text.live
    assert live is not None  # a passage is made of a live version
    return Found(
        article=public_ids.encode("article", text.article_id),
        title=live.title,
        summary=live.summary,
        slug=text.slug,
        language=text.language,
        audience=text.article.audience,
        heading=passage.heading,
        anchor=passage.anchor,
        snippet=_cut(passage.plain or live.summary),
        score=score,
    )


def _cut(text: str) -> str:
    return text if len(text) <= _SNIPPET else text[:_SNIPPET].rsplit(" ", 1)[0] + "…"


def _as_meant(text: str, meant: Mapping[str, str]) -> str:
    if not meant:
        return ""
    return " ".join(meant.get(word.casefold().strip(".,?!"), word) for word in text.split())
