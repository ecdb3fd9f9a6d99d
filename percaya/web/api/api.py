"""The API as one object: its nouns, and how every failure becomes a problem."""

from http import HTTPStatus
from typing import Any

import orjson
import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BadInput
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser

from percaya.core.journal.room import is_full
from percaya.core.tickets.actions.change import Refused, Stale
from percaya.core.tickets.actions.replying import Collision
from percaya.web.api import misfits, problems
from percaya.web.api.bodies import JSON_LIMIT, raw_body
from percaya.web.api.describing import describe
from percaya.web.api.ids import encode
from percaya.web.api.problems import Problem
from percaya.web.api.routes import (
    around,
    arrivals,
    articles,
    bulk,
    calendars,
    calls,
    clocks,
    contacts,
    customers,
    escalations,
    events,
    files,
    forecasts,
    holidays,
    inbound,
    joinings,
    macros,
    messages,
    next_updates,
    organisations,
    routing,
    rules,
    surveys,
    tickets,
    workspace,
)
from percaya.web.api.schemas.outputs import ProblemOut
from percaya.web.api.tokens import BearerToken
from percaya.web.api.versions import stale

log = structlog.get_logger(__name__)


class BoundedJson(Parser):
    """JSON of a bounded size, by orjson (which also bounds its depth)."""

    def parse_body(self, request: HttpRequest) -> Any:
        return orjson.loads(raw_body(request, JSON_LIMIT))


class PercayaApi(NinjaAPI):
    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        describe(schema, ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}"), self._guards())
        return schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def _guards(self) -> dict[str, BearerToken]:
        """Operation id -> the token it asks for."""
        views = [view for router in self._get_bound_routers() for view in router.path_operations.values()]
        return {
            self.get_openapi_operation_id(operation): guard
            for view in views
            for operation in view.operations
            for guard in operation.auth_callbacks
            if isinstance(guard, BearerToken)
        }


api = PercayaApi(
    title="Percaya",
    version="1",
    description="Tickets, messages, contacts and events of one workspace. Every request carries a token of a member.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,  # docs.py serves it, in the reader's language
    parser=BoundedJson(),
)
api.add_router("", tickets.router)
api.add_router("", messages.router)
api.add_router("", calls.router)
api.add_router("", joinings.router)
api.add_router("", macros.router)
api.add_router("", bulk.router)
api.add_router("", around.router)
api.add_router("", clocks.router)
api.add_router("", escalations.router)
api.add_router("", next_updates.router)
api.add_router("", surveys.router)
api.add_router("", forecasts.router)
api.add_router("", holidays.router)
api.add_router("", articles.router)
api.add_router("/attachments", files.router)
api.add_router("/contacts", contacts.router)
api.add_router("/contacts", customers.router)
api.add_router("/organisations", organisations.router)
api.add_router("", workspace.router)
api.add_router("", routing.router)
api.add_router("/calendars", calendars.router)
api.add_router("/rules", rules.router)
api.add_router("/arrivals", arrivals.router)
api.add_router("/events", events.router)
api.add_router("/inbound", inbound.router)


def _handles(kind: type[Exception]) -> Any:
    return api.exception_handler(kind)


@_handles(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problems.respond(problem, request)


@_handles(AuthenticationError)
def _no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problems.respond(problems.unauthorized(), request)


@_handles(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.respond(problems.not_found(), request)


@_handles(PermissionDenied)
def _may_not(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problems.respond(problems.forbidden(str(error)), request)


@_handles(BadInput)
def _bad_input(request: HttpRequest, error: BadInput) -> HttpResponse:
    found = [{"pointer": _pointer(one["loc"]), "detail": misfits.said(one)} for one in error.errors[:50]]
    detail = _("Something in the request means nothing here. Nothing was done; see “errors”.")
    problem = Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", detail, errors=found)
    return problems.respond(problem, request)


@_handles(ValidationError)
def _refused_by_verb(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.respond(problems.invalid(" ".join(error.messages), "/"), request)


@_handles(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Problem):  # ninja wraps what our parser raises
        return problems.respond(error.__cause__, request)
    detail = _("The body is not JSON that can be read. Nothing was done.")
    return problems.respond(Problem(HTTPStatus(error.status_code), "unreadable", detail), request)


@_handles(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problems.respond(problems.too_large(JSON_LIMIT), request)


@_handles(Stale)
def _stale(request: HttpRequest, error: Stale) -> HttpResponse:
    return problems.respond(stale(error.version), request)


@_handles(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problems.respond(problems.conflict("refused", str(error)), request)


@_handles(Collision)
def _collision(request: HttpRequest, error: Collision) -> HttpResponse:
    unseen = [encode("message", message.pk) for message in error.messages]
    problem = problems.conflict("collision", str(error), messages=unseen, version=error.version)
    return problems.respond(problem, request)


@_handles(OperationalError)
def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """The database is locked or away: nothing was done, and it may well work in a moment."""
    if is_full(error):
        return _no_room(request)
    log.warning("api_database_unavailable", error=str(error))
    detail = _("The database did not answer in time. Nothing was done; try again in a moment.")
    problem = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", detail, headers={"Retry-After": "2"})
    return problems.respond(problem, request)


@_handles(OSError)
def _no_disk(request: HttpRequest, error: OSError) -> HttpResponse:
    return _no_room(request) if is_full(error) else _defect(request, error)


def _no_room(request: HttpRequest) -> HttpResponse:
    log.error("disk_full", door="api", path=request.path)
    detail = _("The disk of the desk is full. Nothing was done; the same request works once there is room again.")
    problem = Problem(HTTPStatus.INSUFFICIENT_STORAGE, "no-room", detail, headers={"Retry-After": "60"})
    return problems.respond(problem, request)


@_handles(Exception)
def _defect(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("api_failed", path=request.path)
    detail = _("Something broke on our side. What was stored before is safe; the log has the details under “instance”.")
    return problems.respond(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "failed", detail), request)


def _pointer(loc: tuple[Any, ...]) -> str:
    """("body", "given", "labels", 3) -> "/labels/3": the name of our argument is no part of the request."""
    parts = [str(part) for part in loc]
    if parts[:1] == ["body"]:
        parts = parts[2:]
    elif len(parts) > 1 and parts[0] in ("query", "path", "header"):
        parts = [part for part in parts[1:] if part != "query"]
    return "/" + "/".join(parts)
