"""Idempotency-Key: a POST that is sent again is answered again, not done again.

The key is reserved before the work. Where the work is one transaction the answer is stored in it, so a crash leaves
both or neither; what goes through intake commits earlier, and there the key becomes the message's own id, by which
intake knows a repeat. Nothing is kept of a request that failed.
"""

import hashlib
import random
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.web.api.bodies import raw_body, uploaded
from percaya.web.api.models import ApiReply
from percaya.web.api.problems import Problem, conflict, invalid
from percaya.web.api.tokens import ApiRequest

LIFE = timedelta(hours=24)
_ABANDONED = timedelta(seconds=60)  # a first request that has not ended by then was killed
_KEPT_HEADERS = ("Content-Type", "ETag", "Location")

Endpoint = Callable[..., HttpResponse]


def once(*, in_one_transaction: bool = True) -> Callable[[Endpoint], Endpoint]:
    """Guard a POST endpoint. Without the header it runs as it is."""

    def guard(endpoint: Endpoint) -> Endpoint:
        @wraps(endpoint)
        def guarded(request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key = request.headers.get("Idempotency-Key", "")
            if not key:
                return endpoint(request, *args, **kwargs)
            row = _reserve(request, key)
            if row.status:
                return _again(row)
            try:
                if in_one_transaction:
                    with transaction.atomic():
                        return _keep(row, endpoint(request, *args, **kwargs))
                return _keep(row, endpoint(request, *args, **kwargs))
            except BaseException:
                ApiReply.objects.filter(pk=row.pk, status=0).delete()
                raise

        return guarded

    return guard


def own_id(request: ApiRequest, what: str = "") -> str:
    """An id for what this request makes, the same when it is repeated; "" without a key."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return ""
    digest = hashlib.sha256(f"{request.auth.token.pk}\0{key}\0{what}".encode()).hexdigest()
    return f"once-{digest[:40]}"


def forget_old() -> int:
    """Drop answers past their life."""
    return ApiReply.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def _reserve(request: ApiRequest, key: str) -> ApiReply:
    if len(key) > 255 or not key.isprintable():
        raise invalid(_("An Idempotency-Key has at most 255 printable characters."), "/headers/Idempotency-Key")
    now = timezone.now()
    digest = _digest(request)
    if random.randrange(200) == 0:  # noqa: S311 (now and then somebody sweeps)
        forget_old()
    try:
        with transaction.atomic():
            return ApiReply.objects.create(
                workspace_id=request.auth.workspace_id,
                token_id=request.auth.token.pk,
                key=key,
                digest=digest,
                begun_at=now,
                expires_at=now + LIFE,
            )
    except IntegrityError:
        pass
    return _known(request, key, digest)


def _known(request: ApiRequest, key: str, digest: str) -> ApiReply:
    now = timezone.now()
    rows = ApiReply.objects.filter(token_id=request.auth.token.pk, key=key)
    row = rows.first()
    if row is None or row.expires_at < now:
        rows.filter(expires_at__lt=now).delete()
        return _reserve(request, key) if row else _busy()
    if row.digest != digest:
        detail = _("This Idempotency-Key was used with another request. Nothing was done; use a new key.")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key-reused", detail)
    if row.status:
        return row
    taken_over = rows.filter(status=0, begun_at=row.begun_at, begun_at__lt=now - _ABANDONED).update(begun_at=now)
    return row if taken_over else _busy()


def _busy() -> ApiReply:
    detail = _("The first request with this Idempotency-Key is still under way. Ask again in a moment.")
    raise conflict("idempotency-key-in-progress", detail, headers={"Retry-After": "1"})


def _keep(row: ApiReply, response: HttpResponse) -> HttpResponse:
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    ApiReply.objects.filter(pk=row.pk).update(status=response.status_code, headers=headers, body=response.content)
    return response


def _again(row: ApiReply) -> HttpResponse:
    headers = {**row.headers, "Idempotent-Replayed": "true", "Cache-Control": "private, no-store"}
    return HttpResponse(bytes(row.body), status=row.status, headers=headers)


def _digest(request: ApiRequest) -> str:
    """Of everything that makes the request what it is; for a form with files, of their bytes (boundaries differ)."""
    parts = hashlib.sha256(f"{request.method}\0{request.get_full_path()}\0".encode())
    if (request.content_type or "").startswith("multipart/form-data"):
        parts.update(repr(sorted(request.POST.lists())).encode())
        for upload in uploaded(request):
            parts.update(f"\0{upload.name}\0".encode() + b"".join(upload.chunks()))
            upload.seek(0)
    else:
        parts.update(raw_body(request, settings.PERCAYA_MAX_MAIL))
    return parts.hexdigest()
