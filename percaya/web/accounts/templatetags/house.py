"""Puts allauth's pages, which are Django templates, into the one frame that every other page has (Jinja)."""

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from percaya.web.accounts.devices import device
from percaya.web.ui.environment import icon

register = template.Library()
register.simple_tag(icon, name="glyph")
register.filter(device)


@register.tag
def framed(parser: Parser, token: Token) -> "Framed":
    """``{% framed %} title {% inside %} page {% endframed %}``, with the word "entrance" or "manage" for its kind."""
    kind = token.split_contents()[1]
    title = parser.parse(("inside",))
    parser.delete_first_token()
    inside = parser.parse(("endframed",))
    parser.delete_first_token()
    return Framed(kind, title, inside)


class Framed(template.Node):
    def __init__(self, kind: str, title: NodeList, inside: NodeList) -> None:
        self.kind, self.title, self.inside = kind, title, inside

    def render(self, context: Context) -> SafeString:
        page = {
            "kind": self.kind,
            "heading": self.title.render(context).strip(),
            "inside": mark_safe(self.inside.render(context)),  # noqa: S308 (rendered by Django, escaped there)
        }
        request = context.get("request")
        return mark_safe(render_to_string("accounts/frame.html", page, request=request, using="jinja2"))  # noqa: S308
