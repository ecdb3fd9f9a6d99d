"""The words and addresses of templates, found once: a page of the desk asks for four hundred words and a hundred addresses."""

from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as translate
from markupsafe import Markup

_ANY = 7_304_958_216_037  # stands for a number in an address that is kept; no row of ours has it
_NUMBER = str(_ANY)


def gettext(message: str, /, **values: Any) -> Markup:
    """What ``_()`` and ``{% trans %}`` of a template say: the catalogue's sentence as markup, its values escaped into it."""
    sentence = _sentence(get_language(), message)
    return sentence % values if values else _plain(sentence)


@lru_cache(maxsize=8192)
def _sentence(_language: str | None, message: str) -> Markup:
    return Markup(translate(message))  # noqa: S704 (our own catalogues)


@lru_cache(maxsize=8192)
def _plain(sentence: Markup) -> Markup:
    """A sentence without values is a format all the same, as Jinja's newstyle has it: "100%%" is read as 100%."""
    return sentence % {}


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """``url("inbox:ticket", slug, number)``; a wrong name is an error at rendering, never a dead link."""
    if kwargs:
        return reverse(name, args=args or None, kwargs=kwargs)
    numbers = [arg for arg in args if type(arg) is int]
    if not numbers or min(numbers) < 0:
        return _reversed(name, args)
    head, *rest = _around(name, tuple(_ANY if type(arg) is int else arg for arg in args))
    return head + "".join(f"{number}{text}" for number, text in zip(numbers, rest, strict=True))


@lru_cache(maxsize=4096)
def _reversed(name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, args=args or None)


@lru_cache(maxsize=4096)
def _around(name: str, args: tuple[Any, ...]) -> list[str]:
    """An address cut where its numbers stand: walking over tickets finds the same few again."""
    return reverse(name, args=args).split(_NUMBER)
