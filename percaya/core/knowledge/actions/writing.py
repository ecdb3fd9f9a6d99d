"""Writing: begin an article, keep its draft, make versions, take an older one up again. Readers see none of this."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.knowledge.actions.refusing import Refused, Stale, hold, touch
from percaya.core.knowledge.events import ArticleChanged
from percaya.core.knowledge.models import Article, ArticleText, ArticleVersion, Category, FormerSlug
from percaya.core.knowledge.policy import AUDIENCES, LANGUAGES, MOST_CHARACTERS, slug_of
from percaya.core.workspace.models import Brand, Member


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text as somebody wants it. ``slug``: "" leaves the address, or makes one of the title."""

    title: str
    summary: str = ""
    body: str = ""
    slug: str = ""


@transaction.atomic
def begin_article(
    *,
    workspace_id: int,
    author: Member | None,
    language: str,
    words: Words,
    category: Category | None = None,
    audience: str = "public",
    brand: Brand | None = None,
    topic: str = "",
    from_ticket: int | None = None,
    how: str = "begun",
    by: Actor,
) -> Article:
    """A new draft with its first text. Raises ``Refused``."""
    article = Article(workspace_id=workspace_id, author=author, topic=topic.strip()[:80], from_ticket=from_ticket)
    put_on(article, category, audience, brand)
    article.updated_at = timezone.now()
    article.save()
    _write(_text(article, language), words, author, strict=False)
    record(ArticleChanged(workspace_id=workspace_id, article=article.pk, how=how), by=by)
    return article


@transaction.atomic
def keep_draft(
    *, article: Article, language: str, words: Words, revision: int, member: Member | None, anyway: bool = False
) -> ArticleText:
    """Keep what is being written, without a version and without an event: it is nobody's business yet.

    Raises ``Stale`` when another save came between (``revision`` is the one the writer last saw), unless ``anyway``.
    """
    hold(article.pk)
    text = _text(article, language)
    if text.revision != revision and not anyway:
        raise Stale(text)
    return _write(text, words, member, strict=False)


@transaction.atomic
def save_version(
    *, article: Article, language: str, words: Words, revision: int, member: Member | None, anyway: bool = False, by: Actor
) -> ArticleText:
    """Keep the draft and a version of it. Raises ``Refused`` without a title or text, and ``Stale`` as ``keep_draft``."""
    article = hold(article.pk)
    text = _text(article, language)
    if text.revision != revision and not anyway:
        raise Stale(text)
    _write(text, words, member, strict=True)
    version_of(text, member, "saved")
    touch(article, "saved", by=by)
    return text


@transaction.atomic
def restore_version(*, version: ArticleVersion, member: Member, by: Actor) -> ArticleText:
    """An older version becomes the draft again; what readers see changes when that is published."""
    text = ArticleText.objects.get(pk=version.text_id)
    article = hold(text.article_id)
    words = Words(title=version.title, summary=version.summary, body=version.body)
    _write(text, words, member, strict=True)
    version_of(text, member, "restored", again=True)
    touch(article, "restored", by=by)
    return text


def version_of(text: ArticleText, member: Member | None, why: str, *, again: bool = False) -> ArticleVersion:
    """A version of the draft as it stands; the last one when nothing has changed since."""
    last = ArticleVersion.objects.filter(text=text).order_by("-number").first()
    now = text.title, text.summary, text.body
    if last and not again and (last.title, last.summary, last.body) == now:
        return last
    return ArticleVersion.objects.create(
        workspace_id=text.workspace_id, text=text, number=last.number + 1 if last else 1,
        title=text.title, summary=text.summary, body=text.body, author=member, why=why,
    )  # fmt: skip


def _text(article: Article, language: str) -> ArticleText:
    if language not in LANGUAGES:
        raise Refused(_("An article is written in Indonesian or English."))
    found = ArticleText.objects.select_for_update(no_key=True).filter(article=article, language=language).first()
    return found or ArticleText(workspace_id=article.workspace_id, article=article, language=language)


def _write(text: ArticleText, words: Words, member: Member | None, *, strict: bool) -> ArticleText:
    title, body = " ".join(words.title.split())[:160], words.body.replace("\r\n", "\n").rstrip()
    if strict and not (title and body.strip()):
        raise Refused(_("An article needs a title and text. Nothing was saved as a version; your draft is kept."))
    if len(body) > MOST_CHARACTERS:
        raise Refused(_("This is longer than an article may be (60,000 characters). Split it into two."))
    fresh = text.pk is None
    text.title, text.summary, text.body = title, " ".join(words.summary.split())[:300], body
    text.revision, text.editor, text.edited_at = text.revision + 1, member, timezone.now()
    wanted = slug_of(words.slug) if words.slug.strip() else ""
    if fresh or (wanted and wanted != text.slug) or (text.live_id is None and not wanted):
        _readdress(text, wanted or slug_of(title))
    text.save()
    return text


def _readdress(text: ArticleText, slug: str) -> None:
    """A free address; the one that readers knew leads on to it."""
    before, rows = text.slug, ArticleText.objects.filter(workspace_id=text.workspace_id, language=text.language)
    taken = set(rows.exclude(pk=text.pk).filter(slug__startswith=slug).values_list("slug", flat=True))
    text.slug = next(
        name for count in range(1, len(taken) + 2) if (name := slug if count == 1 else f"{slug}-{count}") not in taken
    )
    if text.live_id is not None and before != text.slug:
        FormerSlug.objects.update_or_create(
            workspace_id=text.workspace_id, language=text.language, slug=before, defaults={"text": text}
        )
    FormerSlug.objects.filter(workspace_id=text.workspace_id, language=text.language, slug=text.slug).delete()


def put_on(article: Article, category: Category | None, audience: str, brand: Brand | None) -> None:
    """On which shelf and for whom; the caller saves it."""
    if audience not in AUDIENCES:
        raise Refused(_("An article is for everybody or for colleagues only."))
    for row in (category, brand):
        if row is not None and row.workspace_id != article.workspace_id:
            raise Refused(_("This belongs to another workspace."))
    article.category, article.audience, article.brand = category, audience, brand
