"""Why a change is not made, and how an article's row is held while it is."""

from django.utils import timezone

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.knowledge.events import ArticleChanged
from percaya.core.knowledge.models import Article, ArticleText


class Refused(Exception):
    """The change makes no sense now; the message says why and what to do."""


class Stale(Exception):
    """Somebody else has saved this text since the writer opened it. Nothing was overwritten."""

    def __init__(self, text: ArticleText) -> None:
        super().__init__("revision")
        self.text = text


def hold(article_id: int) -> Article:
    return Article.objects.select_for_update(no_key=True, of=("self",)).get(pk=article_id)


def touch(article: Article, how: str, *, by: Actor, fields: tuple[str, ...] = ()) -> None:
    """Keep these fields of a held article and record what happened to it."""
    article.updated_at = timezone.now()
    article.save(update_fields=[*fields, "updated_at"])
    record(ArticleChanged(workspace_id=article.workspace_id, article=article.pk, how=how), by=by)
