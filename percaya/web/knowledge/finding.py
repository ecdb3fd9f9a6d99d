"""Finding an article of the workspace for a page, and saying where it stands."""

from django.http import Http404
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.knowledge.models import Article, ArticleText
from percaya.web.ui.doors import MemberRequest

STATE_HUES = {"draft": "", "review": "kunyit", "published": "daun", "archived": "outline"}


def article_of(request: MemberRequest, public_id: str) -> Article:
    pk = public_ids.decode("article", public_id)
    rows = Article.objects.select_related("category", "author", "reviewer", "workspace")
    found = rows.filter(workspace=request.workspace, pk=pk).first() if pk else None
    if found is None:
        raise Http404
    return found


def texts_of(article: Article) -> dict[str, ArticleText]:
    rows = ArticleText.objects.filter(article=article).select_related("live", "editor")
    return {text.language: text for text in rows}


def state_said(state: str) -> str:
    return {
        "draft": _("Draft"),
        "review": _("In review"),
        "published": _("Published"),
        "archived": _("Archived"),
    }[state]


def is_changed(text: ArticleText) -> bool:
    """The draft says something else than what readers see."""
    live = text.live
    return live is not None and (text.title, text.summary, text.body) != (live.title, live.summary, live.body)
