"""Errors as RFC 9457 problems: what happened, what is safe, what to do."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """Raise it anywhere in an endpoint. ``slug`` names the kind for machines, ``detail`` speaks to a person;
    ``errors`` are {"pointer", "detail"}; ``more`` are further members of the body."""

    def __init__(
        self,
        status: HTTPStatus,
        slug: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})
        self.more = more


def unauthorized() -> Problem:
    """One answer for a missing, wrong, expired and revoked token."""
    detail = _("Send a living API token as “Authorization: Bearer …”. Nothing was read or changed.")
    return Problem(HTTPStatus.UNAUTHORIZED, "unauthorized", detail, headers={"WWW-Authenticate": 'Bearer realm="Percaya"'})


def forbidden(detail: str, **more: Any) -> Problem:
    return Problem(HTTPStatus.FORBIDDEN, "forbidden", detail, **more)


def not_found() -> Problem:
    """Said of what does not exist and of what belongs to another workspace alike."""
    return Problem(HTTPStatus.NOT_FOUND, "not-found", _("There is nothing under this address that this token may see."))


def conflict(slug: str, detail: str, **more: Any) -> Problem:
    return Problem(HTTPStatus.CONFLICT, slug, detail, **more)


def too_large(limit: int) -> Problem:
    detail = _("The body is larger than %(limit)s bytes. Nothing was stored.") % {"limit": limit}
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", detail, limit=limit)


def invalid(detail: str, pointer: str = "") -> Problem:
    """The request is well-formed and means nothing we can do."""
    errors = [{"pointer": pointer, "detail": detail}] if pointer else []
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", detail, errors=errors)


def respond(problem: Problem, request: HttpRequest) -> HttpResponse:
    """``type`` is a reference into the docs page, where every kind is explained."""
    body = {
        "type": f"/api/v1/docs#problem-{problem.slug}",
        "title": problem.status.phrase,
        "status": problem.status.value,
        "detail": problem.detail,
        "instance": f"urn:request:{getattr(request, 'id', '')}",
        "errors": list(problem.errors),
        **problem.more,
    }
    return HttpResponse(orjson.dumps(body), status=problem.status.value, content_type=CONTENT_TYPE, headers=problem.headers)
