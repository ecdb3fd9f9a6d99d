"""What the machine description says beyond what signatures say: headers, raw bodies, problems, words; and in which language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from percaya.web.api.tokens import BearerToken
from percaya.web.api.words import MEMBERS

Json = dict[str, Any]


def _header(name: str, words: str, pattern: str) -> Json:
    schema = {"type": "string", "maxLength": 255, "pattern": pattern}
    return {"in": "header", "name": name, "required": False, "description": words, "schema": schema}


def _bytes(kind: str) -> Json:
    return {kind: {"schema": {"type": "string", "format": "binary"}}}


_KEY = _header(
    "Idempotency-Key", _("Send the same key with a repeated request: it is answered again, not done again."), "^[!-~]{1,255}$"
)
_FORM = {"multipart/form-data": {"schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}}}

IDEMPOTENT: Json = {"parameters": [_KEY]}
IF_MATCH: Json = {
    "parameters": [_header("If-Match", _("Change only this version (the ETag); 409 when it is not the one."), '^"[0-9]{1,9}"$')]
}
UPLOAD: Json = {
    "parameters": [_KEY],
    "requestBody": {"required": True, "content": {**_bytes("application/octet-stream"), **_FORM}},
}
RAW_MAIL: Json = {
    "parameters": [_KEY],
    "requestBody": {"required": True, "content": {**_bytes("message/rfc822"), **_FORM}},
}
DOWNLOAD: Json = {"responses": {200: {"description": _("The bytes"), "content": _bytes("*/*")}}}

PROBLEMS = {
    "400": _("The body cannot be read"),
    "401": _("No living token"),
    "403": _("The token's scopes or its member's role do not allow this"),
    "404": _("Nothing there that this token may see"),
    "405": _("Not done this way"),
    "409": _("The present state does not allow it: stale version, refused change, key in progress"),
    "413": _("Too large"),
    "422": _("Well-formed, but something in it means nothing"),
    "429": _("Too many requests; see Retry-After"),
    "507": _("The disk of the desk is full; see Retry-After"),
}
_SAID = ("description", "summary")


def describe(schema: Json, problem: Json, guards: Mapping[str, BearerToken]) -> Json:
    """Give every operation its problems and the scope it needs, and every member and parameter its words."""
    schemas = schema["components"].setdefault("schemas", {})
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    body = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in schema["paths"].values():
        for operation in operations.values():
            guard = guards[operation["operationId"]]
            operation["x-percaya-scope"] = guard.scope or ""
            operation["x-percaya-right"] = guard.right
            known = {str(status) for status in operation["responses"]}
            for status, words in PROBLEMS.items():
                if status not in known:
                    operation["responses"][status] = {"description": words, "content": body}
            for one in operation["parameters"]:
                _explain(one, operation["operationId"], one["name"])
    for name, shape in schemas.items():
        for key, one in shape.get("properties", {}).items():
            _explain(one, name, key)
    return schema


def _explain(one: Json, of: str, name: str) -> None:
    if words := MEMBERS.get(f"{of}.{name}") or MEMBERS.get(name):
        one.setdefault("description", words)


def translated(node: Any) -> Any:
    """A copy of the description whose words are in the active language; names and values of the wire stay as they are."""
    if isinstance(node, list):
        return [translated(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {key: said(one) if key in _SAID and isinstance(one, str) else translated(one) for key, one in node.items()}


def said(words: str) -> str:
    """A sentence of a docstring in the active language, wherever its lines break."""
    flat = " ".join(words.split())
    return gettext(flat) if flat else ""
