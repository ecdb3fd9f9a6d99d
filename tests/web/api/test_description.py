"""The API is what its description says, and the description can be read by people too."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from percaya.core.workspace.policy import SCOPES
from percaya.web.api.api import api as ninja
from percaya.web.api.describing import said
from percaya.web.api.ids import encode
from percaya.web.api.words import KINDS
from tests import builders
from tests.architecture.sources import PRODUCT
from tests.cast import Cast

pytestmark = pytest.mark.django_db

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
DESCRIPTION = ninja.get_openapi_schema(path_prefix="/api/v1/")


def _operations() -> Iterator[tuple[str, str, dict[str, object]]]:
    for path, operations in DESCRIPTION["paths"].items():
        for method, operation in operations.items():
            yield path, method, operation


def test_the_description_is_served(client: Client) -> None:
    served = client.get("/api/v1/openapi.json")
    assert served.status_code == 200
    assert served.json()["openapi"].startswith("3.1")
    assert served.json()["paths"].keys() == DESCRIPTION["paths"].keys()


def test_every_operation_names_its_problems_its_scope_and_says_what_it_does() -> None:
    ids = []
    for path, method, operation in _operations():
        assert {"401", "403", "404", "409", "413", "422", "429"} <= {str(key) for key in operation["responses"]}, path  # type: ignore[attr-defined]
        assert operation["summary"], (path, method)
        assert operation["security"], (path, method)
        assert operation["x-percaya-scope"] in (*SCOPES, ""), (path, method)
        if method == "post":
            names = [one["name"] for one in operation["parameters"]]  # type: ignore[attr-defined]
            assert "Idempotency-Key" in names, path
        ids.append(operation["operationId"])
    assert len(ids) == len(set(ids))


def _words() -> Iterator[tuple[str, str]]:
    """Every sentence of the description with the place where it stands."""
    yield from (("info", DESCRIPTION["info"]["description"]), *((slug, words) for slug, (_status, words) in KINDS.items()))
    for _path, _method, operation in _operations():
        where = str(operation["operationId"])
        yield from ((where, word) for word in (*operation["tags"], operation["summary"], operation["description"]))  # type: ignore[misc]
        yield from ((f"{where}.{one['name']}", one["description"]) for one in operation["parameters"])  # type: ignore[attr-defined]
        yield from ((f"{where} {status}", one["description"]) for status, one in operation["responses"].items())  # type: ignore[attr-defined]
    for name, shape in DESCRIPTION["components"]["schemas"].items():
        yield name, shape.get("description", "")
        yield from ((f"{name}.{key}", one["description"]) for key, one in shape.get("properties", {}).items())


def test_every_word_of_the_description_has_an_indonesian_one() -> None:
    with override("id"):
        missing = {where: words for where, words in _words() if words and said(words) == " ".join(words.split())}
    assert missing == {}


def test_every_kind_of_problem_is_explained_where_its_type_points(client: Client) -> None:
    code = "\n".join(path.read_text() for path in sorted((PRODUCT / "web/api").rglob("*.py")))
    raised = set(re.findall(r'(?:conflict\(|HTTPStatus\.\w+,|HTTPStatus\(error\.status_code\),)\s*"([a-z-]+)"', code))
    assert raised == set(KINDS)
    page = client.get("/api/v1/docs").content.decode()
    assert [slug for slug in KINDS if f'id="problem-{slug}"' not in page] == []


@pytest.mark.parametrize(
    ("query", "headers", "language"),
    [("", {}, "en"), ("", {"Accept-Language": "id-ID,id;q=0.9"}, "id"), ("?lang=id", {}, "id"), ("?lang=xx", {}, "en"),
     ("?lang=en", {"Accept-Language": "id"}, "en")],
)  # fmt: skip
def test_programs_get_the_description_in_the_language_they_ask_for(
    client: Client, query: str, headers: dict[str, str], language: str
) -> None:
    served = client.get(f"/api/v1/openapi.json{query}", headers=headers)
    summary = served.json()["paths"]["/api/v1/tickets"]["get"]["summary"]
    assert summary == {"en": "List Tickets", "id": "Daftar tiket"}[language]
    assert served.headers["Content-Language"] == language


def test_an_indonesian_docs_page_has_no_english_sentence(client: Client) -> None:
    page = unescape(re.sub(r"<[^>]+>|``", "", client.get("/api/v1/docs", headers={"Accept-Language": "id"}).content.decode()))
    english = {" ".join(words.replace("``", "").split()) for _where, words in _words() if len(words.split()) > 3}
    assert [words for words in english if words in page] == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_docs_page_shows_every_operation_without_anything_from_elsewhere(client: Client, language: str) -> None:
    page = client.get("/api/v1/docs", headers={"Accept-Language": language})
    assert page.status_code == 200
    text = page.content.decode()
    for path, method, _operation in _operations():
        assert f"{method.upper()}</span> {path}" in text
    assert "https://" not in text
    assert ("Lingkup" in text) == (language == "id")


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The WSGI handler runs inside the test's transaction, so it must leave the connection open, as the test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def filled(cast: Cast) -> dict[str, str]:
    """Ids that exist, for the paths: so that random requests reach further than a 404."""
    ticket = builders.ticket(cast.rina, labels=["retur"])
    message = builders.note(ticket, cast.dewi, files=[builders.stored_file()])
    return {
        "ticket_id": encode("ticket", ticket.pk),
        "message_id": encode("message", message.pk),
        "attachment_id": encode("attachment", message.attachment_set.get().pk),
        "contact_id": encode("contact", cast.rina.pk),
        "member_id": encode("member", cast.dewi.pk),
        "team_id": encode("team", cast.senja.team.pk),
    }


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_random_requests_are_answered_as_described(
    cast: Cast, filled: dict[str, str], mode: GenerationMode, settings: object
) -> None:
    """Bounded: a handful of made-up requests for each operation, right and wrong ones. None may break anything, and
    every answer has the status, type and shape that the description gives it."""
    settings.PERCAYA_API_PER_MINUTE = 1_000_000  # type: ignore[attr-defined]
    token = builders.token(cast.sari)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for found in schema.get_all_operations():
        operation = found.ok()

        @bounded(max_examples=6, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def try_it(case: schemathesis.Case) -> None:
            for name in case.path_parameters or {}:
                case.path_parameters[name] = filled.get(name, case.path_parameters[name])
            case.headers["Authorization"] = f"Bearer {token}"
            response = case.call()
            case.validate_response(response, checks=CHECKS)

        try_it()
