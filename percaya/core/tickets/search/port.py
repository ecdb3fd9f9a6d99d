"""The port: what the desk asks of a full-text index, and the one that the settings name."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Document:
    """The words of a message (``key`` is its id) as roots from core/words.py; a ticket's first message carries the ticket's
    own words too: number, subject, names, addresses."""

    key: int
    workspace_id: int
    roots: list[str]


@dataclass(frozen=True)
class Query:
    """Roots that all must occur, and runs of roots that must stand side by side."""

    roots: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.roots or self.phrases)


class Search(Protocol):
    def put(self, documents: Iterable[Document]) -> None:
        """Index or replace."""

    def find(self, workspace_id: int, query: Query, *, limit: int, before: int | None = None) -> list[int]:
        """Keys that match, newest first, all below ``before``."""

    def forget(self, keys: Iterable[int]) -> None:
        """Drop documents for good."""


@cache
def search() -> Search:
    made: Search = import_string(settings.PERCAYA_SEARCH)()
    return made
