"""What a deed to many needs to know, read from the form. Whether it makes sense is for the run to say."""

from typing import Any

from percaya.core import public_ids
from percaya.core.tickets.queries.tickets import visible
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.snoozing import chosen


def args_of(request: MemberRequest, deed: str) -> dict[str, Any]:
    """JSON-ready. Times are settled now: "tomorrow" is the day after the click. Raises ``Refused`` for a time that is none."""
    match deed:
        case "assign" | "team":
            return {_FIELD[deed]: _key(request, _FIELD[deed])}
        case "unlabel":
            return {"label": _key(request, "label")}
        case "priority" | "label":
            return {deed: request.POST.get(deed, "")[:40]}
        case "wait_for_other":
            return {"words": request.POST.get("words", "")[:120]}
        case "snooze":
            until = chosen(request.workspace, request.POST.get("until") or request.POST.get("at", ""))
            return {"until": until.isoformat() if until else None}
        case "reply":
            then = request.POST.get("then", "")
            return {"text": request.POST.get("text", "")[:60_000], "then": then if then in ("wait", "resolve") else ""}
        case "merge":
            return {"target": _ticket(request), "across": "across" in request.POST}
        case "macro":
            value = request.POST.get("macro", "")
            return {"macro": public_ids.decode("macro", value) if "_" in value else _key(request, "macro")}
    return {}


_FIELD = {"assign": "member", "team": "team"}


def _key(request: MemberRequest, field: str) -> int | None:
    """``None`` for an empty choice, 0 (nobody's) for what is no id."""
    value = request.POST.get(field, "")
    if not value:
        return None
    return int(value) if value.isdecimal() and len(value) < 18 else -1


def _ticket(request: MemberRequest) -> int | None:
    number = _key(request, "target")
    return visible(request.member).filter(number=number).values_list("pk", flat=True).first() if number else None
