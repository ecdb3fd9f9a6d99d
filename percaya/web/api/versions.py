"""ETag and If-Match: a ticket's version. A stale If-Match is a 409 (docs/decisions: the state is what conflicts)."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from percaya.web.api.problems import Problem, conflict, invalid

_TAG = re.compile(r'^(?:W/)?"(\d{1,9})"$')


def etag(version: int) -> str:
    return f'"{version}"'


def if_match(request: HttpRequest) -> int | None:
    """The version a change is meant for; ``None`` when any will do. Raises a 422 problem for a tag that is not ours."""
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        return None
    found = _TAG.match(header)
    if found is None:
        raise invalid(_("If-Match takes the ETag of the ticket."), "/headers/If-Match")
    return int(found[1])


def stale(version: int) -> Problem:
    detail = _("The ticket has changed since you read it. Nothing was changed; read it again and decide anew.")
    return conflict("stale", detail, version=version, headers={"ETag": etag(version)})


def not_modified(request: HttpRequest, version: int) -> HttpResponse | None:
    """A 304 when the caller has this version already."""
    tags = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    return HttpResponse(status=304, headers={"ETag": etag(version)}) if etag(version) in tags else None
