"""For machines: the site map of all articles in both languages, and a feed of what is new."""

from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from percaya.core.knowledge.models import ArticleText
from percaya.core.knowledge.queries import live_texts
from percaya.web.help.door import HelpRequest, of_help, workspace_at

MOST_URLS = 20_000  # of a site map; the format allows 50,000
MOST_ENTRIES = 30
_MAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@require_GET
def sitemap(request: HttpRequest, slug: str) -> HttpResponse:
    workspace = workspace_at(slug)
    rows = live_texts(workspace.pk).order_by("article_id", "language")[:MOST_URLS]
    of: dict[int, list[ArticleText]] = {}
    for text in rows:
        of.setdefault(text.article_id, []).append(text)

    def at(text: ArticleText) -> str:
        return request.build_absolute_uri(reverse("help:article", args=[slug, text.language, text.slug]))

    lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_MAP}>']
    for texts in of.values():
        every = [f'<xhtml:link rel="alternate" hreflang="{one.language}" href={quoteattr(at(one))}/>' for one in texts]
        others = "".join(every) if len(every) > 1 else ""
        for one in texts:
            changed = one.live.created_at.date().isoformat() if one.live else ""
            lines.append(f"<url><loc>{escape(at(one))}</loc><lastmod>{changed}</lastmod>{others}</url>")
    lines.append("</urlset>")
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")


@require_GET
@of_help
def feed(request: HelpRequest) -> HttpResponse:
    """Atom (RFC 4287): the articles changed last."""
    workspace = request.workspace
    texts = list(live_texts(workspace.pk, language=request.tongue).order_by("-live__created_at", "-pk")[:MOST_ENTRIES])
    home = request.build_absolute_uri(reverse("help:home", args=[workspace.slug, request.tongue]))
    newest = texts[0].live.created_at if texts and texts[0].live else workspace.created_at
    lines = [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{request.tongue}">',
        f"<title>{escape(workspace.name)}</title><id>{escape(home)}</id><updated>{newest.isoformat()}</updated>",
        f'<link href={quoteattr(home)}/><link rel="self" href={quoteattr(request.build_absolute_uri(request.path))}/>',
        f"<author><name>{escape(workspace.name)}</name></author>",
    ]
    for text in texts:
        if text.live is None:
            continue
        at = request.build_absolute_uri(reverse("help:article", args=[workspace.slug, text.language, text.slug]))
        lines.append(
            f"<entry><title>{escape(text.live.title)}</title><id>{escape(at)}</id><link href={quoteattr(at)}/>"
            f"<updated>{text.live.created_at.isoformat()}</updated><summary>{escape(text.live.summary)}</summary></entry>"
        )
    lines.append("</feed>")
    return HttpResponse("\n".join(lines), content_type="application/atom+xml; charset=utf-8")
