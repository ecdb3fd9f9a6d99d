"""Answers about articles of the help centre."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field


class ArticleQuery(Schema):
    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(max_length=300)] = ""
    language: Literal["id", "en"] | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class ArticleTextOut(Schema):
    """What readers see of an article in one language."""

    language: str
    title: str
    summary: str
    body: str
    url: str
    published_at: datetime


class ArticleOut(Schema):
    """A published article."""

    id: str
    audience: Literal["public", "internal"]
    category: str | None
    topic: str
    texts: list[ArticleTextOut]


class Articles(Schema):
    articles: list[ArticleOut]
