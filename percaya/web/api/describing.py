"""What the machine description says beyond what the signatures say: headers, raw bodies, problems."""

from collections.abc import Mapping
from typing import Any

from percaya.web.api.tokens import BearerToken

Json = dict[str, Any]


def _header(name: str, words: str, pattern: str) -> Json:
    schema = {"type": "string", "maxLength": 255, "pattern": pattern}
    return {"in": "header", "name": name, "required": False, "description": words, "schema": schema}


def _bytes(kind: str) -> Json:
    return {kind: {"schema": {"type": "string", "format": "binary"}}}


_KEY = _header(
    "Idempotency-Key", "Send the same key with a repeated request: it is answered again, not done again.", "^[!-~]{1,255}$"
)
_FORM = {"multipart/form-data": {"schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}}}

IDEMPOTENT: Json = {"parameters": [_KEY]}
IF_MATCH: Json = {
    "parameters": [_header("If-Match", "Change only this version (the ETag); 409 when it is not the one.", '^"[0-9]{1,9}"$')]
}
UPLOAD: Json = {
    "parameters": [_KEY],
    "requestBody": {"required": True, "content": {**_bytes("application/octet-stream"), **_FORM}},
}
RAW_MAIL: Json = {
    "parameters": [_KEY],
    "requestBody": {"required": True, "content": {**_bytes("message/rfc822"), **_FORM}},
}
DOWNLOAD: Json = {"responses": {200: {"description": "The bytes", "content": _bytes("*/*")}}}

PROBLEMS = {
    "400": "The body cannot be read",
    "401": "No living token",
    "403": "The token's scopes or its member's role do not allow this",
    "404": "Nothing there that this token may see",
    "405": "Not done this way",
    "409": "The present state does not allow it: stale version, refused change, key in progress",
    "413": "Too large",
    "422": "Well-formed, but something in it means nothing",
    "429": "Too many requests; see Retry-After",
}


def describe(schema: Json, problem: Json, guards: Mapping[str, BearerToken]) -> Json:
    """Give every operation its problems and the scope it needs."""
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
    return schema
