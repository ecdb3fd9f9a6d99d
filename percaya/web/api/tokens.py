"""Who calls: a bearer token acts for its member, with what both its scopes and the member's role allow."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy
from percaya.core.workspace.actions.tokens import find_token
from percaya.core.workspace.models import ApiToken, Member
from percaya.web.api.limits import spend
from percaya.web.api.problems import forbidden, unauthorized


@dataclass(frozen=True)
class Caller:
    """What an endpoint knows of who asks. ``by`` goes into every verb, ``member`` through every guarded door."""

    token: ApiToken
    member: Member
    by: Actor

    @property
    def workspace_id(self) -> int:
        return self.token.workspace_id

    def has(self, scope: str) -> bool:
        return scope in self.token.scopes


class ApiRequest(HttpRequest):
    """What an endpoint gets once ``BearerToken`` has let it in."""

    auth: Caller


class BearerToken(HttpBearer):
    """Lets in a living token that has ``scope`` and whose member's role has ``right``."""

    def __init__(self, scope: str | None, right: str) -> None:
        super().__init__()
        self.scope = scope
        self.right = right

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        found = find_token(token.strip())
        if found is None:
            raise unauthorized()
        spend(found.pk)
        if "Accept-Language" not in request.headers:  # problems then speak the member's language
            translation.activate(found.member.language)
        if self.scope is not None and self.scope not in found.scopes:
            raise forbidden(_("This token lacks the scope %(scope)s.") % {"scope": self.scope}, scope=self.scope)
        if not found.member.may(self.right):
            raise forbidden(_("The role of this token's member does not allow this."), role=found.member.role)
        return Caller(token=found, member=found.member, by=Actor.token(found.pk))


def needs(scope: str | None, right: str = policy.READ) -> BearerToken:
    """The guard of an endpoint; ``scope`` None asks for any living token."""
    return BearerToken(scope, right)
