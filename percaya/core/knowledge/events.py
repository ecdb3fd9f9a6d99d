"""What happens to articles and to the help centre."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event


@dataclass(frozen=True, kw_only=True)
class ArticleEvent(Event):
    stream_type: ClassVar[str] = "article"
    article: int

    @property
    def stream_id(self) -> int:
        return self.article


@dataclass(frozen=True, kw_only=True)
class ArticleChanged(ArticleEvent):
    """``how``: begun, saved, restored, placed, asked, handed_back, planned, unplanned, imported."""

    kind: ClassVar[str] = "article.changed"
    sentence_en: ClassVar[str] = "{actor} changed an article ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah artikel ({how})"
    how: str


@dataclass(frozen=True, kw_only=True)
class ArticlePublished(ArticleEvent):
    """``languages``: those whose text readers see from now on."""

    kind: ClassVar[str] = "article.published"
    sentence_en: ClassVar[str] = "{actor} published an article"
    sentence_id: ClassVar[str] = "{actor} menerbitkan artikel"
    audience: str
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ArticleArchived(ArticleEvent):
    kind: ClassVar[str] = "article.archived"
    sentence_en: ClassVar[str] = "{actor} took an article out of the help centre"
    sentence_id: ClassVar[str] = "{actor} menarik artikel dari pusat bantuan"


@dataclass(frozen=True, kw_only=True)
class ArticleRated(ArticleEvent):
    """A reader said whether it helped."""

    kind: ClassVar[str] = "article.rated"
    sentence_en: ClassVar[str] = "A reader said whether an article helped"
    sentence_id: ClassVar[str] = "Pembaca menilai apakah artikel membantu"
    helped: bool
    feedback: int


@dataclass(frozen=True, kw_only=True)
class HelpCentreChanged(Event):
    """``what``: category, synonyms, gap, feedback."""

    kind: ClassVar[str] = "knowledge.changed"
    sentence_en: ClassVar[str] = "{actor} changed the help centre ({what})"
    sentence_id: ClassVar[str] = "{actor} mengubah pusat bantuan ({what})"
    what: str
    row: int
