"""Did this answer your question? Yes or no at once; words, and an address for an answer, if the reader likes."""

import uuid
from datetime import UTC, datetime

import orjson
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.knowledge.actions.hearing import add_words, rate_article
from percaya.core.knowledge.models import ArticleText, Feedback
from percaya.core.knowledge.shelves import text_at
from percaya.stages.intake.actions import take_in
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.forms.finding import form_of
from percaya.web.help.door import HelpRequest, of_help
from percaya.web.help.frame import Told, article_page
from percaya.web.ui import views as pages

_SALT = "help.feedback"
_DAY = 24 * 3600
STEPS = ("yes", "no", "thanks")


@require_POST
@of_help
def rate(request: HelpRequest, name: str) -> HttpResponse:
    """POST ``helped`` yes or no; or ``about`` (what the first answer gave), ``words`` and perhaps ``email``."""
    text, _moved = text_at(request.workspace.pk, request.tongue, name)
    if text is None or text.live is None:
        raise Http404
    if too_often("help-rate", peer(request), limit=30, seconds=600):
        return pages.too_many(request, retry_after=600)
    about = request.POST.get("about", "")
    if about:
        return _take_words(request, text, about)
    helped = request.POST.get("helped", "")
    if helped not in ("yes", "no"):
        raise Http404
    made = rate_article(article=text.article, language=request.tongue, helped=helped == "yes", by=Actor.system())
    return _back(request, text, helped, signing.dumps(made.pk, salt=_SALT))


def told_before(request: HttpRequest) -> Told:
    step, about = request.GET.get("told", ""), request.GET.get("about", "")
    return Told(step if step in STEPS else "", about[:200])


def _take_words(request: HelpRequest, text: ArticleText, about: str) -> HttpResponse:
    feedback = _of(about, text)
    if feedback is None or feedback.words:
        return _back(request, text, "thanks")
    words, email = request.POST.get("words", "").strip()[:2000], request.POST.get("email", "").strip()
    if not words:
        return _back(request, text, "thanks")
    number = None
    if email:
        try:
            validate_email(email)
        except ValidationError:
            return article_page(request, text, Told("wrong", about, words, email[:254]), status=422)
        number = _ask(request, text, words, email)
    add_words(feedback=feedback, words=words, ticket=number, by=Actor.system())
    return _back(request, text, "thanks")


def _of(about: str, text: ArticleText) -> Feedback | None:
    try:
        pk = signing.loads(about, salt=_SALT, max_age=_DAY)
    except signing.BadSignature:
        return None
    return Feedback.objects.filter(pk=pk, article_id=text.article_id).first()


def _ask(request: HelpRequest, text: ArticleText, words: str, email: str) -> int | None:
    """The words as a ticket, through intake like any other. ``None`` where there is no form, or while it is being read."""
    account = form_of(request.workspace.pk)
    if account is None:
        return None
    title = text.live.title if text.live else ""
    page = request.build_absolute_uri(reverse("help:article", args=[request.workspace.slug, request.tongue, text.slug]))
    said = {
        "submission": f"help-{uuid.uuid4().hex}",
        "form": {"id": public_ids.encode("account", account.pk), "name": _("Help centre"), "language": request.tongue},
        "sender": {"name": "", "email": email},
        "subject": _("About “%(title)s”") % {"title": title},
        "message": words,
        "fields": [],
        "files": [],
        "page": page[:1000],
        "submitted_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    ticket = take_in(
        account=account, raw=orjson.dumps(said), door="form", mail_from=email, remote=peer(request), by=Actor.system()
    ).ticket
    return ticket.number if ticket else None


def _back(request: HelpRequest, text: ArticleText, step: str, about: str = "") -> HttpResponse:
    address = reverse("help:article", args=[request.workspace.slug, request.tongue, text.slug])
    more = f"&about={about}" if about else ""
    return HttpResponseRedirect(f"{address}?told={step}{more}#answered")
