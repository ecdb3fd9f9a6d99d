from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from percaya.web.api import problems
from percaya.web.api.api import api
from percaya.web.api.docs import docs, openapi


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """What is not an endpoint is answered as the endpoints answer."""
    return problems.respond(problems.not_found(), request)


def _refusing_as_problem(pattern: URLPattern) -> URLPattern:
    """A method that an endpoint does not have is a problem too."""
    view = pattern.callback

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        detail = _("This address does not take %(method)s. Nothing was done.") % {"method": request.method}
        headers = {"Allow": response.headers["Allow"]}
        problem = problems.Problem(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", detail, headers=headers)
        return problems.respond(problem, request)

    pattern.callback = answered
    return pattern


endpoints, api_app, api_namespace = api.urls
urlpatterns = [
    path("", nothing_here, name="api-top"),
    path("docs", docs, name="api-docs"),
    path("openapi.json", openapi, name="api-openapi"),
    path(
        "",
        include(
            ([_refusing_as_problem(one) for one in endpoints if isinstance(one, URLPattern)], api_app), namespace=api_namespace
        ),
    ),
    re_path(r"^(?P<rest>.*)$", nothing_here, name="api-nothing-here"),
]
