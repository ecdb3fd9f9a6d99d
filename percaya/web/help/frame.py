"""What stands around every page of the help centre, and the page of an article, which answers its readers too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from percaya.core.knowledge.markdown import render as to_html
from percaya.core.knowledge.models import ArticleText
from percaya.core.knowledge.shelves import other_languages, related
from percaya.web.forms.finding import form_of
from percaya.web.help.door import HelpRequest, contact_url
from percaya.web.help.pictures import public_picture_url


@dataclass(frozen=True)
class Told:
    """Where the reader stands with their answer: ``step`` and what it was ``about``; what they wrote, where it was not taken."""

    step: str = ""
    about: str = ""
    words: str = ""
    email: str = ""


def page(
    request: HelpRequest, name: str, context: Mapping[str, Any], *, alternates: Mapping[str, str], status: int = 200
) -> HttpResponse:
    """``alternates``: the same page in each language that has it."""
    around = {
        "alternates": alternates,
        "canonical": request.build_absolute_uri(request.path),
        "origin": request.build_absolute_uri("/")[:-1],
        "contact": contact_url(request.workspace, str(context["question"])),
        "tongue": request.tongue,
    }
    return render(request, f"help/{name}.html", {**around, **context}, status=status)


def article_page(request: HelpRequest, text: ArticleText, told: Told, *, status: int = 200) -> HttpResponse:
    """Of a text that is published."""
    assert text.live is not None
    shown = to_html(text.live.body, public_picture_url(request.workspace, text.live.body))
    context = {
        "text": text,
        "live": text.live,
        "category": text.article.category,
        "html": shown.html,
        "headings": [one for one in shown.headings if one[2] <= 3],
        "related": related(text),
        "told": told,
        "takes_mail": form_of(request.workspace.pk) is not None,
        "question": "",
    }
    slugs = other_languages(text.article)
    places = {tongue: reverse("help:article", args=[request.workspace.slug, tongue, slug]) for tongue, slug in slugs.items()}
    return page(request, "article", context, alternates=places, status=status)
