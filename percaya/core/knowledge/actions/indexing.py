"""What can be found follows what readers see: passages, terms and the index, in the transaction that changes it."""

from percaya.core.knowledge.models import Article, ArticleText, Passage, Term
from percaya.core.knowledge.policy import pieces
from percaya.core.knowledge.search import index
from percaya.core.words import spelled, words

_MOST_PASSAGES = 200  # of one text


def reindex(article: Article) -> None:
    """Bring the passages of an article up to date: anew when it is live, none when it is not."""
    texts = list(ArticleText.objects.select_related("live").filter(article=article))
    old = Passage.objects.filter(text__in=texts)
    index.forget(list(old.values_list("pk", flat=True)))
    old.delete()
    if not article.is_live:
        return
    for text in texts:
        if text.live is not None:
            _index(article, text)


def _index(article: Article, text: ArticleText) -> None:
    live = text.live
    assert live is not None
    title = words(f"{live.title} {article.topic}")
    rows = [
        Passage(
            workspace_id=text.workspace_id, text=text, number=number, anchor=piece.anchor, heading=piece.heading,
            plain=piece.plain or (live.summary if number == 0 else ""), title_roots=" ".join(title),
            roots=" ".join(words(f"{live.summary if number == 0 else ''} {piece.heading} {piece.plain}")),
        )
        for number, piece in enumerate(pieces(live.body)[:_MOST_PASSAGES])
    ]  # fmt: skip
    made = Passage.objects.bulk_create(rows)
    scope = index.scope(text.workspace_id, text.language, article.audience)
    index.put((one.pk, scope, f"{one.title_roots} {one.roots}") for one in made)
    said = spelled(f"{live.title} {live.summary} {' '.join(one.heading + ' ' + one.plain for one in made)}")
    terms = {token: root for token, root in said if 3 < len(token) <= 40 and token.isalpha()}
    Term.objects.bulk_create(
        [
            Term(workspace_id=text.workspace_id, audience=article.audience, word=token, root=root[:40])
            for token, root in sorted(terms.items())
        ],
        ignore_conflicts=True,
    )
