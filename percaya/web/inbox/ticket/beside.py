"""Which of the two tabs beside the ticket is open: kept for the device, and a link away without scripts."""

from django.http import HttpResponse

from percaya.web.inbox.doors import MemberRequest

CUSTOMER, TICKET = "customer", "ticket"
COOKIE = "percaya_beside"  # js/beside.js writes it too
_YEAR = 365 * 24 * 3600


def open_tab(request: MemberRequest) -> str:
    """``customer`` or ``ticket``: what the address asks for, else what was open last."""
    wanted = request.GET.get("beside") or request.COOKIES.get(COOKIE, "")
    return TICKET if wanted == TICKET else CUSTOMER


def keep_tab(request: MemberRequest, response: HttpResponse) -> HttpResponse:
    """Remember a tab that was asked for by its link."""
    if request.GET.get("beside") in (CUSTOMER, TICKET):
        response.set_cookie(COOKIE, open_tab(request), max_age=_YEAR, samesite="Lax", secure=request.is_secure())
    return response
