"""The part of a form in which a brand or the business is given its logo."""

from typing import Any

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.logos import checked_logo, remove_logo, save_logo
from percaya.core.workspace.models import Brand, Workspace
from percaya.core.workspace.pictures import LONGEST, MOST_BYTES, Picture
from percaya.web.portal.logos import Logo
from percaya.web.ui.doors import MemberRequest


def sent_logo(request: MemberRequest) -> Picture | None:
    """Raises ``ValidationError`` for what cannot be a logo; before anything is saved."""
    sent = request.FILES.get("logo")
    return checked_logo(sent.read(MOST_BYTES + 1)) if sent else None


def keep_logo(request: MemberRequest, wearer: Brand | Workspace, picture: Picture | None) -> None:
    by = Actor.member(request.member.pk)
    if "remove_logo" in request.POST and picture is None:
        remove_logo(wearer=wearer, by=by)
    else:
        save_logo(wearer=wearer, picture=picture, alt=request.POST.get("logo_alt", ""), by=by)


def logo_context(request: MemberRequest, wearer: Brand | Workspace | None, shown: Logo | None) -> dict[str, Any]:
    alt = wearer.logo_alt if wearer else ""
    return {
        "logo": shown,
        "logo_alt": request.POST.get("logo_alt", "") if request.method == "POST" else alt,
        "most_kb": MOST_BYTES // 1024,
        "most_pixels": LONGEST,
    }
