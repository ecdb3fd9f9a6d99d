"""NUL characters leave a request before anything reads it: no keyboard types them, and PostgreSQL refuses to store them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

GetResponse = Callable[[HttpRequest], HttpResponse]


class WithoutNul:
    """For addresses and forms; the API reads its bodies itself and says what is wrong with them, and webhooks are signed as
    they came: no form of theirs is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Here, since what comes before a view (the CSRF check) has read the form by now, and uploads are read once."""
        if request.method == "POST" and not request.path.startswith(("/api/", "/hooks/")) and _has_nul(request.POST):
            request.POST = _cleaned(request.POST)  # type: ignore[assignment]


def _has_nul(given: QueryDict) -> bool:
    return any("\0" in value for _name, values in given.lists() for value in values)


def _cleaned(given: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True)
    for name, values in given.lists():
        clean.setlist(name.replace("\0", ""), [value.replace("\0", "") for value in values])
    clean._mutable = False
    return clean
