"""The help centre as readers walk through it: shelves with what stands on them, an article by its address, what is near it."""

from dataclasses import dataclass, field

from percaya.core.knowledge.models import LIVE, Article, ArticleText, Category, FormerSlug
from percaya.core.knowledge.queries import live_texts, search

MOST_SHOWN = 2000  # texts of a help centre that its home knows of


@dataclass
class Card:
    """A live text as a list shows it."""

    title: str
    summary: str
    slug: str
    language: str


@dataclass
class Shelf:
    """A category with its articles, and the shelves on it. ``count``: articles on it and on those."""

    category: Category
    cards: list[Card] = field(default_factory=list)
    shelves: list["Shelf"] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.cards) + sum(one.count for one in self.shelves)


@dataclass(frozen=True)
class Shelves:
    """``loose``: articles on no shelf. Shelves that stand empty in this language are left out."""

    shelves: tuple[Shelf, ...]
    loose: tuple[Card, ...]
    popular: tuple[Card, ...]


def shelves(workspace_id: int, language: str, *, audience: str = "public") -> Shelves:
    """Two statements, however many articles."""
    made = {one.pk: Shelf(one) for one in Category.objects.filter(workspace_id=workspace_id)}
    rows = live_texts(workspace_id, language=language, audience=audience)
    rows = rows.select_related(None).order_by("live__title")
    columns = ("article__category_id", "article__helped", "live__title", "live__summary", "slug")
    loose: list[Card] = []
    liked: list[tuple[int, Card]] = []
    for category_id, helped, title, summary, slug in rows.values_list(*columns)[:MOST_SHOWN]:
        card = Card(title, summary, slug, language)
        (made[category_id].cards if category_id in made else loose).append(card)
        liked.append((helped, card))
    for one in made.values():
        if one.category.parent_id in made:
            made[one.category.parent_id].shelves.append(one)
    tops = [one for one in made.values() if one.category.parent_id is None and one.count]
    for top in tops:
        top.shelves = [one for one in top.shelves if one.count]
    popular = [card for helped, card in sorted(liked, key=lambda pair: (-pair[0], pair[1].title)) if helped]
    return Shelves(tuple(tops), tuple(loose), tuple(popular[:5]))


def text_at(workspace_id: int, language: str, slug: str, *, audience: str = "public") -> tuple[ArticleText | None, str]:
    """The live text of that address; or none and the address it has moved to ("" for nowhere)."""
    rows = live_texts(workspace_id, language=language, audience=audience)
    found = rows.select_related("article__category__parent").filter(slug=slug).first()
    if found is not None:
        return found, ""
    former = FormerSlug.objects.filter(workspace_id=workspace_id, language=language, slug=slug).values_list("text_id").first()
    moved = rows.filter(pk=former[0]).first() if former else None
    return None, moved.slug if moved else ""


def other_languages(article: Article) -> dict[str, str]:
    """Language -> address of the live texts of an article."""
    return dict(ArticleText.objects.filter(LIVE, article=article).values_list("language", "slug"))


def related(text: ArticleText, *, audience: str = "public", limit: int = 4) -> list[Card]:
    """What else may help: articles that have the same words in them, then neighbours on the shelf."""
    title = text.live.title if text.live else ""
    near = search(text.workspace_id, title, language=text.language, audience=audience, limit=limit + 1)
    others = [one for one in near if (one.slug, one.language) != (text.slug, text.language)]
    return [Card(one.title, one.summary, one.slug, one.language) for one in others[:limit]]
