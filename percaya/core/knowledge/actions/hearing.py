"""What readers tell us: whether an article helped, and what they looked for in vain. And what the team does about it."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.knowledge.actions.refusing import Refused
from percaya.core.knowledge.events import ArticleRated, HelpCentreChanged
from percaya.core.knowledge.models import Article, Feedback, Gap, Synonyms

MOST_GAPS = 2000  # of a workspace; then the ones asked for once go first


@transaction.atomic
def rate_article(
    *, article: Article, language: str, helped: bool, words: str = "", ticket: int | None = None, by: Actor
) -> Feedback:
    """A reader's verdict, counted and kept with their words. ``ticket``: the number of what they sent along."""
    made = Feedback.objects.create(
        workspace_id=article.workspace_id, article=article, language=language, helped=helped, words=words.strip()[:2000],
        ticket=ticket, is_closed=helped and not words.strip(),
    )  # fmt: skip
    counted = {"helped": F("helped") + 1} if helped else {"missed": F("missed") + 1}
    Article.objects.filter(pk=article.pk).update(**counted)
    record(ArticleRated(workspace_id=article.workspace_id, article=article.pk, helped=helped, feedback=made.pk), by=by)
    return made


@transaction.atomic
def add_words(*, feedback: Feedback, words: str, ticket: int | None, by: Actor) -> None:
    """What the reader says to their verdict; it is open again for the team."""
    Feedback.objects.filter(pk=feedback.pk).update(words=words.strip()[:2000], ticket=ticket, is_closed=False)
    said = ArticleRated(
        workspace_id=feedback.workspace_id, article=feedback.article_id, helped=feedback.helped, feedback=feedback.pk
    )
    record(said, by=by)


@transaction.atomic
def close_feedback(*, feedback: Feedback, by: Actor) -> None:
    Feedback.objects.filter(pk=feedback.pk).update(is_closed=True)
    record(HelpCentreChanged(workspace_id=feedback.workspace_id, what="feedback", row=feedback.pk), by=by)


def note_gap(*, workspace_id: int, language: str, words: str) -> None:
    """Count a search that found nothing. No event: it is a tally, and readers may make thousands. What looks like an
    address or a number of a person is not kept."""
    said = " ".join(words.casefold().split())[:100]
    if len(said) < 3 or "@" in said or sum(map(str.isdigit, said)) > 5:
        return
    own = Gap.objects.filter(workspace_id=workspace_id)
    again = {"times": F("times") + 1, "last_at": timezone.now(), "is_closed": False}
    if own.filter(language=language, words=said).update(**again):
        return
    if own.count() >= MOST_GAPS:
        return
    try:
        with transaction.atomic():
            Gap.objects.create(workspace_id=workspace_id, language=language, words=said, last_at=timezone.now())
    except IntegrityError:  # two readers at once
        own.filter(language=language, words=said).update(**again)


@transaction.atomic
def close_gap(*, gap: Gap, by: Actor) -> None:
    """Written about, or not worth it. It opens again when somebody looks for it in vain."""
    Gap.objects.filter(pk=gap.pk).update(is_closed=True)
    record(HelpCentreChanged(workspace_id=gap.workspace_id, what="gap", row=gap.pk), by=by)


@transaction.atomic
def save_synonyms(*, workspace_id: int, words: Sequence[str], known: Synonyms | None = None, by: Actor) -> Synonyms | None:
    """Words that mean the same; none takes the row away. Raises ``Refused`` for a single one."""
    kept = list(dict.fromkeys(said for one in words if (said := " ".join(one.casefold().split())[:60])))[:20]
    if len(kept) == 1 or (not kept and known is None):
        raise Refused(_("Synonyms need two words at least, with commas between them."))
    made = known or Synonyms(workspace_id=workspace_id)
    if kept:
        made.words = kept
        made.save()
    row = made.pk
    if not kept:
        made.delete()
    record(HelpCentreChanged(workspace_id=workspace_id, what="synonyms", row=row), by=by)
    return made if kept else None
