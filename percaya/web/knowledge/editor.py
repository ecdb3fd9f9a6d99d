"""Writing an article: both languages side by side, kept while typing, published when somebody says so."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.knowledge.actions.publishing import ask_review, place_article, publish
from percaya.core.knowledge.actions.refusing import Refused, Stale
from percaya.core.knowledge.actions.writing import Words, begin_article, keep_draft, save_version
from percaya.core.knowledge.markdown import render as to_html
from percaya.core.knowledge.models import Article, ArticleText, Category
from percaya.core.knowledge.policy import LANGUAGES
from percaya.core.workspace.brands import brands
from percaya.core.workspace.models import Brand, Member
from percaya.core.workspace.policy import CURATE
from percaya.core.workspace.queries import members
from percaya.web.knowledge.finding import STATE_HUES, article_of, is_changed, state_said, texts_of
from percaya.web.knowledge.pictures import member_picture_url
from percaya.web.ui.doors import MemberRequest, member_view

LATELY = 600  # seconds in which a colleague's change is worth a warning
_DEEDS = ("save", "publish", "ask")


@require_http_methods(["GET", "POST"])
@member_view(CURATE)
def new(request: MemberRequest) -> HttpResponse:
    """POST begins a draft at once, so that nothing typed is ever only on the screen. ``title`` may be given."""
    if request.method == "GET":
        return render(request, "knowledge/new.html", {"title": request.GET.get("title", "")[:160]})
    words = Words(title=request.POST.get("title", "").strip())
    language = request.member.language if request.member.language in LANGUAGES else "id"
    article = begin_article(
        workspace_id=request.workspace.pk, author=request.member, language=language, words=words, by=request.by
    )
    return redirect("knowledge:edit", request.workspace.slug, public_ids.encode("article", article.pk))


@require_http_methods(["GET", "POST"])
@member_view(CURATE)
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    """POST ``title_id``, ``summary_id``, ``body_id``, ``slug_id``, ``revision_id`` and the same in ``_en``; ``category``,
    ``audience``, ``brand``, ``topic``; ``do``: save, publish or ask; ``anyway``: over what a colleague has saved since."""
    article = article_of(request, public_id)
    if request.method == "GET":
        return _page(request, article)
    do = request.POST.get("do", "save")
    try:
        _save(request, article)
        said = _do(request, article, do if do in _DEEDS else "save")
    except Stale as stale:
        return _page(request, article, theirs=stale.text, status=409)
    except Refused as refused:
        return _page(request, article, trouble=str(refused), status=422)
    messages.success(request, said)
    return redirect("knowledge:edit", request.workspace.slug, public_id)


@require_POST
@member_view(CURATE)
def draft(request: MemberRequest, public_id: str) -> HttpResponse:
    """Keep one language's draft while somebody types. JSON: ``revision``, or 409 with who was faster."""
    article = article_of(request, public_id)
    language = request.POST.get("language", "")
    try:
        text = keep_draft(
            article=article, language=language, words=_words(request, language), revision=_revision(request, language),
            member=request.member,
        )  # fmt: skip
    except Stale as stale:
        who = stale.text.editor.name if stale.text.editor else _("Somebody else")
        said = _("%(name)s has changed this text since you opened it. What you type is not kept by itself now; use Save.")
        return JsonResponse({"said": said % {"name": who}}, status=409)
    except Refused as refused:
        return JsonResponse({"said": str(refused)}, status=422)
    return JsonResponse({"revision": text.revision, "said": _("Draft kept")})


@require_POST
@member_view(CURATE)
def preview(request: MemberRequest) -> HttpResponse:
    """The text as readers will see it. POST ``body``."""
    shown = to_html(request.POST.get("body", ""), member_picture_url(request.workspace))
    return render(request, "knowledge/parts/preview.html", {"html": shown.html})


def _save(request: MemberRequest, article: Article) -> None:
    anyway = "anyway" in request.POST
    known = texts_of(article)
    for language in LANGUAGES:
        words = _words(request, language)
        if not (words.title or words.body.strip() or language in known):
            continue
        revision = _revision(request, language)
        if words.title and words.body.strip():
            save_version(
                article=article, language=language, words=words, revision=revision, member=request.member, anyway=anyway,
                by=request.by,
            )  # fmt: skip
        else:
            keep_draft(article=article, language=language, words=words, revision=revision, member=request.member, anyway=anyway)
    _place(request, article)


def _place(request: MemberRequest, article: Article) -> None:
    said = request.POST
    category_id, brand_id = (
        public_ids.decode("category", said.get("category", "")),
        public_ids.decode("brand", said.get("brand", "")),
    )
    own = {"workspace": request.workspace}
    category = Category.objects.filter(pk=category_id, **own).first() if category_id else None
    brand = Brand.objects.filter(pk=brand_id, **own).first() if brand_id else None
    topic, audience = " ".join(said.get("topic", "").split())[:80], said.get("audience", "public")
    before = article.category_id, article.brand_id, article.audience, article.topic
    if before != (category.pk if category else None, brand.pk if brand else None, audience, topic):
        place_article(article=article, category=category, audience=audience, brand=brand, topic=topic, by=request.by)


def _do(request: MemberRequest, article: Article, do: str) -> str:
    if do == "publish":
        publish(article=article, member=request.member, by=request.by)
        return _("Published. Readers see it now.")
    if do == "ask":
        pk = public_ids.decode("member", request.POST.get("reviewer", ""))
        reviewer = Member.objects.filter(workspace=request.workspace, pk=pk, is_active=True).first() if pk else None
        ask_review(article=article, reviewer=reviewer, by=request.by)
        return _("It waits to be looked over.")
    return (
        _("Saved as a version. Readers see it once it is published.")
        if not article.is_live
        else _("Saved as a version. Readers see the published text until you publish this one.")
    )


def _page(
    request: MemberRequest, article: Article, *, trouble: str = "", theirs: ArticleText | None = None, status: int = 200
) -> HttpResponse:
    texts = texts_of(article)
    slug = request.workspace.slug
    context: dict[str, Any] = {
        "article": article,
        "public_id": public_ids.encode("article", article.pk),
        "state_word": state_said(article.state),
        "hue": STATE_HUES[article.state],
        "sides": [_side(request, language, texts.get(language)) for language in LANGUAGES],
        "categories": [
            (public_ids.encode("category", one.pk), one.named(request.member.language))
            for one in Category.objects.filter(workspace=request.workspace)
        ],
        "category": public_ids.encode("category", article.category_id) if article.category_id else "",
        "brands": [(public_ids.encode("brand", one.pk), one.name) for one in brands(request.workspace.pk)],
        "brand": public_ids.encode("brand", article.brand_id) if article.brand_id else "",
        "reviewers": [
            (public_ids.encode("member", one.pk), one.name)
            for one in members(request.workspace.pk)
            if one.may(CURATE) and one.pk != request.member.pk
        ],
        "is_changed": any(is_changed(text) for text in texts.values()),
        "live": {language: text.slug for language, text in texts.items() if text.live_id and article.is_live},
        "trouble": trouble,
        "theirs": theirs,
        "slug": slug,
    }
    return render(request, "knowledge/edit.html", context, status=status)


def _side(request: MemberRequest, language: str, text: ArticleText | None) -> dict[str, Any]:
    """One language's column: what was just typed, else what is kept."""
    typed = request.method == "POST"
    said = request.POST
    since = (timezone.now() - text.edited_at).total_seconds() if text and text.edited_at else LATELY
    other = text.editor.name if text and text.editor and text.editor_id != request.member.pk and since < LATELY else ""
    return {
        "language": language,
        "title": said.get(f"title_{language}", "") if typed else text.title if text else "",
        "summary": said.get(f"summary_{language}", "") if typed else text.summary if text else "",
        "body": said.get(f"body_{language}", "") if typed else text.body if text else "",
        "slug": text.slug if text else "",
        "revision": text.revision if text else 0,
        "other": other,
        "is_live": bool(text and text.live_id),
    }


def _words(request: MemberRequest, language: str) -> Words:
    said = request.POST
    return Words(
        title=said.get(f"title_{language}", ""),
        summary=said.get(f"summary_{language}", ""),
        body=said.get(f"body_{language}", ""),
        slug=said.get(f"slug_{language}", ""),
    )


def _revision(request: MemberRequest, language: str) -> int:
    text = request.POST.get(f"revision_{language}", "0")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
