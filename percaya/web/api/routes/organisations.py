"""Organisations and their domains."""

from django.http import HttpResponse
from ninja import Query, Router

from percaya.core.people.actions.organisations import change_organisation, create_organisation
from percaya.core.people.models import Organisation
from percaya.core.people.queries import organisations
from percaya.core.workspace.policy import REPLY
from percaya.web.api import cursors, finding
from percaya.web.api.answers import answer
from percaya.web.api.describing import IDEMPOTENT
from percaya.web.api.idempotency import once
from percaya.web.api.schemas.customers import (
    OrganisationChange,
    OrganisationIn,
    OrganisationOut,
    OrganisationPage,
    OrganisationQuery,
)
from percaya.web.api.schemas.inputs import named
from percaya.web.api.shapes.customers import organisation as shape
from percaya.web.api.tokens import ApiRequest, needs

router = Router(tags=["Organisations"])


@router.get("", auth=needs("contacts:read"), response=OrganisationPage)
def list_organisations(request: ApiRequest, query: Query[OrganisationQuery]) -> HttpResponse:
    """By name. ``q`` is a part of the name or the beginning of a domain."""
    caller = request.auth
    after = cursors.read(caller.workspace_id, "organisations", query.cursor) if query.cursor else None
    rows = organisations(caller.workspace_id, query.q, (after[0], int(after[1])) if after else None)
    found = list(rows.prefetch_related("domains")[: query.limit + 1])
    page = found[: query.limit]
    more = len(found) > query.limit
    following = cursors.make(caller.workspace_id, "organisations", [page[-1].name, page[-1].pk]) if more else None
    return answer({"organisations": [shape(row) for row in page], "next_cursor": following})


@router.post("", auth=needs("contacts:write", REPLY), response={201: OrganisationOut}, openapi_extra=IDEMPOTENT)
@once()
def add_organisation(request: ApiRequest, given: OrganisationIn) -> HttpResponse:
    """A new organisation."""
    made = create_organisation(workspace_id=request.auth.workspace_id, by=request.auth.by, **given.model_dump())
    return _organisation(made, status=201)


@router.get("/{organisation_id}", auth=needs("contacts:read"), response=OrganisationOut)
def get_organisation(request: ApiRequest, organisation_id: str) -> HttpResponse:
    """An organisation. Its people are the contacts with ``organisation`` as a parameter."""
    return _organisation(finding.organisation(request.auth, organisation_id))


@router.patch("/{organisation_id}", auth=needs("contacts:write", REPLY), response=OrganisationOut)
def update_organisation(request: ApiRequest, organisation_id: str, given: OrganisationChange) -> HttpResponse:
    """Change what the body names."""
    found = finding.organisation(request.auth, organisation_id)
    return _organisation(change_organisation(organisation=found, by=request.auth.by, **named(given)))


def _organisation(row: Organisation, status: int = 200) -> HttpResponse:
    shown = shape(row)
    headers = {"Location": f"/api/v1/organisations/{shown['id']}"} if status == 201 else {}
    return answer(shown, status=status, headers=headers)
