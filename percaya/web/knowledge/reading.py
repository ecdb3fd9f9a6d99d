"""An article as members read it, its versions and what differs between them, and the deeds besides writing."""

import difflib
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.core import public_ids
from percaya.core.knowledge.actions.publishing import archive, hand_back, plan, publish
from percaya.core.knowledge.actions.refusing import Refused
from percaya.core.knowledge.actions.writing import restore_version
from percaya.core.knowledge.markdown import render as to_html
from percaya.core.knowledge.models import Article, ArticleVersion
from percaya.core.workspace.policy import CURATE
from percaya.web.knowledge.finding import STATE_HUES, article_of, is_changed, state_said, texts_of
from percaya.web.knowledge.pictures import member_picture_url
from percaya.web.ui.doors import MemberRequest, member_view

MOST_VERSIONS = 100
MOST_LINES = 2000  # of a comparison


@dataclass(frozen=True)
class Line:
    """``kind``: same, gone or new."""

    kind: str
    text: str


@require_GET
@member_view()
def read(request: MemberRequest, public_id: str) -> HttpResponse:
    """``language``: id or en. What is published, else the draft."""
    article = article_of(request, public_id)
    texts = texts_of(article)
    wanted = request.GET.get("language", "") or request.member.language
    text = texts.get(wanted) or next(iter(texts.values()), None)
    if text is None:
        raise Http404
    shown = text.live if text.live and article.is_live else text
    context = {
        "article": article,
        "public_id": public_id,
        "text": text,
        "shown": shown,
        "html": to_html(shown.body, member_picture_url(request.workspace)).html,
        "tongues": sorted(texts),
        "state_word": state_said(article.state),
        "hue": STATE_HUES[article.state],
        "is_changed": is_changed(text),
        "may_write": request.member.may(CURATE),
    }
    return render(request, "knowledge/read.html", context)


@require_GET
@member_view()
def history(request: MemberRequest, public_id: str) -> HttpResponse:
    """``language``; ``old`` and ``new`` are numbers of versions, the last two without them."""
    article = article_of(request, public_id)
    texts = texts_of(article)
    wanted = request.GET.get("language", "") or request.member.language
    text = texts.get(wanted) or next(iter(texts.values()), None)
    rows = ArticleVersion.objects.filter(text=text).select_related("author").order_by("-number")
    versions = list(rows[:MOST_VERSIONS])
    new = _numbered(versions, request.GET.get("new", "")) or (versions[0] if versions else None)
    old = _numbered(versions, request.GET.get("old", "")) or next(
        (one for one in versions if new and one.number < new.number), None
    )
    context = {
        "article": article,
        "public_id": public_id,
        "text": text,
        "tongues": sorted(texts),
        "versions": [(public_ids.encode("article_version", one.pk), one) for one in versions],
        "old": old,
        "new": new,
        "lines": differences(old, new) if new else [],
        "may_write": request.member.may(CURATE),
    }
    return render(request, "knowledge/history.html", context)


@require_POST
@member_view(CURATE)
def restore(request: MemberRequest, public_id: str) -> HttpResponse:
    """POST ``version``: it becomes the draft again."""
    article = article_of(request, public_id)
    pk = public_ids.decode("article_version", request.POST.get("version", ""))
    version = ArticleVersion.objects.filter(text__article=article, pk=pk).first() if pk else None
    if version is None:
        raise Http404
    restore_version(version=version, member=request.member, by=request.by)
    messages.success(
        request, _("Version %(number)s is the draft again. Publish it when it is right.") % {"number": version.number}
    )
    return redirect("knowledge:edit", request.workspace.slug, public_id)


@require_POST
@member_view(CURATE)
def act(request: MemberRequest, public_id: str, verb: str) -> HttpResponse:
    """``verb``: publish, back, archive, plan (``at``, local), unplan."""
    article = article_of(request, public_id)
    try:
        said = _act(request, article, verb)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("knowledge:edit", request.workspace.slug, public_id)


def _act(request: MemberRequest, article: Article, verb: str) -> str:
    match verb:
        case "publish":
            publish(article=article, member=request.member, by=request.by)
            return _("Published. Readers see it now.")
        case "back":
            hand_back(article=article, by=request.by)
            return _("Handed back: it is a draft again.")
        case "archive":
            archive(article=article, by=request.by)
            return _("Archived. Readers see it no more; everything is kept.")
        case "plan":
            plan(article=article, at=_moment(request.POST.get("at", "")), by=request.by)
            return _("Planned. It is published at that moment.")
        case "unplan":
            plan(article=article, at=None, by=request.by)
            return _("No longer planned.")
        case _:
            raise Http404


def differences(old: ArticleVersion | None, new: ArticleVersion) -> list[Line]:
    """Line by line, titles first."""
    before = [f"# {old.title}", old.summary, *old.body.splitlines()] if old else []
    after = [f"# {new.title}", new.summary, *new.body.splitlines()]
    found: list[Line] = []
    for line in difflib.ndiff(before[:MOST_LINES], after[:MOST_LINES]):
        kind = {"  ": "same", "- ": "gone", "+ ": "new"}.get(line[:2])
        if kind and (line[2:].strip() or kind != "same"):
            found.append(Line(kind, line[2:]))
    return found


def _numbered(versions: list[ArticleVersion], number: str) -> ArticleVersion | None:
    return next((one for one in versions if str(one.number) == number), None)


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise Refused(_("When? Choose a day and a time. Nothing was changed."))
    return timezone.make_aware(found) if timezone.is_naive(found) else found
