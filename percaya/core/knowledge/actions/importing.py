"""Taking Markdown files in: categories by their names, articles by their keys, pictures stored. Again changes the same ones."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.knowledge.actions.pictures import add_picture
from percaya.core.knowledge.actions.publishing import place_article, publish
from percaya.core.knowledge.actions.refusing import Refused
from percaya.core.knowledge.actions.shelving import save_category
from percaya.core.knowledge.actions.writing import Words, begin_article, save_version
from percaya.core.knowledge.bringing import Bundle, Page, pictures_of, with_pictures, without_dead_ends
from percaya.core.knowledge.models import Article, ArticleText, Category
from percaya.core.knowledge.policy import slug_of
from percaya.core.workspace.models import Member


@dataclass
class Brought:
    """How it went. ``troubles``: (file, what is wrong); what is not in it came in."""

    made: int = 0
    changed: int = 0
    published: int = 0
    troubles: list[tuple[str, str]] = field(default_factory=list)


def bring_in(*, workspace_id: int, bundle: Bundle, member: Member | None, may_publish: bool, by: Actor) -> Brought:
    """Article by article, each whole or not at all. An article whose address is there already gets the text as a draft and a
    version; readers see nothing new unless the file says ``state: published`` and ``may_publish``."""
    done = Brought(troubles=list(bundle.troubles))
    together: dict[str, list[Page]] = {}
    for page in bundle.pages:
        together.setdefault(page.key, []).append(page)
    for pages in together.values():
        try:
            article, is_new = _bring(workspace_id, pages, bundle, member, by, done)
            done.made, done.changed = done.made + is_new, done.changed + (not is_new)
            if may_publish and any(page.publish for page in pages):
                publish(article=article, member=member, by=by)
                done.published += 1
        except Refused as refused:
            done.troubles.append((pages[0].path, str(refused)))
    return done


def _bring(
    workspace_id: int, pages: list[Page], bundle: Bundle, member: Member | None, by: Actor, done: Brought
) -> tuple[Article, bool]:
    found = next((one for page in pages if (one := _known(workspace_id, page))), None)
    first = pages[0]
    category = _category(workspace_id, first.category, by)
    article = found or begin_article(
        workspace_id=workspace_id, author=member, language=first.language, words=Words(title=first.title, slug=first.slug),
        category=category, audience=first.audience, how="imported", by=by,
    )  # fmt: skip
    if found is not None and (category != article.category or first.audience != article.audience):
        place_article(
            article=article, category=category or article.category, audience=first.audience, brand=article.brand,
            topic=article.topic, by=by,
        )  # fmt: skip
    for page in pages:
        body, lost = without_dead_ends(with_pictures(page.body, _pictures(article, page, bundle)))
        done.troubles += [
            (page.path, _("%(target)s leads nowhere here; only its words came in.") % {"target": one}) for one in lost
        ]
        words = Words(title=page.title, summary=page.summary, body=body, slug=page.slug)
        save_version(article=article, language=page.language, words=words, revision=0, member=member, anyway=True, by=by)
    return article, found is None


def _known(workspace_id: int, page: Page) -> Article | None:
    slug = slug_of(page.slug or page.title)
    rows = ArticleText.objects.select_related("article", "article__category", "article__brand")
    text = rows.filter(workspace_id=workspace_id, language=page.language, slug=slug).first()
    return text.article if text else None


def _pictures(article: Article, page: Page, bundle: Bundle) -> dict[str, str]:
    named = {}
    for said, path in sorted(pictures_of(page, bundle.pictures).items()):
        try:
            image = add_picture(workspace_id=article.workspace_id, article=article, name=path, content=bundle.pictures[path])
        except Refused as refused:
            raise Refused(_("%(name)s: %(trouble)s") % {"name": path, "trouble": refused}) from refused
        named[said] = f"image:{public_ids.encode('image', image.pk)}"
    return named


def _category(workspace_id: int, path: str, by: Actor) -> Category | None:
    """By its names, made when it is not there; what lies deeper than two levels is put on the second."""
    parent: Category | None = None
    for name in [part.strip() for part in path.split("/") if part.strip()][:2]:
        rows = Category.objects.filter(workspace_id=workspace_id, parent=parent)
        found = rows.filter(name__iexact=name).first() or rows.filter(name_en__iexact=name).first()
        parent = found or save_category(workspace_id=workspace_id, name=name, parent=parent, by=by)
    return parent
