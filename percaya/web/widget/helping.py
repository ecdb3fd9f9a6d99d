"""The help centre inside the panel: looked through before one writes, and read where one is. Public articles alone."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from percaya.core import public_ids
from percaya.core.knowledge.actions.hearing import note_gap
from percaya.core.knowledge.markdown import render as to_html
from percaya.core.knowledge.queries import live_texts, look
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.help.pictures import public_picture_url
from percaya.web.widget.doors import ChatRequest, called_by_panel, slow_down

SHOWN = 4
LONGEST = 300  # characters of a question
_MOST = (120, 60)  # (times, seconds) for one address


@called_by_panel
@require_GET
def find(request: ChatRequest) -> HttpResponse:
    """``q``; with ``asked`` (they pressed Enter) a question that finds nothing is noted as a gap. Needs no pass: nothing of a
    visitor is in it, and looking makes nobody known."""
    if too_often("chat-help", peer(request), limit=_MOST[0], seconds=_MOST[1]):
        return slow_down(_MOST[1])
    question = request.GET.get("q", "").strip()[:LONGEST]
    brand = request.account.brand_id
    found = look(request.workspace.pk, question, language=request.chat.language, limit=SHOWN, brand_id=brand).found
    if question and not found and "asked" in request.GET:
        note_gap(workspace_id=request.workspace.pk, language=request.chat.language, words=question)
    return render(cast(HttpRequest, request), "widget/found.html", {"found": found, "question": question})


@called_by_panel
@require_GET
def article(request: ChatRequest, article: str) -> HttpResponse:
    """One article in the chat's language, or in the other one where it has none in that."""
    if too_often("chat-help", peer(request), limit=_MOST[0], seconds=_MOST[1]):
        return slow_down(_MOST[1])
    pk = public_ids.decode("article", article)
    texts = list(live_texts(request.workspace.pk).filter(article_id=pk)) if pk else []
    text = min(texts, key=lambda one: one.language != request.chat.language, default=None)
    if text is None or text.live is None:
        raise Http404
    shown = to_html(text.live.body, public_picture_url(request.workspace, text.live.body))
    page = reverse("help:article", args=[request.workspace.slug, text.language, text.slug])
    return render(
        cast(HttpRequest, request), "widget/article.html", {"live": text.live, "html": shown.html, "page": page, "text": text}
    )


def has_articles(request: ChatRequest) -> bool:
    return live_texts(request.workspace.pk, brand_id=request.account.brand_id).exists()
