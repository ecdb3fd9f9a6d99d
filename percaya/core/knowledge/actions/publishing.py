"""From draft to readers and back: asked to look over, handed back, published now or planned, archived."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import cancel_alarm, set_alarm
from percaya.core.journal.jobs import kind_of, task
from percaya.core.knowledge.actions.indexing import reindex
from percaya.core.knowledge.actions.refusing import Refused, hold, touch
from percaya.core.knowledge.actions.writing import put_on, version_of
from percaya.core.knowledge.events import ArticleArchived, ArticlePublished
from percaya.core.knowledge.models import LIVE, Article, ArticleText, Category, Image
from percaya.core.knowledge.policy import images_in
from percaya.core.workspace.models import Brand, Member
from percaya.core.workspace.policy import CURATE


@transaction.atomic
def ask_review(*, article: Article, reviewer: Member | None, by: Actor) -> Article:
    """Somebody who may publish is to look it over."""
    article = hold(article.pk)
    _ready(article)
    if reviewer is not None and (reviewer.workspace_id != article.workspace_id or not reviewer.may(CURATE)):
        raise Refused(_("This member cannot publish. Choose somebody who may."))
    article.asked_at, article.reviewer, article.archived_at = timezone.now(), reviewer, None
    touch(article, "asked", by=by, fields=("asked_at", "reviewer", "archived_at"))
    return article


@transaction.atomic
def hand_back(*, article: Article, by: Actor) -> Article:
    """Not yet: it is a draft again (what readers see stays)."""
    article = hold(article.pk)
    article.asked_at = None
    touch(article, "handed_back", by=by, fields=("asked_at",))
    return article


@transaction.atomic
def publish(*, article: Article, member: Member | None, by: Actor) -> Article:
    """Readers see the drafts of both languages from now on. Raises ``Refused`` while there is no whole text."""
    article = hold(article.pk)
    texts = _ready(article)
    pictures = _pictures(article)
    for text in texts:
        text.live = version_of(text, member, "published")
        text.save(update_fields=["live"])
    ArticleText.objects.filter(article=article, title="", body="").update(live=None)  # this language was emptied
    now = timezone.now()
    article.published_at, article.archived_at = article.published_at or now, None
    article.asked_at = article.publish_at = None
    article.updated_at = now
    article.save(update_fields=["published_at", "archived_at", "asked_at", "publish_at", "updated_at"])
    cancel_alarm(_alarm(article))
    _show_pictures(article, pictures | _pictures(article))
    reindex(article)
    languages = tuple(sorted(text.language for text in texts))
    record(
        ArticlePublished(workspace_id=article.workspace_id, article=article.pk, audience=article.audience, languages=languages),
        by=by,
    )
    return article


@transaction.atomic
def plan(*, article: Article, at: datetime | None, by: Actor) -> Article:
    """Publish at that moment, or (``None``) no longer by itself. Raises ``Refused`` for a moment that has passed."""
    article = hold(article.pk)
    if at is not None:
        _ready(article)
        if at <= timezone.now():
            raise Refused(_("This moment has passed. Choose a later one, or publish now."))
        set_alarm(
            kind_of(appear), key=_alarm(article), due_at=at, args={"article_id": article.pk}, workspace_id=article.workspace_id
        )
    else:
        cancel_alarm(_alarm(article))
    article.publish_at = at
    touch(article, "planned" if at else "unplanned", by=by, fields=("publish_at",))
    return article


@task("knowledge.appear")
def appear(*, article_id: int) -> None:
    """The planned moment has come."""
    article = Article.objects.filter(pk=article_id, publish_at__isnull=False).first()
    if article is not None:
        publish(article=article, member=None, by=Actor.system())


@transaction.atomic
def archive(*, article: Article, by: Actor) -> Article:
    """Readers see it no more; everything is kept and can be published again."""
    article = hold(article.pk)
    article.archived_at = timezone.now()
    article.asked_at = article.publish_at = None
    article.updated_at = article.archived_at
    article.save(update_fields=["archived_at", "asked_at", "publish_at", "updated_at"])
    cancel_alarm(_alarm(article))
    reindex(article)
    _show_pictures(article, _pictures(article))
    record(ArticleArchived(workspace_id=article.workspace_id, article=article.pk), by=by)
    return article


@transaction.atomic
def place_article(
    *, article: Article, category: Category | None, audience: str, brand: Brand | None, topic: str, by: Actor
) -> Article:
    """On which shelf, for whom. What is live is found by those who may read it from now on, and by nobody else."""
    article = hold(article.pk)
    put_on(article, category, audience, brand)
    article.topic = topic.strip()[:80]
    touch(article, "placed", by=by, fields=("category", "audience", "brand", "topic"))
    _show_pictures(article, _pictures(article))
    reindex(article)
    return article


def _ready(article: Article) -> list[ArticleText]:
    """The texts that have all they need."""
    texts = list(ArticleText.objects.select_for_update(no_key=True).filter(article=article).order_by("language"))
    whole = [text for text in texts if text.title.strip() and text.body.strip()]
    if not whole:
        raise Refused(_("An article needs a title and text in one language at least. Write them, then try again."))
    return whole


def _pictures(article: Article) -> set[str]:
    """The public ids of the pictures that the live texts name."""
    bodies = ArticleText.objects.filter(article=article, live__isnull=False).values_list("live__body", flat=True)
    return {name for body in bodies for name in images_in(body)}


def _show_pictures(article: Article, names: set[str]) -> None:
    """Everybody may see the pictures that some live public text shows, whosever they are; others are for members."""
    shown = ArticleText.objects.filter(LIVE, workspace_id=article.workspace_id, article__audience="public")
    for name in sorted(names):
        if pk := public_ids.decode("image", name):
            is_public = shown.filter(live__body__contains=name).exists()
            Image.objects.filter(workspace_id=article.workspace_id, pk=pk).update(is_public=is_public)


def _alarm(article: Article) -> str:
    return f"knowledge.appear:{article.pk}"
