"""The description of the API for people: one page made from the same OpenAPI document that machines read."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_GET
from markupsafe import Markup, escape

from percaya.core.workspace.policy import SCOPES
from percaya.web.api.api import api
from percaya.web.api.describing import said, translated
from percaya.web.api.words import KINDS

Json = dict[str, Any]
_REFERENCE = "#/components/schemas/"


@dataclass(frozen=True)
class Line:
    """One member of a body or one parameter. ``link`` names a shape that is described on the same page."""

    name: str
    kind: str
    link: str
    is_required: bool
    words: str
    place: str = ""


@dataclass(frozen=True)
class Endpoint:
    id: str
    method: str
    path: str
    summary: str
    words: str
    scope: str
    parameters: list[Line]
    body: str
    answers: list[tuple[str, str]]


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """In the reader's language, as every page."""
    language = get_language() or ""
    groups = {name: (said(name), endpoints) for name, endpoints in _groups(language).items()}
    kinds = {slug: (status, said(words)) for slug, (status, words) in KINDS.items()}
    context = {"groups": groups, "shapes": _shapes(language), "scopes": SCOPES, "kinds": kinds, "coded": _coded}
    return render(request, "api/docs.html", context)


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document: in the language of ``?lang=`` or of Accept-Language, for a program that asks for none in English."""
    wanted = request.GET.get("lang", "")
    if wanted not in dict(settings.LANGUAGES):
        wanted = get_language() or "en" if "Accept-Language" in request.headers else "en"
    with override(wanted):
        content = orjson.dumps(_schema(wanted), option=orjson.OPT_NON_STR_KEYS)
    headers = {"Content-Language": wanted, "Vary": "Accept-Language"}
    return HttpResponse(content, content_type="application/json", headers=headers)


def _coded(words: str) -> Markup:
    """``names`` of the wire in their own type, as the docstrings mark them."""
    parts = words.split("``")
    marked = [Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)]
    return Markup("").join(marked)


@cache
def _schema(language: str) -> Json:
    """``language`` is the active one: the key of what is kept."""
    return dict(translated(dict(api.get_openapi_schema(path_prefix="/api/v1/"))))


@cache
def _groups(language: str) -> dict[str, list[Endpoint]]:
    found: dict[str, list[Endpoint]] = {}
    for where, operations in _schema(language)["paths"].items():
        for method, operation in operations.items():
            found.setdefault(operation["tags"][-1], []).append(_endpoint(method.upper(), where, operation))
    return found


def _endpoint(method: str, where: str, operation: Json) -> Endpoint:
    parameters = [
        _line(one["name"], one["schema"], one.get("required", False), one["description"], one["in"])
        for one in operation["parameters"]
    ]
    content = operation.get("requestBody", {}).get("content", {})
    answers = [
        (str(status), _link(response.get("content", {})))
        for status, response in operation["responses"].items()
        if str(status).startswith("2")
    ]
    scope = operation.get("x-percaya-scope", "")
    return Endpoint(
        id=operation["operationId"],
        method=method,
        path=where,
        summary=operation["summary"],
        words=operation.get("description", ""),
        scope=scope,
        parameters=parameters,
        body=_link(content) or " / ".join(content),
        answers=answers,
    )


def _link(content: Json) -> str:
    """The name of the shape of a JSON body, "" for bytes."""
    reference: str = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    return reference.removeprefix(_REFERENCE)


@cache
def _shapes(language: str) -> dict[str, tuple[str, list[Line]]]:
    """Name -> (words, members), in the order of the names."""
    return dict(sorted(_described(language)))


def _described(language: str) -> Iterator[tuple[str, tuple[str, list[Line]]]]:
    for name, shape in _schema(language)["components"]["schemas"].items():
        required = shape.get("required", [])
        members = [_line(key, one, key in required, one["description"]) for key, one in shape.get("properties", {}).items()]
        yield name, (shape.get("description", ""), members)


def _line(name: str, schema: Json, is_required: bool, words: str, place: str = "") -> Line:
    kind, link = _kind(schema)
    return Line(name, kind, link, is_required, words, place)


def _kind(schema: Json) -> tuple[str, str]:
    """A type in a few words and the shape it refers to."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REFERENCE)
        return name, name
    if "anyOf" in schema:
        parts = [_kind(one) for one in schema["anyOf"]]
        return " | ".join(kind for kind, _link in parts), next((link for _kind, link in parts if link), "")
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"]), ""
    if schema.get("type") == "array":
        kind, link = _kind(schema.get("items", {}))
        return f"[{kind}]", link
    return str(schema.get("format") or schema.get("type", "any")), ""
