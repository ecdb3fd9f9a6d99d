"""Browsers that may be woken: said by the browser itself, taken back by it or from the page of wishes."""

import json

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.http.request import RawPostDataException
from django.urls import reverse
from django.views.decorators.http import require_POST

from percaya.stages.notices.actions.pushing import allow_push, forget_push
from percaya.web.inbox.doors import MemberRequest, member_view


@require_POST
@member_view()
def allow(request: MemberRequest) -> HttpResponse:
    """JSON of ``PushSubscription.toJSON()``, with a ``name`` for the device. 204, or 422 with a sentence."""
    try:
        said = json.loads(request.body[:4000])
        keys = said["keys"]
        allow_push(
            member=request.member,
            endpoint=str(said["endpoint"]),
            p256dh=str(keys["p256dh"]),
            auth=str(keys["auth"]),
            name=str(said.get("name", "")),
        )
    except (ValueError, KeyError, TypeError, RawPostDataException):  # the last: a form came instead
        return HttpResponse("not a push subscription", status=422, content_type="text/plain; charset=utf-8")
    except ValidationError as error:
        return HttpResponse(" ".join(error.messages), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_POST
@member_view()
def forget(request: MemberRequest) -> HttpResponse:
    """``device`` an id of one's own, or ``endpoint`` this browser's."""
    device = request.POST.get("device", "")
    device_id = int(device) if device.isdecimal() and len(device) < 18 else None
    forget_push(member=request.member, endpoint=request.POST.get("endpoint", ""), device_id=device_id)
    return HttpResponseRedirect(reverse("notices:settings", args=[request.workspace.slug]))
