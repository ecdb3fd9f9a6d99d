"""A page of the demo's own shop with the chat on it: whoever looks around chats from "the customer's site" at once."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from percaya.core import public_ids
from percaya.web.widget.doors import ChatRequest, of_chat

# Names of goods are the same in both languages; the price is in rupiah, the weave a class of the style sheet.
GOODS = (
    ("Kemeja Parang Senja", 385_000, "parang"), ("Selendang Kawung", 210_000, "kawung"), ("Kain Lurik Klaten", 165_000, "lurik"),
    ("Gaun Mega Mendung", 520_000, "mega"), ("Syal Jumputan", 145_000, "jumputan"), ("Tas Anyam Pandan", 275_000, "anyam"),
)  # fmt: skip


@of_chat
@require_GET
def site(request: ChatRequest) -> HttpResponse:
    """Of a demo only: a real business has pages of its own."""
    if not request.workspace.is_demo:
        raise Http404
    goods = [(name, f"Rp{price:,}".replace(",", "."), weave) for name, price, weave in GOODS]
    page = {
        "chat": request.chat,
        "shop": request.workspace.name,
        "public_id": public_ids.encode("account", request.account.pk),
        "goods": goods,
        "rooms": (_("Women"), _("Men"), _("Cloth"), _("Gifts")),
    }
    response = render(cast(HttpRequest, request), "widget/site.html", page)
    response.headers["Cache-Control"] = "no-store"
    return response
